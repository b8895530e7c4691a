import { t } from '@/app/i18n';

export interface Standing {
  shape: 'square' | 'diamond' | 'circle' | 'triangle';
  tone: 'red' | 'amber' | 'green' | 'blue';
  text: string;
}

/** How a count stands to its control number. Full is not over: a field at its number is as the plan wants it. */
export function standing(row: { free: number; over: number }): Standing {
  if (row.over > 0) return { shape: 'square', tone: 'red', text: t('layout.over_by', { count: row.over }) };
  if (row.free === 0) return { shape: 'diamond', tone: 'amber', text: t('layout.full') };
  return { shape: 'circle', tone: 'green', text: t('layout.free_by', { count: row.free }) };
}
