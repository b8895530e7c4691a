import type { ProgressReport, ProgressReportSummary } from '@/api/types';
import { ids, numberOrNull, textOrNull } from '@/modules/registry/forms';
import type { Attachment } from '@/shared/parts/FilePicker.vue';
import { fenOf, yuanText } from './money';

/** A progress report as it is typed. */
export interface ReportForm {
  percent: string;
  progress: string;
  problems: string;
  money: string;
  fallReason: string;
  begun: number[];
  files: Attachment[];
}

export const emptyReport = (): ReportForm => ({
  percent: '',
  progress: '',
  problems: '',
  money: '',
  fallReason: '',
  begun: [],
  files: [],
});

export const reportForm = (report: ProgressReport): ReportForm => ({
  percent: report.percent === null ? '' : String(report.percent),
  progress: report.progress ?? '',
  problems: report.problems ?? '',
  money: yuanText(report.money_fen),
  fallReason: report.fall_reason ?? '',
  begun: report.begun.map((one) => one.id),
  files: report.files.map((one) => ({ id: one.id, name: one.name, size: one.size })),
});

/** The whole form, so that an emptied field is emptied on the server too. */
export const reportBody = (form: ReportForm) => ({
  percent: numberOrNull(form.percent),
  progress: textOrNull(form.progress),
  problems: textOrNull(form.problems),
  money_fen: fenOf(form.money),
  fall_reason: textOrNull(form.fallReason),
  begun: form.begun,
  files: ids(form.files),
});

/** What the unit last handed in on the task before a cycle; null when it never did. */
export function lastPercent(
  reports: Pick<ProgressReportSummary, 'year' | 'cycle' | 'state' | 'percent'>[],
  year: number,
  cycle: number,
): number | null {
  const before = reports
    .filter((one) => one.year < year || (one.year === year && one.cycle < cycle))
    .filter((one) => (one.state === 'submitted' || one.state === 'accepted') && one.percent !== null)
    .sort((a, b) => b.year - a.year || b.cycle - a.cycle);
  return before[0]?.percent ?? null;
}

/** A fall needs its reason; a percent that is not a number yet falls from nothing. */
export function falls(percent: string, last: number | null): boolean {
  const now = Number(percent.trim());
  return last !== null && percent.trim() !== '' && Number.isFinite(now) && now < last;
}

export type Timeliness = 'in_time' | 'late' | 'closed' | 'undated';

/** Where a day stands to a report's dates: late after the due day, closed after the last one. */
export function timeliness(day: string, dueOn: string | null, closesOn: string | null): Timeliness {
  if (closesOn !== null && day > closesOn) return 'closed';
  if (dueOn === null) return 'undated';
  return day > dueOn ? 'late' : 'in_time';
}
