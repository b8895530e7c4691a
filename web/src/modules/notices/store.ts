import type { Notice } from '@/api/types';
import { t } from '@/app/i18n';
import type { Shape, Tone } from '@/shared/parts/StateMark.vue';

export function noticeLook(state: Notice['state']): { shape: Shape; tone: Tone; text: string } {
  const looks: Record<Notice['state'], [Shape, Tone]> = {
    draft: ['ring', 'grey'],
    published: ['circle', 'green'],
    withdrawn: ['bar', 'grey'],
  };
  const [shape, tone] = looks[state];
  return { shape, tone, text: t(`notice_state.${state}`) };
}
