import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defineComponent, h, ref, type Ref } from 'vue';
import { configureClient } from '@/api/client';
import { emptyApplication, type ApplicationForm } from './store';
import { useAutosave } from './useAutosave';

const sent = vi.fn<typeof fetch>();
const reply = (status: number, body: object, etag: string) =>
  new Response(JSON.stringify(body), { status, headers: { ETag: etag } });

function page() {
  const id = ref<number | null>(null);
  const etag = ref<string | null>(null);
  let form!: Ref<ApplicationForm>;
  let saving!: ReturnType<typeof useAutosave>;
  mount(
    defineComponent(() => {
      form = ref(emptyApplication());
      saving = useAutosave(form, id, etag);
      return () => h('p');
    }),
  );
  return { form, saving, id, etag };
}

async function rest(): Promise<void> {
  await flushPromises();
  vi.advanceTimersByTime(1600);
  await flushPromises();
}

const call = (index: number) => {
  const [url, init] = sent.mock.calls[index] ?? [];
  return { url: String(url), method: init?.method, headers: init?.headers as Record<string, string> };
};

beforeEach(() => {
  vi.useFakeTimers();
  sent.mockReset();
  vi.stubGlobal('fetch', sent);
  configureClient({ language: () => 'zh', csrfToken: () => 't', onUnauthenticated: () => undefined });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('begins the draft once it can, then saves each rest with the newest version', async () => {
  const { form, saving, id, etag } = page();
  form.value.title.zh = '某实验室';
  await rest();
  expect(sent).not.toHaveBeenCalled();

  sent.mockResolvedValueOnce(reply(201, { id: 9 }, '"1"'));
  form.value.category = 'ministry-key-laboratory';
  await rest();
  expect(call(0)).toMatchObject({ url: '/api/v1/applications', method: 'POST' });
  expect([id.value, etag.value, saving.state.value]).toEqual([9, '"1"', 'saved']);

  sent.mockResolvedValueOnce(reply(200, { id: 9 }, '"2"'));
  form.value.director = '王某';
  await rest();
  expect(call(1)).toMatchObject({ url: '/api/v1/applications/9', method: 'PATCH' });
  expect(call(1).headers['If-Match']).toBe('"1"');
  expect(etag.value).toBe('"2"');
});

it('stops on a conflict and goes on with the version that the person keeps', async () => {
  const { form, saving, etag } = page();
  sent.mockResolvedValueOnce(reply(201, { id: 9 }, '"1"'));
  form.value.title.zh = '某实验室';
  form.value.category = 'ministry-key-laboratory';
  await rest();

  sent.mockResolvedValueOnce(reply(412, { title: 'x', current: { director: null } }, '"4"'));
  form.value.director = '王某';
  await rest();
  expect(saving.state.value).toBe('conflict');
  form.value.director = '李某';
  await rest();
  expect(sent).toHaveBeenCalledTimes(2);

  sent.mockResolvedValueOnce(reply(200, { id: 9 }, '"5"'));
  await saving.keepMine();
  expect(call(2).headers['If-Match']).toBe('"4"');
  expect([saving.state.value, etag.value]).toEqual(['saved', '"5"']);
});

it('shows a refused field and keeps what was typed', async () => {
  const { form, saving } = page();
  sent.mockResolvedValueOnce(
    reply(422, { detail: '请检查', fields: [{ path: 'city', code: 'x', detail: '太长' }] }, ''),
  );
  form.value.title.zh = '某实验室';
  form.value.category = 'ministry-key-laboratory';
  await rest();
  expect(saving.state.value).toBe('failed');
  expect(saving.errors.value).toEqual({ city: '太长' });
  expect(form.value.title.zh).toBe('某实验室');
});
