import { t } from '@/app/i18n';
import type { Shape, Tone } from '@/shared/parts/StateMark.vue';

/** The primary flags of QARTOD (IOOS): good, not evaluated, suspect, bad, missing. */
export const FLAGS = [1, 2, 3, 4, 9] as const;
export type Flag = (typeof FLAGS)[number];

const LOOKS: Record<Flag, [Shape, Tone]> = {
  1: ['circle', 'green'],
  2: ['ring', 'grey'],
  3: ['diamond', 'amber'],
  4: ['square', 'red'],
  9: ['bar', 'grey'],
};

export const isFlag = (value: number): value is Flag => (FLAGS as readonly number[]).includes(value);

/** Shape, colour and word of a flag; what is no flag looks like one not evaluated. */
export function flagLook(value: number): { shape: Shape; tone: Tone; text: string } {
  const flag = isFlag(value) ? value : 2;
  const [shape, tone] = LOOKS[flag];
  return { shape, tone, text: t(`quality_flag.${flag}`) };
}

/** The worse of two flags as they are read together: bad, suspect, good, not evaluated, missing. */
const RANK: Record<Flag, number> = { 9: 0, 2: 1, 1: 2, 3: 3, 4: 4 };
export const worse = (a: Flag, b: Flag): Flag => (RANK[a] >= RANK[b] ? a : b);
