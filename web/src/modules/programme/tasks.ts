import type { OrganisationRef, PlanTask, TaskStanding, UnitRole } from '@/api/types';
import { localName, t } from '@/app/i18n';
import { severity, type Light } from './lights';
import type { PlanSituation } from './store';

/** A task beside how it stands: a row of every table of tasks. */
export interface TaskRow {
  task: PlanTask;
  standing: TaskStanding;
}

export function taskRows(situation: PlanSituation | undefined): TaskRow[] {
  if (!situation) return [];
  const standings = new Map(situation.standing.tasks.map((one) => [one.number, one]));
  return situation.tasks.flatMap((task) => {
    const standing = standings.get(task.number);
    return standing ? [{ task, standing }] : [];
  });
}

/** Roles in the order in which the plan names them. */
export const ROLES: UnitRole[] = ['convened_by', 'with', 'lead', 'responsible', 'participant'];

export function unitsByRole(task: PlanTask): { role: UnitRole; units: OrganisationRef[] }[] {
  return ROLES.map((role) => ({
    role,
    units: task.units.filter((one) => one.role === role).map((one) => one.organisation),
  })).filter((one) => one.units.length > 0);
}

/** The next deadline that is not verified; null when none is left. */
export function nextDue(task: PlanTask): string | null {
  const open = task.milestones.filter((one) => one.state !== 'verified').map((one) => one.due);
  return open.sort()[0] ?? null;
}

/** What a table of tasks is narrowed to; empty strings narrow nothing. */
export interface TaskFilter {
  text: string;
  light: Light | '';
  section: string;
  goal: string;
  unit: number | '';
  dueFrom: string;
  dueTo: string;
}

export const noFilter = (): TaskFilter => ({
  text: '',
  light: '',
  section: '',
  goal: '',
  unit: '',
  dueFrom: '',
  dueTo: '',
});

export function matches({ task, standing }: TaskRow, filter: TaskFilter): boolean {
  const text = filter.text.trim().toLowerCase();
  const involved = [
    ...task.units.map((one) => one.organisation.id),
    ...task.answering.map((one) => one.unit.id),
  ];
  const dueInRange = task.milestones.some(
    (one) => (!filter.dueFrom || one.due >= filter.dueFrom) && (!filter.dueTo || one.due <= filter.dueTo),
  );
  return (
    (!text ||
      `${task.number} ${task.title.zh} ${task.title.en ?? ''} ${task.section} ${task.section_name.en ?? ''}`
        .toLowerCase()
        .includes(text)) &&
    (!filter.light || standing.light.light === filter.light) &&
    (!filter.section || task.section === filter.section) &&
    (!filter.goal || task.goals.includes(filter.goal)) &&
    (filter.unit === '' || involved.includes(filter.unit)) &&
    ((!filter.dueFrom && !filter.dueTo) || dueInRange)
  );
}

export type TaskOrder = 'number' | 'light' | 'due' | 'behind';

const LAST = '9999-12-31';

/** In an order; what is equal, or has no value, stays by number, the unknown at the end. */
export function ordered(rows: TaskRow[], order: TaskOrder): TaskRow[] {
  const compare: Record<TaskOrder, (a: TaskRow, b: TaskRow) => number> = {
    number: () => 0,
    light: (a, b) => severity(b.standing.light.light) - severity(a.standing.light.light),
    due: (a, b) => (nextDue(a.task) ?? LAST).localeCompare(nextDue(b.task) ?? LAST),
    behind: (a, b) => (b.standing.behind ?? -Infinity) - (a.standing.behind ?? -Infinity) || 0,
  };
  return [...rows].sort((a, b) => compare[order](a, b) || a.task.number - b.task.number);
}

/** A share of the whole: unknown is said, never shown as nought. */
export const percent = (value: number | null): string =>
  value === null ? t('common.unknown') : `${Math.round(value * 10) / 10} %`;

export const taskLabel = (task: PlanTask): string => `${task.number}. ${localName(task.title)}`;

/** The tasks of a section stand together, sections in the plan's order. */
export function bySection<T extends { task: PlanTask }>(
  rows: T[],
): { section: string; name: PlanTask['section_name']; rows: T[] }[] {
  const found = new Map<string, { section: string; name: PlanTask['section_name']; rows: T[] }>();
  for (const row of rows) {
    const { section, section_name: name } = row.task;
    const group = found.get(section) ?? { section, name, rows: [] };
    group.rows.push(row);
    found.set(section, group);
  }
  return [...found.values()];
}
