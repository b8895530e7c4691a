import { t } from '@/app/i18n';

/** From one day to another; an end that is not set is not shown, and neither set means for good. */
export function periodText(from: string | null | undefined, to: string | null | undefined): string {
  if (from && to) return t('common.period', { from, to });
  if (from) return t('common.since', { day: from });
  if (to) return t('common.until', { day: to });
  return t('common.no_end');
}
