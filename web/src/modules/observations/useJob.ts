import { onScopeDispose, ref } from 'vue';
import { api } from '@/api/client';
import type { Job } from '@/api/types';
import { isOver } from '@/modules/imports/store';

const POLL_MS = 500;

/** Follows one job until it is over. Another begun meanwhile takes its place; leaving the page ends the looking alone. */
export function useJob() {
  const job = ref<Job | null>(null);
  const error = ref<unknown>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let followed = 0;

  async function look(id: number): Promise<void> {
    try {
      const { data } = await api.get('/jobs/{id}', { path: { id } });
      if (followed !== id) return;
      job.value = data;
      if (!isOver(data)) timer = setTimeout(() => void look(id), POLL_MS);
    } catch (failure) {
      if (followed === id) error.value = failure;
    }
  }
  function leave(): void {
    clearTimeout(timer);
    followed = 0;
  }
  async function follow(id: number): Promise<void> {
    leave();
    followed = id;
    job.value = null;
    error.value = null;
    await look(id);
  }
  async function cancel(): Promise<void> {
    if (job.value) await api.post('/jobs/{id}/cancel', { path: { id: job.value.id } });
  }
  onScopeDispose(leave);
  return { job, error, follow, cancel };
}
