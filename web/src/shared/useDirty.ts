import { computed, type ComputedRef } from 'vue';

/** Whether what `read` answers has changed since now. */
export function useDirty(read: () => unknown): ComputedRef<boolean> {
  const start = JSON.stringify(read());
  return computed(() => JSON.stringify(read()) !== start);
}
