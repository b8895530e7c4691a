import { describe, expect, it } from 'vitest';
import type { PlanStanding } from '@/api/types';
import { deadlines, dueWithin, lightChanges, milestoneMark, turnedRed, worse } from './changes';
import { LIGHTS, severity } from './lights';
import { milestone, stands, task } from './samples';

const standing = (...tasks: PlanStanding['tasks']) => ({ tasks }) as PlanStanding;

describe('what changed between two days', () => {
  const before = standing(stands(1, 'yellow'), stands(2, 'red'), stands(3, 'red'), stands(4, 'grey'));
  const after = standing(stands(1, 'red'), stands(2, 'green'), stands(3, 'red'), stands(5, 'red'));
  const changes = lightChanges(before, after);

  it('names the tasks whose light differs, not those that are new', () => {
    expect(changes).toEqual([
      { number: 1, before: 'yellow', after: 'red' },
      { number: 2, before: 'red', after: 'green' },
    ]);
  });

  it('turned red is what was not red before', () => {
    expect(turnedRed(changes).map((one) => one.number)).toEqual([1]);
  });

  it('knows better from worse', () => {
    expect(changes.map(worse)).toEqual([true, false]);
    expect([...LIGHTS].sort((a, b) => severity(b) - severity(a))).toEqual(LIGHTS);
  });
});

describe('deadlines', () => {
  const tasks = [
    task(2, {
      milestones: [milestone('2.1', '2018-12-31'), milestone('2.2', '2018-12-17', { state: 'verified' })],
    }),
    task(1, { milestones: [milestone('1.1', '2018-12-31'), milestone('1.2', '2018-12-10')] }),
  ];

  it('come by day, then by number', () => {
    expect(deadlines(tasks).map((one) => one.milestone.code)).toEqual(['1.2', '2.2', '1.1', '2.1']);
  });

  it.each([
    [0, ['1.2']],
    [20, ['1.2']],
    [21, ['1.2', '1.1', '2.1']],
  ])('within %i days: %o; the verified are not owed', (days, codes) => {
    expect(dueWithin(tasks, '2018-12-10', days).map((one) => one.milestone.code)).toEqual(codes);
  });

  it.each([
    ['2018-12-31', 'open', 'soon'],
    ['2019-01-09', 'open', 'soon'],
    ['2019-01-10', 'open', 'open'],
    ['2018-12-31', 'begun', 'begun'],
    ['2018-12-31', 'verified', 'verified'],
    ['2018-11-30', 'overdue', 'overdue'],
  ] as const)('due %s and %s is marked %s', (due, state, mark) => {
    expect(milestoneMark(milestone('1.1', due, { state }), '2018-12-10', 30)).toBe(mark);
  });
});
