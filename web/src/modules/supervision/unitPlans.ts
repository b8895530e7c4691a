import type { UnitPlan } from '@/api/types';
import { ids, numberOrNull, textOrNull } from '@/modules/registry/forms';
import type { Attachment } from '@/shared/parts/FilePicker.vue';

export interface GoalLine {
  title: string;
  weight: string;
  cycle: number;
}

/** One task of a yearly plan as it is typed: a percent for each cycle, and stage goals. */
export interface PlannedLine {
  task: number;
  planned: string[];
  goals: GoalLine[];
}

export interface UnitPlanForm {
  summary: string;
  files: Attachment[];
  tasks: PlannedLine[];
}

export const unitPlanForm = (plan: UnitPlan, cycles: number): UnitPlanForm => ({
  summary: plan.summary ?? '',
  files: plan.files.map((one) => ({ id: one.id, name: one.name, size: one.size })),
  tasks: plan.tasks.map((one) => ({
    task: one.task.id,
    planned: Array.from({ length: cycles }, (_, index) =>
      one.planned[index] === undefined ? '' : String(one.planned[index]),
    ),
    goals: one.goals.map((goal) => ({ title: goal.title, weight: String(goal.weight), cycle: goal.cycle })),
  })),
});

/** The plan for the whole period has no figures; cells not filled in yet are left out of a draft from the first gap on. */
export function unitPlanBody(form: UnitPlanForm, wholePeriod: boolean) {
  return {
    summary: textOrNull(form.summary),
    files: ids(form.files),
    ...(wholePeriod
      ? {}
      : {
          tasks: form.tasks.map((one) => ({
            task: one.task,
            planned: filled(one.planned),
            goals: one.goals
              .filter((goal) => goal.title.trim() !== '' && goal.weight.trim() !== '')
              .map((goal) => ({
                title: goal.title.trim(),
                weight: numberOrNull(goal.weight) as number,
                cycle: goal.cycle,
              })),
          })),
        }),
  };
}

function filled(cells: string[]): number[] {
  const gap = cells.findIndex((cell) => cell.trim() === '');
  return cells.slice(0, gap === -1 ? undefined : gap).map((cell) => numberOrNull(cell) as number);
}

const wholeNumber = (text: string): number | null => (/^\d+$/.test(text.trim()) ? Number(text) : null);

/** What the weights add up to; what is no number adds nothing. */
export const weightSum = (goals: GoalLine[]): number =>
  goals.reduce((sum, goal) => sum + (wholeNumber(goal.weight) ?? 0), 0);

export type PlannedFault = 'missing' | 'range' | 'falls';

/** What is wrong with a row of percents, cell by cell: each from 0 to 100, none below the one before. */
export function plannedFaults(cells: string[]): (PlannedFault | null)[] {
  let before = 0;
  return cells.map((cell) => {
    if (cell.trim() === '') return 'missing';
    const value = wholeNumber(cell);
    if (value === null || value > 100) return 'range';
    const fault = value < before ? 'falls' : null;
    before = Math.max(before, value);
    return fault;
  });
}

/** Nothing stands in the way of handing the plan in. */
export const complete = (form: UnitPlanForm, wholePeriod: boolean): boolean =>
  wholePeriod
    ? form.summary.trim() !== '' || form.files.length > 0
    : form.tasks.length > 0 &&
      form.tasks.every(
        (one) => plannedFaults(one.planned).every((fault) => fault === null) && weightSum(one.goals) === 100,
      );

/** How many reports a year asks for. */
export const cyclesOf = (cycle: 'quarterly' | 'monthly'): number => (cycle === 'monthly' ? 12 : 4);
