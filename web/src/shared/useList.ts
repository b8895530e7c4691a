import { computed, reactive, ref, watch, type WatchSource } from 'vue';
import { useLoad } from './useLoad';

/** A page of a list as the server sends it. */
export interface ListPage<T> {
  items: T[];
  next?: string | null;
}

export interface List<T> {
  readonly items: T[];
  readonly error: unknown;
  readonly loading: boolean;
  readonly loaded: boolean;
  readonly pageNumber: number;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  next: () => void;
  previous: () => void;
  reload: () => Promise<void>;
}

/**
 * A list read page by page with the server's cursors. The cursors of the pages passed are kept, so that
 * "previous" works too; a change of a source (a filter) begins again at the first page.
 */
export function useList<T>(
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<ListPage<T>>,
  sources: WatchSource[] = [],
): List<T> {
  const passed = ref<(string | undefined)[]>([undefined]);
  const cursor = computed(() => passed.value[passed.value.length - 1]);
  const { data, error, loading, reload } = useLoad(
    (signal) => read(cursor.value, signal),
    [() => passed.value.map((one) => one ?? '').join(' ')],
  );

  if (sources.length > 0) {
    watch(sources, () => {
      if (passed.value.length > 1) passed.value = [undefined];
      else void reload();
    });
  }

  return reactive({
    items: computed(() => data.value?.items ?? []),
    error,
    loading,
    loaded: computed(() => data.value !== undefined),
    pageNumber: computed(() => passed.value.length),
    hasNext: computed(() => Boolean(data.value?.next)),
    hasPrevious: computed(() => passed.value.length > 1),
    next: () => {
      if (data.value?.next) passed.value = [...passed.value, data.value.next];
    },
    previous: () => {
      if (passed.value.length > 1) passed.value = passed.value.slice(0, -1);
    },
    reload,
  }) as List<T>;
}
