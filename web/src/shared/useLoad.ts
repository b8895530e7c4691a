import { onScopeDispose, ref, shallowRef, watch, type Ref, type WatchSource } from 'vue';
import { language } from '@/app/i18n';

export interface Load<T> {
  data: Ref<T | undefined>;
  error: Ref<unknown>;
  loading: Ref<boolean>;
  /** Reads again; a slower earlier read can no longer overwrite this one. */
  reload: () => Promise<void>;
}

/**
 * Reads something for a page: at once, when a source changes, and when the language changes.
 * The reading is given up when the page is left.
 */
export function useLoad<T>(read: (signal: AbortSignal) => Promise<T>, sources: WatchSource[] = []): Load<T> {
  const data = shallowRef<T>();
  const error = shallowRef<unknown>(null);
  const loading = ref(false);
  let running: AbortController | null = null;

  async function reload(): Promise<void> {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    loading.value = true;
    try {
      const found = await read(mine.signal);
      if (running !== mine) return;
      data.value = found;
      error.value = null;
    } catch (problem) {
      if (running === mine) error.value = problem;
    } finally {
      if (running === mine) loading.value = false;
    }
  }

  watch([language, ...sources], () => void reload());
  onScopeDispose(() => {
    running?.abort();
    running = null;
  });
  void reload();
  return { data, error, loading, reload };
}
