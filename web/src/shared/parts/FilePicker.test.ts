import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/problem';
import FilePicker, { type Attachment } from './FilePicker.vue';

const upload = vi.hoisted(() => vi.fn());
vi.mock('@/api/upload', async (original) => ({ ...(await original<object>()), upload }));

function picker(modelValue: Attachment[] = [], kinds?: string[]) {
  return mount(FilePicker, { props: { label: '附件', modelValue, kinds }, attachTo: document.body });
}

async function choose(part: ReturnType<typeof picker>, ...files: File[]): Promise<void> {
  const input = part.get('input').element as HTMLInputElement;
  Object.defineProperty(input, 'files', { value: files, configurable: true });
  Object.defineProperty(input, 'value', { value: '', writable: true, configurable: true });
  await part.get('input').trigger('change');
  await flushPromises();
}

const pdf = (name = '申请书.pdf', size = 3) => new File(['x'.repeat(size)], name);

beforeEach(() => upload.mockReset());
afterEach(() => vi.restoreAllMocks());

it('sends a file at once and hands over what the server stored', async () => {
  upload.mockResolvedValueOnce({
    id: 7,
    name: '申请书.pdf',
    size: 3,
    digest: 'd',
    media_type: 'application/pdf',
  });
  const part = picker();
  await choose(part, pdf());
  expect(part.emitted('update:modelValue')).toEqual([[[{ id: 7, name: '申请书.pdf', size: 3 }]]]);
});

it.each([
  ['a.exe', 3, '不接受这种文件'],
  ['a.pdf', 0, '文件是空的'],
])('refuses %s of %d bytes before sending it', async (name, size, words) => {
  const part = picker();
  await choose(part, pdf(name, size));
  expect(upload).not.toHaveBeenCalled();
  expect(part.text()).toContain(words);
});

it('takes only the kinds that the page asks for', async () => {
  const part = picker([], ['xlsx', 'csv']);
  await choose(part, pdf());
  expect(upload).not.toHaveBeenCalled();
});

it("says in the server's words why a file was not taken", async () => {
  upload.mockRejectedValueOnce(new ApiError(415, { detail: '内容与类型不符' }));
  const part = picker();
  await choose(part, pdf());
  expect(part.text()).toContain('内容与类型不符');
  expect(part.emitted('update:modelValue')).toBeUndefined();
});

it('takes an attachment away again', async () => {
  const part = picker([{ id: 7, name: '申请书.pdf' }]);
  await part.get('li button').trigger('click');
  expect(part.emitted('update:modelValue')).toEqual([[[]]]);
});
