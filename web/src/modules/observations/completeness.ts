import { addDays, dayNumber } from '@/shared/days';

/** What a day should have brought and what came of it; null where nothing was expected. */
export interface DayShare {
  day: string;
  expected: number | null;
  received: number | null;
}

/** Steps of completeness; drawn as fill and said as words, never by colour alone. */
export type Step = 'none' | 'low' | 'half' | 'high' | 'full' | 'unexpected';
export const STEPS: Step[] = ['full', 'high', 'half', 'low', 'none', 'unexpected'];

/** Share of the expected observations, cut to whole percent so that 100 means all; null when nothing was expected. */
export function percentOf(expected: number, received: number): number | null {
  if (expected === 0) return null;
  return Math.min(100, Math.floor((received * 100) / expected));
}

export function stepOf(percent: number | null): Step {
  if (percent === null) return 'unexpected';
  if (percent >= 100) return 'full';
  if (percent >= 90) return 'high';
  if (percent >= 50) return 'half';
  return percent > 0 ? 'low' : 'none';
}

export interface DayCell {
  day: string;
  /** Column (week of the year's grid) and row (Monday is 0). */
  week: number;
  weekday: number;
  percent: number | null;
  step: Step;
  expected: number;
  received: number;
}

/** Monday is 0; 1970-01-01 was a Thursday. */
const weekdayOf = (day: string): number => (((dayNumber(day) + 3) % 7) + 7) % 7;

/** Every day of the year in the grid of its weeks; days of which nothing is told had nothing expected. */
export function yearCells(year: number, days: DayShare[]): DayCell[] {
  const told = new Map(days.map((one) => [one.day, one]));
  const first = `${year}-01-01`;
  const offset = weekdayOf(first);
  const length = dayNumber(`${year + 1}-01-01`) - dayNumber(first);
  return Array.from({ length }, (_, index) => {
    const day = addDays(first, index);
    const expected = told.get(day)?.expected ?? 0;
    const received = told.get(day)?.received ?? 0;
    const percent = percentOf(expected, received);
    const place = { week: Math.floor((index + offset) / 7), weekday: (index + offset) % 7 };
    return { day, ...place, percent, step: stepOf(percent), expected, received };
  });
}

export interface MonthShare {
  month: string;
  expected: number;
  received: number;
  percent: number | null;
  step: Step;
  /** Days on which something was expected and nothing came. */
  emptyDays: number;
}

/** Twelve months; shares are added up as numbers, never as a mean of rates. */
export function monthShares(year: number, days: DayShare[]): MonthShare[] {
  return Array.from({ length: 12 }, (_, index) => {
    const month = `${year}-${String(index + 1).padStart(2, '0')}`;
    const mine = days.filter((one) => one.day.startsWith(month));
    const sum = (key: 'expected' | 'received') => mine.reduce((total, one) => total + (one[key] ?? 0), 0);
    const [expected, received] = [sum('expected'), sum('received')];
    const percent = percentOf(expected, received);
    const emptyDays = mine.filter((one) => one.expected && !one.received).length;
    return { month, expected, received, percent, step: stepOf(percent), emptyDays };
  });
}
