import { t } from '@/app/i18n';
import type { Shape, Tone } from '@/shared/parts/StateMark.vue';

interface Look {
  shape: Shape;
  tone: Tone;
  text: string;
}

const STATES: Record<string, [Shape, Tone]> = {
  draft: ['ring', 'grey'],
  submitted: ['triangle', 'blue'],
  waiting: ['triangle', 'blue'],
  returned: ['diamond', 'amber'],
  accepted: ['circle', 'green'],
  verified: ['circle', 'green'],
  approved: ['circle', 'green'],
  refused: ['square', 'red'],
  withdrawn: ['bar', 'grey'],
  revoked: ['square', 'red'],
  issued: ['diamond', 'amber'],
  replied: ['triangle', 'blue'],
  closed: ['bar', 'grey'],
};

/** The state of a report, a unit's plan, evidence, an extension or a slip. */
export function workLook(state: string): Look {
  const [shape, tone] = STATES[state] ?? ['ring', 'grey'];
  return { shape, tone, text: t(`supervision.state_${state}`) };
}

const LEVELS: Record<'blue' | 'orange' | 'red', [Shape, Tone]> = {
  blue: ['circle', 'blue'],
  orange: ['diamond', 'amber'],
  red: ['square', 'red'],
};

export function levelLook(level: 'blue' | 'orange' | 'red'): Look {
  const [shape, tone] = LEVELS[level];
  return { shape, tone, text: t('supervision.slip_level', { level: t(`supervision.level_${level}`) }) };
}
