import type { Plan, PlanTask, Shape, Slip, TaskStanding } from '@/api/types';
import { localName, t } from '@/app/i18n';
import { look } from '@/modules/registers/looks';
import { levelLook } from '@/modules/supervision/looks';
import type { Shape as Form, Tone } from '@/shared/parts/StateMark.vue';
import { addDays } from '@/shared/days';
import { deadlines, milestoneMark, type MilestoneMark } from './changes';

/** What falls on a day of the plan: a milestone, the reports on a cycle, the answer to a slip, a matter charged to a unit. */
export const ENTRY_KINDS = ['milestone', 'report', 'slip', 'assignment'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export interface CalendarEntry {
  key: string;
  kind: EntryKind;
  day: string;
  title: string;
  /** What it belongs to: the task, the unit. */
  note: string;
  /** Where the workbench shows it. */
  to: string;
  state: { shape: Form; tone: Tone; text: string };
  /** Nothing is to be done about it any more. */
  settled: boolean;
}

const MILESTONE_LOOK: Record<MilestoneMark, [Form, Tone]> = {
  verified: ['circle', 'blue'],
  overdue: ['square', 'red'],
  soon: ['triangle', 'amber'],
  begun: ['circle', 'green'],
  open: ['ring', 'grey'],
};

export function milestoneEntries(tasks: PlanTask[], asOf: string, soonDays: number): CalendarEntry[] {
  return deadlines(tasks).map(({ task, milestone }) => {
    const mark = milestoneMark(milestone, asOf, soonDays);
    const [shape, tone] = MILESTONE_LOOK[mark];
    return {
      key: `milestone ${milestone.id}`,
      kind: 'milestone',
      day: milestone.due,
      title: `${milestone.code} ${localName(milestone.deliverable)}`,
      note: localName(task.title),
      to: `/tasks/${task.id}`,
      state: { shape, tone, text: t(`programme.mark_${mark}`) },
      settled: milestone.state === 'verified',
    };
  });
}

/** The cycles of a plan, from the one in which it was issued to the one that holds the end of its period. */
export function cyclesOfPlan(
  plan: Pick<Plan, 'cycle' | 'issued' | 'period'>,
): { label: string; end: string }[] {
  const months = plan.cycle === 'quarterly' ? 3 : 1;
  const numberOf = (day: string) =>
    Math.floor((Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1) / months);
  const found: { label: string; end: string }[] = [];
  for (let number = numberOf(plan.issued); number <= numberOf(plan.period.end); number += 1) {
    const year = Math.floor((number * months) / 12);
    const index = number - (year * 12) / months + 1;
    const after = (number + 1) * months;
    const next = `${Math.floor(after / 12)}-${String((after % 12) + 1).padStart(2, '0')}-01`;
    const label = months === 3 ? `${year}Q${index}` : `${year}-${String(index).padStart(2, '0')}`;
    found.push({ label, end: addDays(next, -1) });
  }
  return found;
}

export function reportEntries(plan: Plan, asOf: string): CalendarEntry[] {
  const { due_days: after, remind_days: remind } = plan.rules.report;
  const lookOf = (day: string): CalendarEntry['state'] => {
    if (day < asOf) return { shape: 'bar', tone: 'grey', text: t('programme.day_past') };
    if (day <= addDays(asOf, remind))
      return { shape: 'diamond', tone: 'amber', text: t('programme.mark_soon') };
    return { shape: 'ring', tone: 'grey', text: t('programme.day_ahead') };
  };
  return cyclesOfPlan(plan).map(({ label, end }) => {
    const day = addDays(end, after);
    return {
      key: `report ${label}`,
      kind: 'report',
      day,
      title: t('programme.reports_due', { cycle: label }),
      note: t('programme.reports_of_all'),
      to: '/programme/reports',
      state: lookOf(day),
      settled: day < asOf,
    };
  });
}

export function slipEntries(tasks: PlanTask[], standings: TaskStanding[]): CalendarEntry[] {
  const titles = new Map(tasks.map((one) => [one.id, `${one.number}. ${localName(one.title)}`]));
  return standings.flatMap((task) =>
    task.slips.flatMap((slip) =>
      slip.reply_due
        ? [
            {
              key: `slip ${slip.id}`,
              kind: 'slip' as const,
              day: slip.reply_due,
              title: t('programme.slip_answer', { unit: localName(slip.unit.name) }),
              note: titles.get(task.id) ?? '',
              to: `/programme/slips/${slip.id}`,
              state: slip.replied
                ? { ...levelLook(slip.level as Slip['level']), text: t('supervision.state_replied') }
                : levelLook(slip.level as Slip['level']),
              settled: slip.replied,
            },
          ]
        : [],
    ),
  );
}

/** What inspections demand and meetings decided. `page` is the entry's own. */
export function assignmentEntries(assignments: Shape<'Assignment'>[], page: string): CalendarEntry[] {
  return assignments.map((one) => ({
    key: `assignment ${one.id}`,
    kind: 'assignment',
    day: one.due_on,
    title: one.wording,
    note: localName(one.unit?.name),
    to: page,
    state: look('assignment', one.state),
    settled: one.state === 'confirmed',
  }));
}

const ORDER = new Map(ENTRY_KINDS.map((kind, index) => [kind, index]));

/** By day; milestones first among those of a day, then the other kinds, each as it came. */
export const inOrder = (entries: CalendarEntry[]): CalendarEntry[] =>
  entries
    .map((entry, at) => ({ entry, at }))
    .sort(
      (left, right) =>
        left.entry.day.localeCompare(right.entry.day) ||
        (ORDER.get(left.entry.kind) ?? 0) - (ORDER.get(right.entry.kind) ?? 0) ||
        left.at - right.at,
    )
    .map((one) => one.entry);
