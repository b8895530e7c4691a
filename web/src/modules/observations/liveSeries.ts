import { momentOf } from './moments';
import type { Series, SeriesBucket, SeriesPoint } from './series';

/** Parts are not added without end: beyond, the series is to be read anew. */
const MOST_PARTS = 2000;

const isBad = (point: SeriesPoint): boolean => point.quality === 4 || point.quality === 9;

/** The numbers of one more observation taken into a part. */
function taken(part: SeriesBucket, point: SeriesPoint): SeriesBucket {
  const value = typeof point.result === 'number' ? point.result : null;
  const both = (held: number | null, pick: (a: number, b: number) => number) =>
    value === null ? held : held === null ? value : pick(held, value);
  return {
    ...part,
    count: part.count + 1,
    min: both(part.min, Math.min),
    max: both(part.max, Math.max),
    mean: value === null ? part.mean : ((part.mean ?? value) * part.count + value) / (part.count + 1),
    bad: part.bad + (isBad(point) ? 1 : 0),
  };
}

const empty = (from: number): SeriesBucket => ({
  from: new Date(from).toISOString(),
  count: 0,
  min: null,
  max: null,
  mean: null,
  bad: 0,
});

function intoParts(parts: SeriesBucket[], stepMs: number, point: SeriesPoint): SeriesBucket[] | null {
  const begin = parts[0] ? momentOf(parts[0].from) : null;
  if (begin === null) return null;
  const index = Math.floor((momentOf(point.time) - begin) / stepMs);
  if (index < 0 || index >= MOST_PARTS) return null;
  const grown = parts.slice();
  while (grown.length <= index) grown.push(empty(begin + grown.length * stepMs));
  grown[index] = taken(grown[index] as SeriesBucket, point);
  return grown;
}

function intoPoints(points: SeriesPoint[], point: SeriesPoint): SeriesPoint[] {
  const moment = momentOf(point.time);
  let place = points.length;
  while (place > 0 && momentOf((points[place - 1] as SeriesPoint).time) > moment) place -= 1;
  return [...points.slice(0, place), point, ...points.slice(place)];
}

/**
 * The series with observations that came in. What lies before it is left out; null when it cannot hold them, so that it
 * has to be read anew.
 */
export function withArrivals(series: Series, arrived: SeriesPoint[]): Series | null {
  const from = series.from === null ? -Infinity : momentOf(series.from);
  const known = new Set(series.points?.map((one) => one.id));
  const fresh = arrived.filter((one) => momentOf(one.time) >= from && !known.has(one.id));
  let { points, buckets } = series;
  if (fresh.length === 0) return series;
  if ((points?.length ?? 0) + fresh.length > MOST_PARTS) return null;
  for (const point of fresh) {
    if (points) points = intoPoints(points, point);
    else buckets = intoParts(buckets ?? [], (series.step_us ?? 0) / 1000, point);
    if (!points && !buckets) return null;
  }
  return { ...series, points, buckets, count: series.count + fresh.length };
}

/** The series with the flags that the tests on arrival gave; parts count what is bad only when they are read anew. */
export function withFlags(series: Series, flags: Pick<SeriesPoint, 'id' | 'quality'>[]): Series {
  if (!series.points) return series;
  const found = new Map(flags.map((one) => [one.id, one.quality]));
  return {
    ...series,
    points: series.points.map((one) => ({ ...one, quality: found.get(one.id) ?? one.quality })),
  };
}

/** The latest by phenomenon time; of two of one moment the one that came later. */
export const latestOfAll = (arrived: SeriesPoint[]): SeriesPoint | undefined =>
  arrived.reduce<SeriesPoint | undefined>(
    (held, one) => (held && momentOf(held.time) > momentOf(one.time) ? held : one),
    undefined,
  );
