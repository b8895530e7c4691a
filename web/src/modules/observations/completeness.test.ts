import { expect, it } from 'vitest';
import { monthShares, percentOf, stepOf, yearCells } from './completeness';

it.each([
  [0, 0, null],
  [1440, 1440, 100],
  [1440, 1439, 99],
  [1440, 0, 0],
  [24, 25, 100],
])('of %i expected, %i received are %s percent', (expected, received, percent) => {
  expect(percentOf(expected, received)).toBe(percent);
});

it('calls full only what is whole', () => {
  expect([null, 0, 1, 50, 90, 99, 100].map(stepOf)).toEqual([
    'unexpected',
    'none',
    'low',
    'half',
    'high',
    'high',
    'full',
  ]);
});

it('has every day of the year in its week', () => {
  const cells = yearCells(2024, [{ day: '2024-02-29', expected: 24, received: 12 }]);
  expect(cells).toHaveLength(366);
  // 2024 began on a Monday and ended on a Tuesday.
  expect(cells[0]).toMatchObject({ day: '2024-01-01', week: 0, weekday: 0, step: 'unexpected' });
  expect(cells[365]).toMatchObject({ day: '2024-12-31', week: 52, weekday: 1 });
  expect(cells[59]).toMatchObject({ day: '2024-02-29', percent: 50, step: 'half' });
});

it('adds months up as numbers, not as a mean of rates', () => {
  const months = monthShares(2026, [
    { day: '2026-01-01', expected: 24, received: 24 },
    { day: '2026-01-02', expected: 1440, received: 0 },
  ]);
  expect(months).toHaveLength(12);
  expect(months[0]).toMatchObject({ expected: 1464, received: 24, percent: 1, step: 'low', emptyDays: 1 });
  expect(months[1]).toMatchObject({ percent: null, step: 'unexpected' });
});
