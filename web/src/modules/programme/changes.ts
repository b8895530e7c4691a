import type { Milestone, PlanStanding, PlanTask } from '@/api/types';
import { addDays } from '@/shared/days';
import { severity, type Light } from './lights';

export interface LightChange {
  number: number;
  before: Light;
  after: Light;
}

/** The tasks whose light differs between two days, by number. */
export function lightChanges(before: PlanStanding, after: PlanStanding): LightChange[] {
  const earlier = new Map(before.tasks.map((one) => [one.number, one.light.light]));
  return after.tasks.flatMap((one) => {
    const was = earlier.get(one.number);
    return was !== undefined && was !== one.light.light
      ? [{ number: one.number, before: was, after: one.light.light }]
      : [];
  });
}

export const turnedRed = (changes: LightChange[]): LightChange[] =>
  changes.filter((one) => one.after === 'red');

export const worse = (change: LightChange): boolean => severity(change.after) > severity(change.before);

export interface Deadline {
  task: PlanTask;
  milestone: Milestone;
}

/** All milestones in the order of their deadlines; the numbers decide among equal days. */
export function deadlines(tasks: PlanTask[]): Deadline[] {
  return tasks
    .flatMap((task) => task.milestones.map((milestone) => ({ task, milestone })))
    .sort(
      (left, right) =>
        left.milestone.due.localeCompare(right.milestone.due) ||
        left.task.number - right.task.number ||
        left.milestone.code.localeCompare(right.milestone.code, 'en', { numeric: true }),
    );
}

/** What is not verified and falls due from the day itself to `days` later. */
export function dueWithin(tasks: PlanTask[], day: string, days: number): Deadline[] {
  const last = addDays(day, days);
  return deadlines(tasks).filter(
    ({ milestone }) => milestone.state !== 'verified' && milestone.due >= day && milestone.due <= last,
  );
}

export type MilestoneMark = 'verified' | 'overdue' | 'soon' | 'begun' | 'open';

/** How a milestone is marked on a day: what is due within the plan's warning days is due soon unless begun. */
export function milestoneMark(milestone: Milestone, day: string, soonDays: number): MilestoneMark {
  if (milestone.state === 'verified' || milestone.state === 'overdue') return milestone.state;
  if (milestone.state === 'open' && milestone.due <= addDays(day, soonDays)) return 'soon';
  return milestone.state;
}

/** A milestone's mark wears the light that it would give its task. */
export const MARK_LIGHT: Record<MilestoneMark, Light> = {
  verified: 'blue',
  overdue: 'red',
  soon: 'yellow',
  begun: 'green',
  open: 'grey',
};
