import { ref } from 'vue';
import { ConflictError, fieldErrors } from '@/api/problem';
import { t } from '@/app/i18n';
import { sentence, succeed } from '@/shared/feedback';

/** Sends a form of a register: keeps field errors and the refusal; a version changed meanwhile is said and read again. */
export function useSending(send: () => Promise<unknown>, done: () => void, changed: () => void = done) {
  const errors = ref<Record<string, string>>({});
  const problem = ref('');
  const busy = ref(false);

  async function submit(): Promise<void> {
    busy.value = true;
    errors.value = {};
    problem.value = '';
    try {
      await send();
      succeed(t('common.saved'));
      done();
    } catch (error) {
      errors.value = fieldErrors(error);
      problem.value = error instanceof ConflictError ? t('supervision.changed_meanwhile') : sentence(error);
      if (error instanceof ConflictError) changed();
    } finally {
      busy.value = false;
    }
  }
  return { errors, problem, busy, submit };
}
