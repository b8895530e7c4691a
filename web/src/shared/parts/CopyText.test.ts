import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import CopyText from './CopyText.vue';

const said = vi.hoisted(() => ({ succeed: vi.fn(), fail: vi.fn() }));
vi.mock('@/shared/feedback', () => said);

afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

const clicked = async () => {
  const part = mount(CopyText, {
    props: { text: 'kunyu_device_x', label: 'Key' },
    global: { mocks: { $t: (key: string) => key } },
    attachTo: document.body,
  });
  await part.get('button').trigger('click');
  await flushPromises();
  return part;
};

it('puts the text into the clipboard and says so', async () => {
  const writeText = vi.fn().mockResolvedValue(undefined);
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  const part = await clicked();
  expect(writeText).toHaveBeenCalledWith('kunyu_device_x');
  expect(said.succeed).toHaveBeenCalledOnce();
  expect(part.get('button').text()).toContain('Key');
  part.unmount();
});

it('selects the text where the browser keeps the clipboard closed', async () => {
  vi.stubGlobal('navigator', {});
  const part = await clicked();
  expect(said.fail).toHaveBeenCalledOnce();
  expect(window.getSelection()?.toString()).toBe('kunyu_device_x');
  part.unmount();
});
