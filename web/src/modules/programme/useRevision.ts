import { ref } from 'vue';
import { ConflictError, fieldErrors } from '@/api/problem';
import { t } from '@/app/i18n';
import { sentence, succeed } from '@/shared/feedback';

/**
 * Sends a revision and keeps what came back of it: errors by field, a refusal, or a conflict with the newer version.
 * `send` gets the version the change is made on.
 */
export function useRevision(send: (etag: string | null) => Promise<unknown>, done: () => void) {
  const errors = ref<Record<string, string>>({});
  const problem = ref('');
  const busy = ref(false);
  const conflict = ref<ConflictError | null>(null);

  async function save(etag: string | null): Promise<void> {
    busy.value = true;
    errors.value = {};
    problem.value = '';
    try {
      await send(etag);
      conflict.value = null;
      succeed(t('common.saved'));
      done();
    } catch (error) {
      if (error instanceof ConflictError) conflict.value = error;
      else {
        errors.value = fieldErrors(error);
        problem.value = sentence(error);
      }
    } finally {
      busy.value = false;
    }
  }

  return { errors, problem, busy, conflict, save };
}
