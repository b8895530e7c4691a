import { api } from '@/api/client';
import type { Shape } from '@/api/types';
import { t } from '@/app/i18n';
import type { Shape as MarkShape, Tone } from '@/shared/parts/StateMark.vue';
import type { MapPoint } from './mapDrawing';

type Summary = Shape<'StationSummary'>;

/** As many as the map draws; further ones are in the list alone. */
export const MOST_ON_MAP = 1000;
const PAGE = 500;

export interface StationQuery {
  q?: string;
  platform?: string;
  network?: number;
}

/** All stations of a query up to the map's limit, and whether there are more. */
export async function readForMap(
  query: StationQuery,
  signal: AbortSignal,
): Promise<{ stations: Summary[]; more: boolean }> {
  const stations: Summary[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await api.get('/stations', { query: { ...query, cursor, limit: PAGE }, signal });
    stations.push(...data.items);
    cursor = data.next ?? undefined;
  } while (cursor && stations.length < MOST_ON_MAP);
  return { stations, more: cursor !== undefined };
}

export function pointsOf(stations: Pick<Summary, 'id' | 'name' | 'position' | 'is_public'>[]): MapPoint[] {
  return stations.flatMap(({ id, name, position, is_public }) =>
    position
      ? [{ id, name, open: is_public, longitude: position.longitude, latitude: position.latitude }]
      : [],
  );
}

export function publicLook(isPublic: boolean): { shape: MarkShape; tone: Tone; text: string } {
  return isPublic
    ? { shape: 'circle', tone: 'blue', text: t('observations.public') }
    : { shape: 'diamond', tone: 'amber', text: t('observations.not_public') };
}

export function opennessLook(stream: Pick<Shape<'StationStream'>, 'openness' | 'embargo_days'>): {
  shape: MarkShape;
  tone: Tone;
  text: string;
} {
  const text = t(`openness.${stream.openness}`, { days: stream.embargo_days });
  if (stream.openness === 'open') return { shape: 'circle', tone: 'green', text };
  if (stream.openness === 'embargo') return { shape: 'ring', tone: 'blue', text };
  return { shape: 'diamond', tone: 'amber', text };
}

/** Whether what holds from one day (or instant) to another holds at this one; `to` does not belong to it. */
export const holdsAt = (epoch: { from: string; to?: string | null }, at: string): boolean =>
  epoch.from <= at && (!epoch.to || at < epoch.to);
