import { t } from '@/app/i18n';
import type { Shape, Tone } from '@/shared/parts/StateMark.vue';

/** The looks of the registers' states, by the family of their words. */
const LOOKS: Record<string, [Shape, Tone]> = {
  assignment_open: ['ring', 'blue'],
  assignment_overdue: ['square', 'red'],
  assignment_reported: ['triangle', 'blue'],
  assignment_returned: ['diamond', 'amber'],
  assignment_confirmed: ['circle', 'green'],
  occasion_settled: ['circle', 'green'],
  occasion_open: ['ring', 'blue'],
  occasion_overdue: ['square', 'red'],
  commitment_not_due: ['ring', 'grey'],
  commitment_partly: ['diamond', 'amber'],
  commitment_delivered: ['circle', 'green'],
  commitment_overdue: ['square', 'red'],
  regulation_asked_for: ['ring', 'grey'],
  regulation_draft: ['ring', 'blue'],
  regulation_consultation: ['triangle', 'blue'],
  regulation_issued: ['circle', 'green'],
  regulation_superseded: ['bar', 'grey'],
  regulation_repealed: ['square', 'red'],
  state_given: ['triangle', 'blue'],
  state_answered: ['circle', 'green'],
};

export function look(
  family: 'assignment' | 'occasion' | 'commitment' | 'regulation' | 'state',
  state: string,
): { shape: Shape; tone: Tone; text: string } {
  const [shape, tone] = LOOKS[`${family}_${state}`] ?? ['ring', 'grey'];
  return { shape, tone, text: t(`registers.${family}_${state}`) };
}
