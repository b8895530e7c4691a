import { computed, onScopeDispose, ref, watch, type Ref } from 'vue';
import { api } from '@/api/client';
import { ConflictError, fieldErrors } from '@/api/problem';
import { sentence } from '@/shared/feedback';
import { canBegin, inputOf, type ApplicationForm } from './store';

export type SaveState = 'idle' | 'unsaved' | 'saving' | 'saved' | 'failed' | 'conflict';

const REST_MS = 1500;

/**
 * Saves a draft while it is being written: begins it on the server once it has a title and a category, then sends
 * each change after the typing rests. One save at a time; what was typed meanwhile follows. A conflict stops saving
 * until the person has chosen a version.
 */
export function useAutosave(form: Ref<ApplicationForm>, id: Ref<number | null>, etag: Ref<string | null>) {
  const state = ref<SaveState>('idle');
  const errors = ref<Record<string, string>>({});
  const problem = ref('');
  const conflict = ref<ConflictError | null>(null);
  let sent = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | null = null;

  const snapshot = () => JSON.stringify(inputOf(form.value));

  /** The form now equals what the server has. */
  function settle(): void {
    sent = snapshot();
    state.value = 'idle';
  }

  async function send(): Promise<void> {
    const body = inputOf(form.value);
    const reply =
      id.value === null
        ? await api.post('/applications', { body })
        : await api.patch('/applications/{id}', { path: { id: id.value }, body, etag: etag.value });
    id.value = reply.data.id;
    etag.value = reply.etag;
    sent = JSON.stringify(body);
  }

  async function attempt(): Promise<boolean> {
    state.value = 'saving';
    try {
      await send();
      errors.value = {};
      problem.value = '';
      state.value = snapshot() === sent ? 'saved' : 'unsaved';
      if (state.value === 'unsaved') schedule();
      return true;
    } catch (error) {
      if (error instanceof ConflictError) conflict.value = error;
      state.value = error instanceof ConflictError ? 'conflict' : 'failed';
      errors.value = fieldErrors(error);
      problem.value = sentence(error);
      return false;
    }
  }

  /** Saves at once what is not saved; answers whether the server has everything. */
  async function save(): Promise<boolean> {
    clearTimeout(timer);
    if (running) await running;
    if (state.value === 'conflict' || !canBegin(form.value)) return false;
    if (id.value !== null && snapshot() === sent) return true;
    running = attempt().finally(() => (running = null));
    return running;
  }

  function schedule(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), REST_MS);
  }

  /** The person's own version goes over the newest one. */
  async function keepMine(): Promise<void> {
    etag.value = conflict.value?.etag ?? etag.value;
    conflict.value = null;
    state.value = 'unsaved';
    await save();
  }

  function released(): void {
    conflict.value = null;
    state.value = 'idle';
  }

  watch(
    form,
    () => {
      if (snapshot() === sent || state.value === 'conflict') return;
      state.value = 'unsaved';
      schedule();
    },
    { deep: true },
  );
  onScopeDispose(() => clearTimeout(timer));

  return {
    state,
    errors,
    problem,
    conflict,
    pending: computed(() => ['unsaved', 'saving', 'failed', 'conflict'].includes(state.value)),
    settle,
    save,
    keepMine,
    released,
  };
}
