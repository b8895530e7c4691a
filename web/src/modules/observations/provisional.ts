import { api, type Reply } from '@/api/client';
import type { Shape } from '@/api/types';
import type { LocalName } from '@/shared/texts';

/*
 * Shapes and calls that the contract does not hold yet, as they are agreed; they go as soon as it does, each to its
 * generated name. Everything else of this module takes its types from the contract.
 */
export interface EntityRef {
  id: number;
  name: string;
}

/** A stream at the head of its page. */
export interface StreamPage extends Shape<'StationStream'> {
  station: EntityRef | null;
  extent: { from: string; to: string } | null;
  /** Under an embargo, up to when the caller may read. */
  readable_until: string | null;
  latest: { time: string; result: unknown; quality: number } | null;
  count: number;
  steps: ('edit' | 'record' | 'revise')[];
}

export interface SeriesPoint {
  id: number;
  time: string;
  result: unknown;
  quality: number;
}

/** A part of a plot: what lies in it, without the values themselves. Text has counts alone. */
export interface SeriesBucket {
  from: string;
  count: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  bad: number;
}

/** Either points or buckets; the other is null. */
export interface Series {
  stream: number;
  from: string | null;
  to: string | null;
  readable_until: string | null;
  count: number;
  step_us: number | null;
  buckets: SeriesBucket[] | null;
  points: SeriesPoint[] | null;
}

export interface SeriesQuery {
  from?: string;
  to?: string;
  buckets?: number;
  as_of?: string;
  skip_bad?: boolean;
  calibrated?: boolean;
}

export interface Revision {
  id: number;
  at: string;
  author: string | null;
  reason: string;
  flagged: Record<string, number>;
  deleted: number;
  restored: number;
  corrected: number;
}

export interface EditWish {
  from?: string;
  to?: string;
  ids?: number[];
  flag?: number;
  /** A version whose deletions are put back. */
  undo?: number;
  reason?: string;
  preview?: boolean;
}

export interface EditAnswer {
  stream: number;
  preview: boolean;
  chosen: number;
  changed: number;
}

export interface CalendarDay {
  day: string;
  count: number | null;
  expected: number | null;
  received: number | null;
}

/** Completeness of a part of a time: a day or a month. */
export interface CompletenessPart {
  first: string;
  after: string;
  expected: number;
  received: number;
  per_mille: number | null;
}

export interface StandingAlarm {
  id: number;
  name: string;
  station: EntityRef;
  stream: EntityRef;
  state: {
    status: 'quiet' | 'pending' | 'raised' | 'acknowledged' | 'cleared';
    occurrence: number;
    since: string | null;
    raised_at: string | null;
    reason: { code: string; text: LocalName } | null;
  };
  steps: ('edit' | 'acknowledge' | 'remove')[];
}

interface ListOf<T> {
  items: T[];
  next: string | null;
}

interface Untyped {
  get: <T>(path: string, options?: object) => Promise<Reply<T>>;
  post: <T>(path: string, options?: object) => Promise<Reply<T>>;
}
const untyped = api as unknown as Untyped;

export const readStream = async (id: number, signal?: AbortSignal): Promise<StreamPage> =>
  (await untyped.get<StreamPage>('/streams/{id}', { path: { id }, signal })).data;

export const readSeries = async (id: number, query: SeriesQuery, signal?: AbortSignal): Promise<Series> =>
  (await untyped.get<Series>('/streams/{id}/series', { path: { id }, query, signal })).data;

/** Several streams over one range, in the order asked for. */
export const readSeveral = async (
  streams: number[],
  query: SeriesQuery,
  signal?: AbortSignal,
): Promise<Series[]> =>
  (await untyped.get<ListOf<Series>>('/series', { query: { ...query, streams: streams.join(',') }, signal }))
    .data.items;

export const readRevisions = async (
  id: number,
  cursor: string | undefined,
  signal?: AbortSignal,
): Promise<ListOf<Revision>> =>
  (
    await untyped.get<ListOf<Revision>>('/streams/{id}/revisions', {
      path: { id },
      query: { cursor, limit: 20 },
      signal,
    })
  ).data;

export const edit = async (id: number, what: 'flags' | 'deletions', body: EditWish): Promise<EditAnswer> =>
  (await untyped.post<EditAnswer>(`/streams/{id}/${what}`, { path: { id }, body })).data;

export const readCalendar = async (
  station: number,
  query: { year: number; stream?: number },
  signal?: AbortSignal,
): Promise<CalendarDay[]> =>
  (
    await untyped.get<{ days: CalendarDay[] }>('/stations/{id}/calendar', {
      path: { id: station },
      query,
      signal,
    })
  ).data.days;

export const readCompleteness = async (
  station: number,
  query: { from: string; to: string; by: 'day' | 'month' },
  signal?: AbortSignal,
): Promise<CompletenessPart[]> =>
  (
    await untyped.get<ListOf<CompletenessPart>>('/stations/{id}/completeness', {
      path: { id: station },
      query,
      signal,
    })
  ).data.items;

export const readAlarms = async (signal?: AbortSignal): Promise<StandingAlarm[]> =>
  (await untyped.get<ListOf<StandingAlarm>>('/alarms', { signal })).data.items;

export const acknowledge = async (id: number, occurrence: number): Promise<StandingAlarm> =>
  (await untyped.post<StandingAlarm>('/alarms/{id}/acknowledgement', { path: { id }, body: { occurrence } }))
    .data;
