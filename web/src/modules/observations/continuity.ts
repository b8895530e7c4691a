import { api } from '@/api/client';
import type { Shape } from '@/api/types';
import { addDays } from '@/shared/days';

/** Of what continuity is asked: one stream, a station or a network. */
export interface Subject {
  kind: 'stream' | 'station' | 'network';
  id: number;
  name: string;
}
/** Days; `to` is not included. */
export interface DayRange {
  from: string;
  to: string;
}

const pad = (month: number): string => String(month).padStart(2, '0');

/** The months up to the one of the day, the newest first, as YYYY-MM. */
export function monthsUpTo(day: string, count: number): string[] {
  const last = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  return Array.from(
    { length: count },
    (_, back) => `${Math.floor((last - back) / 12)}-${pad(((last - back) % 12) + 1)}`,
  );
}

export function rangeOfMonth(month: string): DayRange {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  const next = number === 12 ? `${year + 1}-01` : `${year}-${pad(number + 1)}`;
  return { from: `${month}-01`, to: `${next}-01` };
}

/** Of the year that runs, as much as has passed. */
export function rangeOfYear(year: number, today: string): DayRange {
  const first = `${year}-01-01`;
  return { from: first, to: today.startsWith(String(year)) ? addDays(today, 1) : `${year + 1}-01-01` };
}

/** 953 per mille as 95.3%; a dash where nothing was expected. */
export const rateText = (share: Shape<'ContinuityShare'>): string =>
  share.per_mille === null ? '—' : `${(share.per_mille / 10).toFixed(1)}%`;

/** Completeness, online rate and transmission rate, exact, from the observations of these days. */
export async function readContinuity(
  { kind, id }: Subject,
  query: DayRange,
  signal: AbortSignal,
): Promise<Shape<'Continuity'>> {
  const about = { path: { id }, query, signal };
  switch (kind) {
    case 'stream':
      return (await api.get('/streams/{id}/continuity', about)).data;
    case 'station':
      return (await api.get('/stations/{id}/continuity', about)).data;
    case 'network':
      return (await api.get('/station-networks/{id}/continuity', about)).data;
  }
}
