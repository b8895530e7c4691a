import { computed, ref } from 'vue';
import { ConflictError, fieldErrors } from '@/api/problem';
import { t } from '@/app/i18n';
import { sentence, succeed } from '@/shared/feedback';

export interface Sending {
  /** Sends what is written on the version it was made from. */
  send: (etag: string | null | undefined) => Promise<unknown>;
  done: () => void;
  /** The version that the form was filled in from; a new entry has none. */
  etag?: string | null;
  /**
   * For a step that compares with nothing: reads the page again when the entry changed meanwhile, so that the person
   * sees what the step would now be taken on before pressing again.
   */
  changed?: () => void;
}

/**
 * Sends a form of a register and keeps what came back: errors by field, the refusal, or the version that somebody else
 * saved meanwhile. Then nothing is sent until the person has chosen: `keepMine` sends over the newest version,
 * `takeTheirs` hands that over to fill the form from. What was typed stays in the form until then.
 */
export function useSending<Entry = unknown>({ send, done, etag, changed }: Sending) {
  const errors = ref<Record<string, string>>({});
  const problem = ref('');
  const busy = ref(false);
  const conflict = ref<ConflictError | null>(null);
  let version = etag;

  async function submit(): Promise<void> {
    busy.value = true;
    errors.value = {};
    problem.value = '';
    try {
      await send(version);
      succeed(t('common.saved'));
      done();
    } catch (error) {
      if (error instanceof ConflictError && changed) {
        version = error.etag;
        problem.value = t('supervision.changed_meanwhile');
        changed();
      } else if (error instanceof ConflictError) conflict.value = error;
      else {
        errors.value = fieldErrors(error);
        problem.value = sentence(error);
      }
    } finally {
      busy.value = false;
    }
  }

  function settle(): ConflictError | null {
    const settled = conflict.value;
    if (settled) version = settled.etag;
    conflict.value = null;
    return settled;
  }
  async function keepMine(): Promise<void> {
    settle();
    await submit();
  }
  /** The newest version, which the form is filled in from anew. */
  const takeTheirs = (): Entry => settle()?.current as Entry;

  const theirs = computed(() => (conflict.value ? (conflict.value.current as Entry) : null));
  return { errors, problem, busy, submit, theirs, keepMine, takeTheirs };
}
