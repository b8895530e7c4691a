import { t } from '@/app/i18n';
import type { Shape, Tone } from '@/shared/parts/StateMark.vue';
import type { Severity } from './alarmForm';

/** The four levels of the national warning scheme (《突发事件应对法》, article 42 of 2007); told apart by shape and word as well, since the marks have no yellow beside orange. */
const LOOKS: Record<Severity, [Shape, Tone]> = {
  blue: ['circle', 'blue'],
  yellow: ['triangle', 'amber'],
  orange: ['diamond', 'amber'],
  red: ['square', 'red'],
};

export function severityLook(severity: Severity = 'yellow'): { shape: Shape; tone: Tone; text: string } {
  const [shape, tone] = LOOKS[severity];
  return { shape, tone, text: t(`severity.${severity}`) };
}
