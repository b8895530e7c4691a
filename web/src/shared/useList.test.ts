import { flushPromises, mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import { useList, type List, type ListPage } from './useList';

type Read = (cursor: string | undefined) => Promise<ListPage<number>>;

function listPage(read: Read) {
  let list!: List<number>;
  const filter = ref('');
  mount(
    defineComponent(() => {
      list = useList((cursor) => read(cursor), [filter]);
      return () => h('p');
    }),
  );
  return { list, filter };
}

const pages: Record<string, ListPage<number>> = {
  first: { items: [1, 2], next: 'b' },
  b: { items: [3], next: null },
};

it("walks on and back by the server's cursors", async () => {
  const { list } = listPage((cursor) => Promise.resolve(pages[cursor ?? 'first'] as ListPage<number>));
  await flushPromises();
  expect(list.items).toEqual([1, 2]);
  expect(list.hasPrevious).toBe(false);
  list.next();
  await flushPromises();
  expect(list.items).toEqual([3]);
  expect(list.hasNext).toBe(false);
  list.previous();
  await flushPromises();
  expect(list.items).toEqual([1, 2]);
});

it('begins again at the first page when a filter changes', async () => {
  const read = vi.fn<Read>((cursor) => Promise.resolve(pages[cursor ?? 'first'] as ListPage<number>));
  const { list, filter } = listPage(read);
  await flushPromises();
  list.next();
  await flushPromises();
  filter.value = '湖';
  await flushPromises();
  expect(list.pageNumber).toBe(1);
  expect(read).toHaveBeenLastCalledWith(undefined);
});

it('lets no slow answer overwrite a newer one', async () => {
  const answers: ((page: ListPage<number>) => void)[] = [];
  const { list, filter } = listPage(() => new Promise((resolve) => answers.push(resolve)));
  filter.value = 'x';
  await flushPromises();
  answers[1]?.({ items: [2], next: null });
  await flushPromises();
  answers[0]?.({ items: [1], next: null });
  await flushPromises();
  expect(list.items).toEqual([2]);
});

it('shows the failure and recovers from it', async () => {
  const read = vi
    .fn<Read>()
    .mockRejectedValueOnce(new Error('no'))
    .mockResolvedValue({ items: [1], next: null });
  const { list } = listPage(read);
  await flushPromises();
  expect(list.error).toBeInstanceOf(Error);
  await list.reload();
  expect(list.error).toBeNull();
  expect(list.items).toEqual([1]);
});
