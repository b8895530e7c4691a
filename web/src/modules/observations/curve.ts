import { isFlag, worse, type Flag } from './flags';
import { momentOf } from './moments';
import type { Series, SeriesBucket, SeriesPoint } from './series';

/** A series as it is drawn: columns over ascending moments in milliseconds. A null is a hole in the line. */
export interface Curve {
  moments: number[];
  values: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  /** Where something was flagged: 3, 4 or 9; else null. */
  flags: (Flag | null)[];
  /** True when the values are means of many and low and high their envelope. */
  envelope: boolean;
}

/** Observations further apart than so many cadences are no neighbours; the same rule as the quality tests'. */
const LONGEST_GAP_CADENCES = 3;

const numberOf = (result: unknown): number | null =>
  typeof result === 'number' && Number.isFinite(result)
    ? result
    : typeof result === 'boolean'
      ? Number(result)
      : null;

const bucketFlag = (bucket: SeriesBucket): Flag | null => (bucket.bad > 0 ? 4 : null);

function curveOfBuckets(buckets: SeriesBucket[], stepMs: number): Curve {
  return {
    moments: buckets.map((one) => momentOf(one.from) + stepMs / 2),
    values: buckets.map((one) => one.mean),
    low: buckets.map((one) => one.min),
    high: buckets.map((one) => one.max),
    flags: buckets.map(bucketFlag),
    envelope: true,
  };
}

const pointFlag = (quality: number): Flag | null => (isFlag(quality) && quality > 2 ? quality : null);

function curveOfPoints(points: SeriesPoint[], cadenceSeconds: number | null): Curve {
  const curve: Curve = { moments: [], values: [], low: [], high: [], flags: [], envelope: false };
  const add = (moment: number, value: number | null, flag: Flag | null) => {
    curve.moments.push(moment);
    for (const column of [curve.values, curve.low, curve.high]) column.push(value);
    curve.flags.push(flag);
  };
  const longest = cadenceSeconds === null ? Infinity : cadenceSeconds * 1000 * LONGEST_GAP_CADENCES;
  for (const point of points) {
    const moment = momentOf(point.time);
    const before = curve.moments[curve.moments.length - 1];
    if (before === moment) {
      mergeLast(curve, numberOf(point.result), pointFlag(point.quality));
      continue;
    }
    if (before !== undefined && moment - before > longest) add((before + moment) / 2, null, null);
    add(moment, numberOf(point.result), pointFlag(point.quality));
  }
  return curve;
}

/** Several observations of one moment are drawn as one, with the worst flag among them. */
function mergeLast(curve: Curve, value: number | null, flag: Flag | null): void {
  const last = curve.moments.length - 1;
  const held = curve.values[last] ?? null;
  if (value !== null && held !== null) {
    curve.low[last] = Math.min(curve.low[last] ?? value, value);
    curve.high[last] = Math.max(curve.high[last] ?? value, value);
  }
  curve.values[last] = value ?? held;
  const known = curve.flags[last] ?? null;
  curve.flags[last] = known !== null && flag !== null ? worse(known, flag) : (known ?? flag);
}

export const curveOf = (series: Series, cadenceSeconds: number | null): Curve =>
  series.points
    ? curveOfPoints(series.points, cadenceSeconds)
    : curveOfBuckets(series.buckets ?? [], (series.step_us ?? 0) / 1000);

/** All moments of several curves, ascending, once each. */
export function sharedMoments(curves: Curve[]): number[] {
  const first = curves[0];
  if (first && curves.length === 1) return first.moments;
  return [...new Set(curves.flatMap((curve) => curve.moments))].sort((a, b) => a - b);
}

/**
 * A column over shared moments. What the curve has nothing for is undefined, which does not break its line; within a
 * hole of the curve it is null, for a line breaks between the neighbours of its nulls alone.
 */
export function over(
  shared: number[],
  moments: number[],
  column: (number | null)[],
): (number | null | undefined)[] {
  if (shared === moments) return column;
  let next = 0;
  return shared.map((moment) => {
    while (next < moments.length && (moments[next] as number) < moment) next += 1;
    if (moments[next] === moment) return column[next] ?? null;
    return column[next - 1] === null || column[next] === null ? null : undefined;
  });
}

/** Places of values that no line leads to or from: what stands beside them on both sides is a hole or the end. */
export function lonely(column: (number | null | undefined)[]): number[] {
  const isValue = (value: number | null | undefined): value is number =>
    value !== null && value !== undefined;
  const beside = (from: number, step: number): number | null | undefined => {
    let place = from + step;
    while (place >= 0 && place < column.length && column[place] === undefined) place += step;
    return column[place];
  };
  return column.flatMap((value, place) =>
    isValue(value) && !isValue(beside(place, -1)) && !isValue(beside(place, 1)) ? [place] : [],
  );
}
