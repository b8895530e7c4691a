import { computed, onScopeDispose, ref, watch, type Ref } from 'vue';
import { ConflictError, fieldErrors } from '@/api/problem';
import { sentence } from '@/shared/feedback';

export type SaveState = 'idle' | 'unsaved' | 'saving' | 'saved' | 'failed' | 'conflict';

const REST_MS = 1500;

export interface Autosaved<Body> {
  /** What would be sent now; two equal bodies are one version. */
  body: () => Body;
  /** Enough is filled in to send anything. */
  ready: () => boolean;
  /** Nothing has been sent yet, so that even an unchanged form must be. */
  isNew?: () => boolean;
  /** Sends a body made on a version, and answers the version it became. */
  send: (body: Body, etag: string | null) => Promise<string | null>;
}

/**
 * Saves a form while it is being written: each change goes out after the typing rests. One save at a time; what was
 * typed meanwhile follows. A conflict stops saving until the person has chosen a version.
 */
export function useAutosave<Form extends object, Body>(
  form: Ref<Form>,
  etag: Ref<string | null>,
  { body, ready, isNew = () => false, send }: Autosaved<Body>,
) {
  const state = ref<SaveState>('idle');
  const errors = ref<Record<string, string>>({});
  const problem = ref('');
  const conflict = ref<ConflictError | null>(null);
  let sent = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | null = null;

  const snapshot = () => JSON.stringify(body());

  /** The form now equals what the server has. */
  function settle(): void {
    sent = snapshot();
    state.value = 'idle';
  }

  async function attempt(): Promise<boolean> {
    state.value = 'saving';
    try {
      const mine = body();
      etag.value = await send(mine, etag.value);
      sent = JSON.stringify(mine);
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
    if (state.value === 'conflict' || !ready()) return false;
    if (!isNew() && snapshot() === sent) return true;
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
