import { expect, it } from 'vitest';
import { monthsOf, recentOf } from './readKnown';

const bucket = (from: string, min: number | null, max: number | null) => ({
  from,
  count: min === null ? 0 : 10,
  min,
  max,
  mean: min === null || max === null ? null : (min + max) / 2,
  bad: 0,
});

it('puts each part into its month of the year by Beijing time', () => {
  // Eight hours before the new year in UTC it is already January in Beijing.
  const buckets = [bucket('2024-12-31T16:00:00Z', 2, 4), bucket('2025-01-20T00:00:00Z', 1, 3)];
  expect([...monthsOf({ points: null, buckets })]).toEqual([[1, { min: 1, max: 4 }]]);
});

it('leaves out what holds nothing and what is no number', () => {
  expect(monthsOf({ points: null, buckets: [bucket('2025-07-01T00:00:00Z', null, null)] }).size).toBe(0);
  const points = [
    { id: 1, time: '2025-07-01T00:00:00Z', result: 'ERR', quality: 4 as const },
    { id: 2, time: '2025-07-01T01:00:00Z', result: 5, quality: 1 as const },
  ];
  expect(recentOf({ points, buckets: null })).toEqual([
    { time: Date.parse('2025-07-01T01:00:00Z'), value: 5 },
  ]);
});
