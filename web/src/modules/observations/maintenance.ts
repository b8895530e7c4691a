import type { Shape } from '@/api/types';
import { t } from '@/app/i18n';
import type { Shape as MarkShape, Tone } from '@/shared/parts/StateMark.vue';
import { momentOf } from './moments';

type Window = Pick<Shape<'Maintenance'>, 'from' | 'to' | 'ended_at'>;
export type MaintenanceState = 'ahead' | 'now' | 'over';

/** Where work stands at a moment; what was ended early, or will not be done, is over. */
export function maintenanceState({ from, to, ended_at: ended }: Window, now: number): MaintenanceState {
  if (ended || now >= momentOf(to)) return 'over';
  return now < momentOf(from) ? 'ahead' : 'now';
}

export function maintenanceLook(state: MaintenanceState): { shape: MarkShape; tone: Tone; text: string } {
  const text = t(`maintenance_state.${state}`);
  if (state === 'now') return { shape: 'diamond', tone: 'amber', text };
  if (state === 'ahead') return { shape: 'ring', tone: 'blue', text };
  return { shape: 'circle', tone: 'grey', text };
}
