import type { Rules } from './ruleFields';
import { rounded } from './scales';

/** What is known of a stream, from which first bounds are proposed. Times in milliseconds. */
export interface Known {
  /** Good values, ascending in time; of the last days, as they were observed. */
  recent: { time: number; value: number }[];
  /** Least and greatest of each month of the year (1 to 12), as far as there is a record. */
  months: Map<number, { min: number; max: number }>;
  cadenceSeconds: number | null;
  position: { longitude: number; latitude: number } | null;
}

/** As many as a proposal can rest upon. */
export const FEWEST_VALUES = 24;
const BOX_DEGREES = 0.01;

function at(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Bounds are only proposed as fine as the record is wide. */
function band(min: number, max: number, share: number): { min: number; max: number } {
  const spare = Math.max(max - min, Math.abs(max) * 0.01, 1e-9) * share;
  const step = 10 ** Math.floor(Math.log10(spare));
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return {
    min: Number((Math.floor((min - spare) / step) * step).toFixed(digits)),
    max: Number((Math.ceil((max + spare) / step) * step).toFixed(digits)),
  };
}

/** The longest time in which the value did not move, in seconds. */
function longestFlat(recent: Known['recent']): number {
  let longest = 0;
  let since = recent[0]?.time ?? 0;
  recent.forEach(({ time, value }, index) => {
    if (index > 0 && value !== recent[index - 1]?.value) since = time;
    longest = Math.max(longest, time - since);
  });
  return longest / 1000;
}

function stepsOf(recent: Known['recent'], most: number): { size: number; perSecond: number }[] {
  return recent.slice(1).flatMap(({ time, value }, index) => {
    const before = recent[index];
    if (!before || time <= before.time || time - before.time > most) return [];
    const size = Math.abs(value - before.value);
    return [{ size, perSecond: (size * 1000) / (time - before.time) }];
  });
}

const ascending = (numbers: number[]): number[] => [...numbers].sort((a, b) => a - b);

/** How far apart values stand, in seconds: by the programme, else as they mostly came. */
function spacingOf({ recent, cadenceSeconds }: Known): number {
  const gaps = recent.slice(1).map(({ time }, index) => (time - (recent[index]?.time ?? time)) / 1000);
  return cadenceSeconds ?? at(ascending(gaps), 0.5);
}

/** What is usual is what nineteen of twenty steps stay below: a few outliers in the record do not widen the bounds. */
const USUAL = 0.95;

function neighbours(known: Known): Pick<Rules, 'spike' | 'rate_of_change'> {
  const steps = stepsOf(known.recent, spacingOf(known) * 3000);
  const size = at(ascending(steps.map((one) => one.size)), USUAL);
  const speed = at(ascending(steps.map((one) => one.perSecond)), USUAL);
  const found: Pick<Rules, 'spike' | 'rate_of_change'> = {};
  if (size > 0)
    found.spike = { method: 'differential', suspect: rounded(3 * size), fail: rounded(10 * size) };
  // Per hour to two digits, as it is shown.
  if (speed > 0)
    found.rate_of_change = {
      suspect: rounded(3 * speed * 3600) / 3600,
      fail: rounded(10 * speed * 3600) / 3600,
    };
  return found;
}

function ranges(known: Known, values: number[]): Pick<Rules, 'gross_range' | 'attenuated_signal'> {
  const extremes = [...known.months.values()];
  const min = Math.min(...values, ...extremes.map((one) => one.min));
  const max = Math.max(...values, ...extremes.map((one) => one.max));
  const found: Pick<Rules, 'gross_range' | 'attenuated_signal'> = {
    gross_range: { suspect: band(min, max, 0.25), fail: band(min, max, 1) },
  };
  const spread = Math.max(...values) - Math.min(...values);
  if (spread > 0)
    found.attenuated_signal = {
      spread: 'range',
      window_seconds: 86_400,
      fewest: 10,
      suspect: rounded(spread * 0.02),
      fail: 0,
    };
  return found;
}

function climatology(months: Known['months']): Rules['climatology'] {
  if (months.size === 0) return undefined;
  return {
    windows: [...months]
      .sort(([a], [b]) => a - b)
      .map(([month, { min, max }]) => ({
        period: 'month' as const,
        from: month,
        to: month,
        suspect: band(min, max, 0.25),
      })),
  };
}

/**
 * First bounds for every test that the record says something about: wide enough for what was observed, with room. They
 * are a beginning for the person who knows the place, not a verdict.
 */
export function suggest(known: Known): Rules {
  const rules: Rules = { syntax: true, time_gap: { seconds_ahead: 60 } };
  if (known.cadenceSeconds) rules.time_gap = { seconds_ahead: 60, suspect_cadences: 2 };
  if (known.position) {
    const { longitude, latitude } = known.position;
    const near = (degrees: number, side: number) => Number((degrees + side * BOX_DEGREES).toFixed(5));
    rules.location = {
      west: near(longitude, -1),
      east: near(longitude, 1),
      south: near(latitude, -1),
      north: near(latitude, 1),
      longest_step: 100,
    };
  }
  if (known.recent.length < FEWEST_VALUES) return rules;
  const values = known.recent.map((one) => one.value);
  const flat = Math.max(longestFlat(known.recent), spacingOf(known) * 6, 60);
  const minutes = (seconds: number) => Math.ceil(seconds / 60) * 60;
  return {
    ...rules,
    ...ranges(known, values),
    ...neighbours(known),
    climatology: climatology(known.months),
    flat_line: { tolerance: 0, suspect_seconds: minutes(flat * 2), fail_seconds: minutes(flat * 6) },
  };
}
