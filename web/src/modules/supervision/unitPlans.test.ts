import { describe, expect, it } from 'vitest';
import type { UnitPlan } from '@/api/types';
import {
  complete,
  plannedFaults,
  unitPlanBody,
  unitPlanForm,
  weightSum,
  type UnitPlanForm,
} from './unitPlans';

const goal = (weight: string) => ({ title: '目标', weight, cycle: 4 });
const form = (planned: string[], weights: string[]): UnitPlanForm => ({
  summary: '',
  files: [],
  tasks: [{ task: 1, planned, goals: weights.map(goal) }],
});

describe('weights', () => {
  it.each([
    [[], 0],
    [['100'], 100],
    [['40', '60'], 100],
    [['40', ''], 40],
    [['33.3', '50'], 50],
    [['-10', '110'], 110],
  ] as const)('%o add up to %i', (weights, sum) => expect(weightSum(weights.map(goal))).toBe(sum));
});

describe('planned percents', () => {
  it.each([
    [
      ['10', '20', '20', '100'],
      [null, null, null, null],
    ],
    [
      ['10', '', '20', '30'],
      [null, 'missing', null, null],
    ],
    [
      ['10', '5', '8', '30'],
      [null, 'falls', 'falls', null],
    ],
    [
      ['10', '101', 'x', '30.5'],
      [null, 'range', 'range', 'range'],
    ],
  ] as const)('%o: %o', (cells, faults) => expect(plannedFaults([...cells])).toEqual(faults));
});

describe('a plan can be handed in', () => {
  it.each([
    [form(['10', '20', '30', '40'], ['60', '40']), true],
    [form(['10', '20', '30', '40'], ['60', '30']), false],
    [form(['10', '20', '30', ''], ['100']), false],
    [{ summary: '', files: [], tasks: [] }, false],
  ])('%#', (one, expected) => expect(complete(one, false)).toBe(expected));

  it('for the whole period once it says something', () => {
    expect(complete({ summary: ' ', files: [], tasks: [] }, true)).toBe(false);
    expect(complete({ summary: '总体安排', files: [], tasks: [] }, true)).toBe(true);
  });
});

describe('what is sent', () => {
  it('leaves out cells from the first gap on and goals not filled in', () => {
    const body = unitPlanBody(form(['10', '', '30', ''], ['60', '']), false);
    expect(body.tasks).toEqual([
      { task: 1, planned: [10], goals: [{ title: '目标', weight: 60, cycle: 4 }] },
    ]);
  });

  it('has no figures for the whole period', () => {
    expect('tasks' in unitPlanBody(form(['10'], ['100']), true)).toBe(false);
  });

  it('comes back as it was read, short rows made whole', () => {
    const read = {
      summary: null,
      files: [],
      tasks: [{ task: { id: 1 }, planned: [10], goals: [{ title: '目标', weight: 100, cycle: 2 }] }],
    } as unknown as UnitPlan;
    const back = unitPlanForm(read, 4);
    expect(back.tasks[0]?.planned).toEqual(['10', '', '', '']);
    expect(unitPlanBody(back, false).tasks).toEqual([
      { task: 1, planned: [10], goals: [{ title: '目标', weight: 100, cycle: 2 }] },
    ]);
  });
});
