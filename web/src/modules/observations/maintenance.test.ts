import { expect, it } from 'vitest';
import { maintenanceLook, maintenanceState } from './maintenance';

const window = { from: '2026-11-27T01:00:00Z', to: '2026-11-27T09:00:00Z', ended_at: null };
const at = (clock: string) => Date.parse(`2026-11-27T${clock}Z`);

it('begins with its first moment and does not hold at its last', () => {
  expect(maintenanceState(window, at('00:59:59'))).toBe('ahead');
  expect(maintenanceState(window, at('01:00:00'))).toBe('now');
  expect(maintenanceState(window, at('09:00:00'))).toBe('over');
});

it('is over once it was ended, also before it began', () => {
  expect(maintenanceState({ ...window, ended_at: '2026-11-26T00:00:00Z' }, at('00:00:00'))).toBe('over');
});

it('is told apart by shape', () => {
  expect(new Set((['ahead', 'now', 'over'] as const).map((one) => maintenanceLook(one).shape)).size).toBe(3);
});
