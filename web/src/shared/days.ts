/** Days are those of Asia/Shanghai, fixed at UTC+8, whatever the reader's own clock says. */
const OFFSET_MS = 8 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

export function today(now: number = Date.now()): string {
  return new Date(now + OFFSET_MS).toISOString().slice(0, 10);
}

/** True for "YYYY-MM-DD" that exists in the calendar. */
export function isDay(text: string): boolean {
  const parts = DAY.exec(text);
  if (!parts) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

/** Days since 1970-01-01. */
export const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);

export const dayFromNumber = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

export const addDays = (day: string, count: number): string => dayFromNumber(dayNumber(day) + count);

/** An instant of the server as "YYYY-MM-DD HH:MM" in Shanghai; empty for none. */
export function moment(instant: string | null | undefined): string {
  if (!instant) return '';
  const time = Date.parse(instant);
  if (Number.isNaN(time)) return '';
  return new Date(time + OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ');
}

/** The Shanghai day of an instant. */
export const dayOf = (instant: string | null | undefined): string => moment(instant).slice(0, 10);
