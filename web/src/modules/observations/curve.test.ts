import { expect, it } from 'vitest';
import { curveOf, over, sharedMoments, lonely } from './curve';
import { momentOf } from './moments';
import type { Series, SeriesPoint } from './series';

const point = (minute: number, result: unknown, quality: SeriesPoint['quality'] = 1): SeriesPoint => ({
  id: minute,
  time: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
  result,
  quality,
});

const series = (points: SeriesPoint[]): Series => ({
  stream: 1,
  from: null,
  to: null,
  readable_until: null,
  count: points.length,
  step_us: null,
  buckets: null,
  points,
});

it('draws the envelope of buckets in their middles, and nothing where nothing was observed', () => {
  const curve = curveOf(
    {
      ...series([]),
      points: null,
      step_us: 60_000_000,
      buckets: [
        { from: '2026-01-01T00:00:00.000000Z', count: 3, min: 1, max: 5, mean: 2, bad: 1 },
        { from: '2026-01-01T00:01:00.000000Z', count: 0, min: null, max: null, mean: null, bad: 0 },
      ],
    },
    60,
  );
  expect(curve.envelope).toBe(true);
  expect(curve.moments[0]).toBe(momentOf('2026-01-01T00:00:30Z'));
  expect([curve.low, curve.values, curve.high]).toEqual([
    [1, null],
    [2, null],
    [5, null],
  ]);
  expect(curve.flags).toEqual([4, null]);
});

it('breaks the line where more than three cadences lie between two observations', () => {
  const told = series([point(0, 1), point(3, 2), point(7, 3)]);
  expect(curveOf(told, 60).values).toEqual([1, 2, null, 3]);
  expect(curveOf(told, null).values).toEqual([1, 2, 3]);
});

it('draws no text, and one mark for several observations of a moment: the worst', () => {
  const curve = curveOf(series([point(0, 'ERR', 9), point(1, 4, 3), point(1, 6, 4), point(2, true)]), null);
  expect(curve.values).toEqual([null, 6, 1]);
  expect(curve.low[1]).toBe(4);
  expect(curve.flags).toEqual([9, 4, null]);
});

it('puts curves over one another without breaking the lines of those that have no such moment', () => {
  const a = curveOf(series([point(0, 1), point(2, 3)]), null);
  const b = curveOf(series([point(1, 7)]), null);
  const shared = sharedMoments([a, b]);
  expect(shared).toHaveLength(3);
  expect(over(shared, a.moments, a.values)).toEqual([1, undefined, 3]);
  expect(over(shared, b.moments, b.values)).toEqual([undefined, 7, undefined]);
});

it('keeps a hole whole where another curve has moments within it', () => {
  const a = curveOf(series([point(0, 1), point(10, 3)]), 60);
  const b = curveOf(series([point(1, 7), point(8, 7)]), null);
  const shared = sharedMoments([a, b]);
  expect(over(shared, a.moments, a.values)).toEqual([1, null, null, null, 3]);
});

it.each([
  [
    [1, null, 2, 3, null, 4],
    [0, 5],
  ],
  [[null, 7, undefined, null, 8, undefined, 9], [1]],
  [[], []],
  [[5], [0]],
] as [(number | null | undefined)[], number[]][])(
  'finds the values of %j that stand alone',
  (column, places) => expect(lonely(column)).toEqual(places),
);
