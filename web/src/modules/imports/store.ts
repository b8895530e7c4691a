import type { Job } from '@/api/types';
import { allTexts, t } from '@/app/i18n';
import { joined } from '@/modules/registry/store';
import { fileSize } from '@/shared/format';
import type { Shape, Tone } from '@/shared/parts/StateMark.vue';

export const isOver = (job: Job): boolean => ['done', 'failed', 'cancelled'].includes(job.state);

/** Share done in percent; null while the total is not known. */
export function percentOf(job: Job): number | null {
  const { done, total } = job.progress;
  if (job.state === 'done') return 100;
  if (!total) return null;
  return Math.min(100, Math.floor((done * 100) / total));
}

export function jobLook(state: Job['state']): { shape: Shape; tone: Tone; text: string } {
  const looks: Record<Job['state'], [Shape, Tone]> = {
    queued: ['ring', 'grey'],
    running: ['triangle', 'blue'],
    done: ['circle', 'green'],
    failed: ['square', 'red'],
    cancelled: ['bar', 'grey'],
  };
  const [shape, tone] = looks[state];
  return { shape, tone, text: t(`job_state.${state}`) };
}

/** What a job did, in counts: an import's by row, any other's one by one. */
export function resultText(result: NonNullable<Job['result']>): string {
  if ('rows' in result) return t('imports.result', result);
  const counts = Object.entries(result).map(([name, count]) => {
    const key = `job_result.${name}`;
    return key in allTexts ? t(key, { count, size: fileSize(count) }) : `${name} ${count}`;
  });
  return joined(counts);
}

/** What became of the other rows of a file with errors: observations are taken line by line, registers as a whole or not at all. */
export function errorsNote(job: Pick<Job, 'kind' | 'dry_run'>): string {
  if (job.kind !== 'observations.csv_import') return t('imports.nothing_stored');
  return t(job.dry_run ? 'imports.faults_would_stay_out' : 'imports.faults_left_out');
}

/** A column is told by its header, or by its number as #3. */
export function columnText(column: string | null): string {
  const number = /^#(\d+)$/.exec(column ?? '')?.[1];
  return number ? t('imports.column_number', { number }) : (column ?? '—');
}
