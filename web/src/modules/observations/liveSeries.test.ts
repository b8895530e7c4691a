import { describe, expect, it } from 'vitest';
import { latestOfAll, withArrivals, withFlags } from './liveSeries';
import type { Series, SeriesPoint } from './series';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const point = (
  id: number,
  minute: number,
  result: unknown = id,
  quality: SeriesPoint['quality'] = 2,
): SeriesPoint => ({
  id,
  time: at(minute),
  result,
  quality,
});
const series = (parts: Partial<Series>): Series => ({
  stream: 1,
  from: at(0),
  to: at(10),
  readable_until: null,
  count: 1,
  step_us: null,
  buckets: null,
  points: null,
  ...parts,
});

describe('withArrivals', () => {
  it('puts observations in their order of time, once each', () => {
    const held = series({ points: [point(1, 1), point(2, 5)] });
    const grown = withArrivals(held, [point(4, 11), point(3, 3), point(2, 5)]);
    expect(grown?.points?.map((one) => one.id)).toEqual([1, 3, 2, 4]);
    expect(grown?.count).toBe(3);
    expect(held.points).toHaveLength(2);
  });

  it('leaves out what lies before the range', () => {
    const held = series({ points: [] });
    expect(withArrivals(held, [point(1, -1)])).toBe(held);
  });

  it('takes numbers into parts and adds parts as time goes on', () => {
    const part = { from: at(0), count: 2, min: 1, max: 3, mean: 2, bad: 0 };
    const held = series({ step_us: 60_000_000, buckets: [part] });
    const grown = withArrivals(held, [point(9, 0, 5), point(10, 2, 7, 4), point(11, 2, 'text')]);
    expect(grown?.buckets).toEqual([
      { from: at(0), count: 3, min: 1, max: 5, mean: 3, bad: 0 },
      { from: at(1), count: 0, min: null, max: null, mean: null, bad: 0 },
      { from: at(2), count: 2, min: 7, max: 7, mean: 7, bad: 1 },
    ]);
  });

  it('is given up when the parts would become too many', () => {
    const part = { from: at(0), count: 1, min: 1, max: 1, mean: 1, bad: 0 };
    expect(withArrivals(series({ step_us: 60_000_000, buckets: [part] }), [point(2, 2000)])).toBeNull();
    expect(withArrivals(series({ step_us: 60_000_000, buckets: [] }), [point(2, 1)])).toBeNull();
  });
});

it('flags are put on the observations that have them', () => {
  const flagged = withFlags(series({ points: [point(1, 1), point(2, 2)] }), [{ id: 2, quality: 4 }]);
  expect(flagged.points?.map((one) => one.quality)).toEqual([2, 4]);
});

it('the latest is the latest of its time, not of its coming', () => {
  expect(latestOfAll([point(1, 5), point(2, 7), point(3, 6), point(4, 7)])?.id).toBe(4);
  expect(latestOfAll([])).toBeUndefined();
});
