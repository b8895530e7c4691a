/** Moments are milliseconds since 1970 in UTC; people read and type them in Shanghai's time, fixed at UTC+8. */
const OFFSET_MS = 8 * 3600 * 1000;
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const TYPED = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/** An instant of the server in milliseconds; its microseconds are cut, which no plot shows. */
export const momentOf = (instant: string): number => Date.parse(instant);

/** A moment as the server takes it. */
export const instantOf = (moment: number): string => new Date(moment).toISOString();

/** "YYYY-MM-DD HH:MM:SS" in Shanghai. */
export const written = (moment: number): string =>
  new Date(moment + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');

/** What a person typed: a day, or a day with hours and minutes; null for what is no moment. */
export function readMoment(text: string): number | null {
  const parts = TYPED.exec(text.trim());
  if (!parts) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = parts;
  const moment = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(moment) || !new Date(moment).toISOString().startsWith(`${year}-${month}-${day}`))
    return null;
  return moment - OFFSET_MS;
}

/**
 * Labels of a time axis in figures alone, so that they read the same in every language: what all labels share is said
 * once, by the first and wherever it changes. `step` is the distance of two labels in milliseconds.
 */
export function axisLabels(moments: number[], step: number): string[] {
  let before = '';
  return moments.map((moment) => {
    const text = written(moment);
    const day = text.slice(0, 10);
    const shown = labelOf(text, day, before, step);
    before = day;
    return shown;
  });
}

function labelOf(text: string, day: string, before: string, step: number): string {
  if (step >= 360 * DAY) return day.slice(0, 4);
  if (step >= 28 * DAY) return day.slice(0, 7);
  if (step >= DAY) return day.slice(0, 4) === before.slice(0, 4) ? day.slice(5) : day;
  const clock = step >= MINUTE ? text.slice(11, 16) : text.slice(11, 19);
  return day === before ? clock : `${clock}\n${day}`;
}

/**
 * Room for a label of a time axis in pixels, where `length` milliseconds are `width` pixels wide: years are short, days
 * and hours long, and a phone has little of it.
 */
export function labelSpace(length: number, width: number): number {
  if ((length * 48) / width > 180 * DAY) return 48;
  return (length * 72) / width > 15 * DAY ? 72 : 92;
}

/** A cadence in the largest unit that divides it: 3600 seconds are one hour. */
export function cadenceParts(seconds: number): { unit: 'day' | 'hour' | 'minute' | 'second'; count: number } {
  for (const [unit, size] of [
    ['day', 86400],
    ['hour', 3600],
    ['minute', 60],
  ] as const)
    if (seconds % size === 0) return { unit, count: seconds / size };
  return { unit: 'second', count: seconds };
}
