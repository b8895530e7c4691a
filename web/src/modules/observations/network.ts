import type { Shape } from '@/api/types';
import type { DayShare } from './completeness';
import { holdsAt } from './stations';

/** As many stations are set side by side as can be read at once; the list has all. */
export const MOST_SIDE_BY_SIDE = 60;

/** Stations that belong to the network on a day, once each, in the order of its list. */
export function membersOn(members: Shape<'StationNetworkMember'>[], day: string): number[] {
  return [...new Set(members.filter((one) => holdsAt(one, day)).map((one) => one.station))];
}

/** Days of a completeness as the calendar has them. */
export const daysOf = (completeness: Shape<'Completeness'>): DayShare[] =>
  completeness.items.map(({ first, expected, received }) => ({ day: first, expected, received }));

export interface StationStreams {
  station: { id: number; name: string };
  streams: Shape<'StationStream'>[];
}

export interface PropertyRow {
  property: string;
  /** By station, in the order of the stations; null where a station does not observe it. */
  streams: (Shape<'StationStream'> | null)[];
}

/** What the stations observe, property by property; those that most stations have come first. */
export function sideBySide(stations: StationStreams[]): PropertyRow[] {
  const names = new Set(
    stations.flatMap(({ streams }) =>
      streams.flatMap((stream) => stream.observed_properties.flatMap((one) => (one ? [one.name] : []))),
    ),
  );
  const rows = [...names].map((property) => ({
    property,
    streams: stations.map(
      ({ streams }) =>
        streams.find((stream) => stream.observed_properties.some((one) => one?.name === property)) ?? null,
    ),
  }));
  const held = (row: PropertyRow) => row.streams.filter(Boolean).length;
  return rows.sort((a, b) => held(b) - held(a) || a.property.localeCompare(b.property, 'zh'));
}

/** The streams of a row that a plot can set on one axis. */
export const comparable = (row: PropertyRow, most: number): number[] =>
  row.streams.flatMap((stream) => (stream && !stream.multi ? [stream.id] : [])).slice(0, most);
