import type { Milestone, OrganisationRef, PlanTask, TaskStanding } from '@/api/types';
import type { Light } from './lights';

// Things of a plan for tests, each with only what the test speaks of.

export const unit = (id: number, name = `unit ${id}`): OrganisationRef => ({
  id,
  slug: null,
  name: { zh: name, en: null },
});

export const milestone = (code: string, due: string, over: Partial<Milestone> = {}): Milestone => ({
  id: Number(code.replace('.', '')),
  code,
  version: 1,
  due,
  first_due: due,
  wording: due.slice(0, 4),
  kind: 'complete',
  deliverable: { zh: `deliverable ${code}`, en: null },
  basis: 'official',
  state: 'open',
  begun_on: null,
  verified_on: null,
  ...over,
});

export const task = (number: number, over: Partial<PlanTask> = {}): PlanTask => ({
  id: 100 + number,
  number,
  version: 1,
  section: 'laboratories',
  section_name: { zh: 'laboratories', en: null },
  title: { zh: `task ${number}`, en: null },
  mode: null,
  quota_table: null,
  incubated: null,
  details: {
    themes: [],
    actions: [],
    joint_programmes: [],
    cooperation_fields: [],
    commitments: [],
    sources: [],
  },
  paragraph: null,
  goals: ['G1'],
  units: [],
  answering: [],
  open_groups: [],
  targets: [],
  milestones: [],
  ...over,
});

export const answers = (...units: OrganisationRef[]): PlanTask['answering'] =>
  units.map((one) => ({ unit: one, group: null }));

export const builds = (code: string): PlanTask['targets'][number] => ({
  name: code,
  category: null,
  action: 'build',
  unit: null,
  platform: { id: 1, code, name: { zh: code, en: null } },
  state: null,
  note: null,
});

const lightOf = (light: Light): TaskStanding['light'] => ({
  light,
  periodic: false,
  sentence: light,
  reasons: [],
});

export const stands = (
  number: number,
  light: Light,
  units: [OrganisationRef, Light][] = [],
): TaskStanding => ({
  id: 100 + number,
  number,
  light: lightOf(light),
  planned: null,
  reported: null,
  behind: null,
  units: units.map(([one, own]) => ({
    unit: one,
    group: null,
    planned: null,
    reported: null,
    behind: null,
    light: lightOf(own),
    report: 'none_due',
  })),
  open_groups: [],
  slips: [],
});
