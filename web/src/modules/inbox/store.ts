import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { api } from '@/api/client';
import type { Shape } from '@/api/types';
import { useSession } from '@/modules/identity/store';

export type TodoState = 'waiting' | 'done' | 'started';

export type TodoCounts = Shape<'TodoList'>['counts'];

export async function readTodos(state: TodoState, cursor?: string, signal?: AbortSignal) {
  return (await api.get('/todos', { query: { state, cursor, limit: 50 }, signal })).data;
}

/** How many things wait for this person: told with the session, then read again after each step. */
export const useTodoCounts = defineStore('todo-counts', () => {
  const session = useSession();
  const read = ref<number | null>(null);
  const waiting = computed(() => read.value ?? session.session?.waiting_todos ?? 0);

  async function refresh(): Promise<void> {
    try {
      read.value = (await api.get('/session')).data.waiting_todos;
    } catch {
      // The number in the heading is a convenience; the page that matters reports its own failures.
    }
  }

  /** A page that read the to-dos knows how many wait. */
  const tell = (counts: TodoCounts) => (read.value = counts.waiting);

  return { waiting, refresh, tell };
});

/** The page where a thing to do is done. */
export function pageOf(subject: { kind: string; id: number | null }): string | null {
  const pages: Record<string, string> = {
    platform: '/platforms/',
    readiness: '/platforms/',
    application: '/applications/',
    call: '/calls/',
    annual_report: '/annual-reports/',
    exit_plan: '/exit-plans/',
    notice: '/notices/',
    organisation: '/organisations/',
    account: '/accounts/',
    job: '/jobs/',
    task: '/tasks/',
    progress_report: '/programme/reports/',
    unit_plan: '/programme/unit-plans/',
    evidence: '/programme/evidence/',
    extension: '/programme/extensions/',
    slip: '/programme/slips/',
  };
  const page = pages[subject.kind];
  return page && subject.id !== null ? page + subject.id : null;
}
