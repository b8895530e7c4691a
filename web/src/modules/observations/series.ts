import { api } from '@/api/client';
import type { Shape } from '@/api/types';

export type StreamPage = Shape<'StreamPage'>;
export type Series = Shape<'Series'>;
export type SeriesPoint = Shape<'SeriesPoint'>;
export type SeriesBucket = Shape<'SeriesBucket'>;

/** Into so many parts a plot can be cut at most; fewer observations than that come one by one. */
export const MOST_BUCKETS = 2000;

/** So many observations come as a file at once; more are asked for by a job. */
export const MOST_EXPORTED_AT_ONCE = 500_000;

/** Which part of a record is meant and how it is read; `buckets` says into how many parts a plot cuts it. */
export interface SeriesQuery {
  from?: string;
  to?: string;
  buckets?: number;
  as_of?: string;
  skip_bad?: boolean;
  calibrated?: boolean;
}

export const readStream = async (id: number, signal?: AbortSignal): Promise<StreamPage> =>
  (await api.get('/streams/{id}', { path: { id }, signal })).data;

export const readSeries = async (id: number, query: SeriesQuery, signal?: AbortSignal): Promise<Series> =>
  (await api.get('/streams/{id}/series', { path: { id }, query, signal })).data;

/** Several streams over one range, in the order asked for. */
export const readSeveral = async (
  streams: number[],
  query: SeriesQuery,
  signal?: AbortSignal,
): Promise<Series[]> =>
  (await api.get('/series', { query: { ...query, streams: streams.join(',') }, signal })).data.items;
