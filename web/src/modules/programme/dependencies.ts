import type { OrganisationRef, PlanTask, TaskStanding } from '@/api/types';

/** Two units that depend on each other, and through what. */
export interface UnitLink {
  left: OrganisationRef;
  right: OrganisationRef;
  tasks: number[];
  platforms: string[];
}

interface Tie {
  task: PlanTask;
  units: OrganisationRef[];
}

const answering = (task: PlanTask): OrganisationRef[] => task.answering.map((one) => one.unit);

/** The tasks that work on a platform, by its code; only platforms that several tasks share. */
function sharedPlatforms(tasks: PlanTask[]): Map<string, Tie[]> {
  const byPlatform = new Map<string, Tie[]>();
  for (const task of tasks)
    for (const target of task.targets) {
      if (!target.platform) continue;
      const ties = byPlatform.get(target.platform.code) ?? [];
      if (ties.some((one) => one.task.number === task.number)) continue;
      byPlatform.set(target.platform.code, [...ties, { task, units: answering(task) }]);
    }
  return new Map([...byPlatform].filter(([, ties]) => ties.length > 1));
}

/** Every pair of units that answers for one task, or for two tasks with the same target platform. */
export function unitLinks(tasks: PlanTask[]): UnitLink[] {
  const links = new Map<string, UnitLink>();
  const link = (one: OrganisationRef, other: OrganisationRef): UnitLink | null => {
    if (one.id === other.id) return null;
    const [left, right] = one.id < other.id ? [one, other] : [other, one];
    const key = `${left.id} ${right.id}`;
    const found = links.get(key) ?? { left, right, tasks: [], platforms: [] };
    links.set(key, found);
    return found;
  };
  for (const task of tasks) {
    const units = answering(task);
    units.forEach((one, index) =>
      units.slice(index + 1).forEach((other) => {
        const found = link(one, other);
        if (found && !found.tasks.includes(task.number)) found.tasks.push(task.number);
      }),
    );
  }
  for (const [code, ties] of sharedPlatforms(tasks))
    ties.forEach((tie, index) =>
      ties.slice(index + 1).forEach((later) => {
        for (const one of tie.units)
          for (const other of later.units) {
            const found = link(one, other);
            if (found && !found.platforms.includes(code)) found.platforms.push(code);
          }
      }),
    );
  return [...links.values()].sort(
    (a, b) => b.tasks.length + b.platforms.length - (a.tasks.length + a.platforms.length),
  );
}

export interface Waiting {
  task: PlanTask;
  /** The units that stand red on the task. */
  late: OrganisationRef[];
  /** Who waits: the task's other units, then those of tasks with the same target platform. */
  waiting: OrganisationRef[];
  /** The tasks that share a target platform with it. */
  held: number[];
}

const distinct = (units: OrganisationRef[]): OrganisationRef[] => [
  ...new Map(units.map((one) => [one.id, one])).values(),
];

/** Who waits for whom: a unit that is red on a task holds up everybody else of that task and of its platforms. */
export function waits(tasks: PlanTask[], standings: TaskStanding[]): Waiting[] {
  const standingOf = new Map(standings.map((one) => [one.number, one]));
  const shared = sharedPlatforms(tasks);
  return tasks.flatMap((task) => {
    const standing = standingOf.get(task.number);
    if (!standing) return [];
    const late = distinct(standing.units.filter((one) => one.light.light === 'red').map((one) => one.unit));
    if (late.length === 0) return [];
    const neighbours = distinctTasks(
      [...shared.values()]
        .filter((ties) => ties.some((one) => one.task.number === task.number))
        .flatMap((ties) => ties.map((one) => one.task))
        .filter((one) => one.number !== task.number),
    );
    const lateIds = new Set(late.map((one) => one.id));
    const others = [
      ...task.units.map((one) => one.organisation),
      ...answering(task),
      ...neighbours.flatMap(answering),
    ];
    return [
      {
        task,
        late,
        waiting: distinct(others).filter((one) => !lateIds.has(one.id)),
        held: neighbours.map((one) => one.number),
      },
    ];
  });
}

const distinctTasks = (tasks: PlanTask[]): PlanTask[] => [
  ...new Map(tasks.map((one) => [one.number, one])).values(),
];
