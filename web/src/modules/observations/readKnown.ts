import { api } from '@/api/client';
import type { Shape } from '@/api/types';
import { DAY, instantOf, momentOf, written } from './moments';
import type { Known } from './suggestion';

/** As many of the newest values as show how a stream moves from one to the next. */
const MOST_RECENT = 1500;
/** Where nobody said how often it observes. */
const WITHOUT_CADENCE = 7 * DAY;
const YEARS = 3 * 365 * DAY;
/** Ten days, so that each part lies within a month or two. */
const MONTHLY_PARTS = 110;

type Stream = Pick<Shape<'StreamPage'>, 'id' | 'cadence_seconds' | 'extent' | 'readable_until' | 'station'>;
type Series = Shape<'Series'>;

async function series(
  id: number,
  from: number,
  to: number,
  buckets: number,
  signal?: AbortSignal,
): Promise<Series> {
  const query = { from: instantOf(from), to: instantOf(to), buckets, skip_bad: true, calibrated: true };
  return (await api.get('/streams/{id}/series', { path: { id }, query, signal })).data;
}

export function recentOf({ points, buckets }: Pick<Series, 'points' | 'buckets'>): Known['recent'] {
  const all = points
    ? points.map(({ time, result }) => ({ time: momentOf(time), value: result }))
    : (buckets ?? []).map(({ from, mean }) => ({ time: momentOf(from), value: mean }));
  return all.flatMap(({ time, value }) => (typeof value === 'number' ? [{ time, value }] : []));
}

/** Least and greatest by the month in Shanghai; a part counts for the month in which it begins. */
export function monthsOf({ points, buckets }: Pick<Series, 'points' | 'buckets'>): Known['months'] {
  const months: Known['months'] = new Map();
  const take = (time: string, min: unknown, max: unknown) => {
    if (typeof min !== 'number' || typeof max !== 'number') return;
    const month = Number(written(momentOf(time)).slice(5, 7));
    const known = months.get(month) ?? { min, max };
    months.set(month, { min: Math.min(known.min, min), max: Math.max(known.max, max) });
  };
  points?.forEach(({ time, result }) => take(time, result, result));
  buckets?.forEach(({ from, min, max }) => take(from, min, max));
  return months;
}

/** What the record of a stream says, for a proposal of its rules. */
export async function readKnown(stream: Stream, signal?: AbortSignal): Promise<Known> {
  const { id, cadence_seconds: cadence, extent, station } = stream;
  const known: Known = { recent: [], months: new Map(), cadenceSeconds: cadence, position: null };
  if (station)
    known.position = (await api.get('/stations/{id}', { path: { id: station.id }, signal })).data.position;
  if (!extent) return known;
  const end = momentOf(extent.to) + 1000;
  const reach = cadence ? cadence * 1000 * MOST_RECENT : WITHOUT_CADENCE;
  const [recent, months] = await Promise.all([
    series(id, end - reach, end, MOST_RECENT + 100, signal),
    series(id, Math.max(momentOf(extent.from), end - YEARS), end, MONTHLY_PARTS, signal),
  ]);
  known.recent = recentOf(recent);
  known.months = monthsOf(months);
  return known;
}
