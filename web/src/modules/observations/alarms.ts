import { t } from '@/app/i18n';
import type { Shape, Tone } from '@/shared/parts/StateMark.vue';
import type { StandingAlarm } from './provisional';

type Status = StandingAlarm['state']['status'];

const LOOKS: Record<Status, [Shape, Tone]> = {
  raised: ['square', 'red'],
  acknowledged: ['diamond', 'amber'],
  cleared: ['triangle', 'blue'],
  pending: ['ring', 'amber'],
  quiet: ['circle', 'green'],
};

export function alarmLook(status: Status): { shape: Shape; tone: Tone; text: string } {
  const [shape, tone] = LOOKS[status];
  return { shape, tone, text: t(`alarm_status.${status}`) };
}

/** The alarms of some stations; the server's order, the gravest first, stays. */
export const alarmsOf = (alarms: StandingAlarm[], stations: number[]): StandingAlarm[] =>
  alarms.filter((one) => stations.includes(one.station.id));
