import { expect, it } from 'vitest';
import { suggest, type Known } from './suggestion';

const HOUR = 3_600_000;
/** Hourly values of a week that swing about 10, with one stuck sensor of five hours. */
const known = (): Known => ({
  recent: Array.from({ length: 168 }, (_, hour) => ({
    time: hour * HOUR,
    value: hour >= 50 && hour <= 55 ? 10 : 10 + 2 * Math.sin(hour / 4),
  })),
  months: new Map([
    [7, { min: 8, max: 12 }],
    [1, { min: 2, max: 4 }],
  ]),
  cadenceSeconds: 3600,
  position: { longitude: 110.52, latitude: 25.18 },
});

it('proposes bounds that nothing observed so far would break', () => {
  const rules = suggest(known());
  const { suspect, fail } = rules.gross_range ?? {};
  expect(suspect?.min).toBeLessThan(2);
  expect(suspect?.max).toBeGreaterThan(12);
  expect(fail?.min).toBeLessThan(suspect?.min ?? NaN);
  expect(fail?.max).toBeGreaterThan(suspect?.max ?? NaN);
  expect(rules.flat_line?.suspect_seconds).toBeGreaterThanOrEqual(2 * 5 * 3600);
  expect(rules.spike?.suspect).toBeGreaterThan(0.9);
  expect(rules.spike?.fail).toBeGreaterThan(rules.spike?.suspect ?? NaN);
  expect(rules.rate_of_change?.fail).toBeGreaterThan(rules.rate_of_change?.suspect ?? NaN);
  expect(rules.attenuated_signal?.suspect).toBeCloseTo(0.08);
});

it('proposes a window for each month that has a record, in their order', () => {
  const windows = suggest(known()).climatology?.windows ?? [];
  expect(windows.map((one) => [one.from, one.to])).toEqual([
    [1, 1],
    [7, 7],
  ]);
  expect(windows[0]?.suspect).toEqual({ min: 1.5, max: 4.5 });
});

it('goes by how values came where there is no programme, and is not widened by an outlier', () => {
  const recent = known().recent.map((one, hour) => (hour === 90 ? { ...one, value: 500 } : one));
  const rules = suggest({ ...known(), recent, cadenceSeconds: null });
  expect(rules.flat_line?.suspect_seconds).toBe(2 * 6 * 3600);
  expect(rules.spike?.fail).toBeLessThan(10);
});

it('says nothing of values where there are too few', () => {
  const few = { ...known(), recent: [], months: new Map(), cadenceSeconds: null };
  expect(suggest(few)).toEqual({
    syntax: true,
    time_gap: { seconds_ahead: 60 },
    location: { west: 110.51, east: 110.53, south: 25.17, north: 25.19, longest_step: 100 },
  });
});

it('proposes a range for a value that never moved', () => {
  const still = {
    ...known(),
    recent: known().recent.map(({ time }) => ({ time, value: 5 })),
    months: new Map(),
  };
  const rules = suggest(still);
  expect(rules.gross_range?.suspect?.min).toBeLessThan(5);
  expect(rules.spike).toBeUndefined();
  expect(rules.attenuated_signal).toBeUndefined();
});
