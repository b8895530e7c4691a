import type { Shape as Contract } from '@/api/types';
import { t } from '@/app/i18n';
import type { Shape, Tone } from '@/shared/parts/StateMark.vue';

type Status = Contract<'Alarm'>['state']['status'];

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
