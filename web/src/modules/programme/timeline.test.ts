import { describe, expect, it } from 'vitest';
import type { Plan } from '@/api/types';
import { milestone, task } from './samples';
import { moved, placeMarks, position, quartersOf, wholeSpan, yearsOf, yearSpan } from './timeline';

const plan = { issued: '2017-11-06', target_by: '2020-12-31' } as Plan;
const span = { from: '2017-01-01', to: '2020-12-31' };

describe('positions', () => {
  it('the first day is the left edge, the day after the last is the right one', () => {
    expect(position('2017-01-01', span, 1461)).toBe(0);
    expect(position('2021-01-01', span, 1461)).toBe(1461);
    expect(position('2017-01-02', span, 1461)).toBe(1);
  });

  it('a leap day has its own place', () => {
    const year = yearSpan(2020);
    expect(position('2020-03-01', year, 366) - position('2020-02-29', year, 366)).toBeCloseTo(1);
  });

  it('quarters join without gaps and end at the right edge', () => {
    const quarters = quartersOf(span, 960);
    expect(quarters).toHaveLength(16);
    quarters.slice(1).forEach((one, index) => expect(one.left).toBe(quarters[index]?.right));
    expect(quarters.at(-1)?.right).toBe(960);
  });

  it('the span is whole years, as long as the latest deadline asks', () => {
    expect(wholeSpan(plan, [])).toEqual(span);
    const late = task(1, { milestones: [milestone('1.1', '2021-03-31')] });
    expect(yearsOf(wholeSpan(plan, [late]))).toEqual([2017, 2018, 2019, 2020, 2021]);
  });
});

describe('marks', () => {
  const xs = (days: string[], width = 960) =>
    placeMarks(
      days.map((day, index) => milestone(`1.${index + 1}`, day)),
      span,
      width,
      16,
    ).map((one) => one.x);

  it('stand at their days when there is room', () => {
    expect(xs(['2018-12-31'])).toEqual([position('2018-12-31', span, 960)]);
  });

  it.each([
    [['2018-12-31', '2018-12-31']],
    [['2020-12-31', '2020-12-31', '2020-12-31']],
    [['2017-01-01', '2017-01-02']],
  ])('of %s neither cover each other nor leave the figure', (days) => {
    const placed = xs(days);
    placed.slice(1).forEach((x, index) => expect(x - (placed[index] ?? 0)).toBeGreaterThanOrEqual(16));
    expect(placed[0]).toBeGreaterThanOrEqual(8);
    expect(placed.at(-1)).toBeLessThanOrEqual(952);
  });

  it('keep the order of their numbers: 1.10 comes after 1.9', () => {
    const placed = placeMarks(
      [milestone('1.10', '2018-12-31'), milestone('1.9', '2018-12-31')],
      span,
      960,
      16,
    );
    expect(placed.map((one) => one.milestone.code)).toEqual(['1.9', '1.10']);
  });

  it('show where a moved deadline first lay, and nothing for one that stayed', () => {
    const placed = placeMarks(
      [milestone('1.1', '2019-06-30', { first_due: '2018-12-31' }), milestone('1.2', '2020-12-31')],
      span,
      960,
      16,
    );
    expect(placed.map((one) => one.first)).toEqual([position('2018-12-31', span, 960), null]);
  });

  it('of other years are left out of a year', () => {
    const marks = [milestone('1.1', '2018-12-31'), milestone('1.2', '2019-01-01')];
    expect(placeMarks(marks, yearSpan(2018), 960, 16).map((one) => one.milestone.code)).toEqual(['1.1']);
  });
});

describe('arrow keys', () => {
  const rows = [[100, 500], [480], []];

  it.each([
    ['ArrowRight', { row: 0, column: 0 }, { row: 0, column: 1 }],
    ['ArrowRight', { row: 0, column: 2 }, null],
    ['ArrowLeft', { row: 0, column: 0 }, null],
    ['ArrowDown', { row: 0, column: 0 }, { row: 1, column: 0 }],
    ['ArrowDown', { row: 1, column: 1 }, { row: 2, column: 0 }],
    ['ArrowDown', { row: 2, column: 0 }, null],
    ['ArrowUp', { row: 1, column: 1 }, { row: 0, column: 2 }],
    ['Home', { row: 0, column: 2 }, { row: 0, column: 0 }],
    ['Home', { row: 2, column: 0 }, { row: 0, column: 0 }],
    ['End', { row: 0, column: 0 }, { row: 0, column: 2 }],
    ['x', { row: 0, column: 0 }, null],
  ])('%s from %o leads to %o', (key, from, to) => expect(moved(rows, from, key)).toEqual(to));
});
