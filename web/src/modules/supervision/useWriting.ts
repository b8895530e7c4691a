import { computed, onBeforeUnmount, onMounted, ref, type Ref } from 'vue';
import { onBeforeRouteLeave } from 'vue-router';
import { ConflictError, fieldErrors } from '@/api/problem';
import { t } from '@/app/i18n';
import { useTodoCounts } from '@/modules/inbox/store';
import { confirm, sentence, succeed } from '@/shared/feedback';
import { useAutosave } from '@/shared/useAutosave';

/** What would certainly be refused, said before anything is sent. */
export interface Missing {
  errors?: Record<string, string>;
  problem?: string;
}

export interface Writing<Form, Entry, Body> {
  entry: Entry;
  etag: string | null;
  fill: (entry: Entry) => Form;
  body: (form: Form) => Body;
  save: (body: Body, etag: string | null) => Promise<string | null>;
  missing: (form: Form) => Missing;
  question: () => string;
  handIn: (etag: string | null) => Promise<unknown>;
  told: string;
  done: () => void;
  changed: () => void;
}

/** A report or plan being written: saved while it is typed, handed in with one confirmation, never left unsaved unasked. */
export function useWriting<Form extends object, Entry, Body>(writing: Writing<Form, Entry, Body>) {
  const counts = useTodoCounts();
  const form = ref(writing.fill(writing.entry)) as Ref<Form>;
  const etag = ref(writing.etag);
  const saving = useAutosave(form, etag, {
    body: () => writing.body(form.value),
    ready: () => true,
    send: writing.save,
  });
  saving.settle();

  const own = ref<Missing>({});
  const submitting = ref(false);

  async function submit(): Promise<void> {
    own.value = writing.missing(form.value);
    if (own.value.problem || Object.keys(own.value.errors ?? {}).length > 0) return;
    if (!(await saving.save())) return;
    if (!(await confirm(writing.question(), t('supervision.step_submit')))) return;
    submitting.value = true;
    try {
      await writing.handIn(etag.value);
      succeed(writing.told);
      void counts.refresh();
      writing.done();
    } catch (error) {
      const moved = error instanceof ConflictError;
      own.value = {
        errors: fieldErrors(error),
        problem: moved ? t('supervision.changed_meanwhile') : sentence(error),
      };
      if (moved) writing.changed();
    } finally {
      submitting.value = false;
    }
  }

  const theirs = computed(() =>
    saving.conflict.value ? writing.fill(saving.conflict.value.current as Entry) : null,
  );
  function takeTheirs(): void {
    if (!saving.conflict.value || !theirs.value) return;
    form.value = theirs.value;
    etag.value = saving.conflict.value.etag;
    saving.released();
    saving.settle();
  }

  function warn(event: BeforeUnloadEvent): void {
    if (saving.pending.value) event.preventDefault();
  }
  onMounted(() => window.addEventListener('beforeunload', warn));
  onBeforeUnmount(() => window.removeEventListener('beforeunload', warn));
  onBeforeRouteLeave(async () => {
    if (saving.state.value === 'unsaved') await saving.save();
    return !saving.pending.value || confirm(t('common.discard_question'), t('common.discard'));
  });

  return {
    form,
    state: saving.state,
    errors: computed(() => ({ ...saving.errors.value, ...own.value.errors })),
    problem: computed(() => own.value.problem || saving.problem.value),
    submitting,
    save: saving.save,
    submit,
    theirs,
    keepMine: saving.keepMine,
    takeTheirs,
  };
}
