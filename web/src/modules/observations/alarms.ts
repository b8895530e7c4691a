import { api } from '@/api/client';
import type { Shape as Contract } from '@/api/types';
import { t } from '@/app/i18n';
import type { Shape, Tone } from '@/shared/parts/StateMark.vue';

export type Alarm = Contract<'Alarm'>;
type Status = Alarm['state']['status'];

const LOOKS: Record<Status, [Shape, Tone]> = {
  raised: ['square', 'red'],
  acknowledged: ['diamond', 'amber'],
  cleared: ['triangle', 'blue'],
  pending: ['ring', 'amber'],
  quiet: ['circle', 'green'],
};

const LEVELS: Record<NonNullable<Alarm['rule']['severity']>, [Shape, Tone]> = {
  red: ['square', 'red'],
  orange: ['diamond', 'amber'],
  yellow: ['triangle', 'amber'],
  blue: ['circle', 'blue'],
};

/** The four levels of the national warning scheme (《突发事件应对法》, article 42 of 2007), blue where none is set. */
export function levelLook(level: Alarm['rule']['severity']): { shape: Shape; tone: Tone; text: string } {
  const [shape, tone] = LEVELS[level ?? 'blue'];
  return { shape, tone, text: t(`alarm_level.${level ?? 'blue'}`) };
}

export function alarmLook(status: Status): { shape: Shape; tone: Tone; text: string } {
  const [shape, tone] = LOOKS[status];
  return { shape, tone, text: t(`alarm_status.${status}`) };
}

/** The alarms of some stations; the server's order, the gravest first, stays. */
export const alarmsOf = (alarms: Alarm[], stations: number[]): Alarm[] =>
  alarms.filter((one) => stations.includes(one.station.id));

/** What is raised or still to be acknowledged at the caller's stations. */
export const readOpenAlarms = async (signal?: AbortSignal): Promise<Alarm[]> =>
  (await api.get('/alarms', { signal })).data.items;

/** Says that this occurrence was seen; one that began since is not meant. */
export const acknowledge = async (id: number, occurrence: number): Promise<Alarm> =>
  (await api.post('/alarms/{id}/acknowledgement', { path: { id }, body: { occurrence } })).data;
