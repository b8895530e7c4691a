import type { OrganisationKind } from '@/api/types';
import { t } from '@/app/i18n';

export const ORGANISATION_KINDS: OrganisationKind[] = [
  'ministry',
  'department',
  'bureau',
  'institute',
  'university',
  'school',
  'company',
  'province',
  'group',
  'other',
];

/** Since when and until when; an open end is an open end, an unknown beginning says so. */
export function validity(from: string | null, to: string | null): string {
  if (from && to) return t('common.period', { from, to });
  if (from) return t('common.since', { day: from });
  if (to) return t('common.until', { day: to });
  return t('organisations.validity_unknown');
}
