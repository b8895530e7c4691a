import { ElMessage, ElMessageBox } from '@/app/element';
import { ApiError, OfflineError } from '@/api/problem';
import { t } from '@/app/i18n';

/** The sentence for a failure of any kind, in the reader's language. */
export function sentence(error: unknown): string {
  if (error instanceof OfflineError) return t('common.offline');
  if (error instanceof ApiError) return error.message;
  if (error instanceof Error && error.name === 'AbortError') return '';
  return t('common.unexpected');
}

export function succeed(message: string): void {
  ElMessage({ message, type: 'success', duration: 5000, showClose: true });
}

/** Shown until closed: nobody reads a sentence against the clock. */
export function fail(error: unknown): void {
  const message = typeof error === 'string' ? error : sentence(error);
  if (message) ElMessage({ message, type: 'error', duration: 0, showClose: true, grouping: true });
}

/** Asks before something that hurts; false when the person thinks better of it. */
export async function confirm(
  question: string,
  doIt: string,
  title = t('common.please_confirm'),
): Promise<boolean> {
  try {
    await ElMessageBox.confirm(question, title, {
      confirmButtonText: doIt,
      cancelButtonText: t('common.cancel'),
      type: 'warning',
      autofocus: false,
    });
    return true;
  } catch {
    return false;
  }
}
