import { expect, it } from 'vitest';
import { alarmLook } from './alarms';

it('tells every status apart by shape', () => {
  const looks = (['quiet', 'pending', 'raised', 'acknowledged', 'cleared'] as const).map(alarmLook);
  expect(new Set(looks.map((one) => one.shape)).size).toBe(5);
  expect(looks.map((one) => one.text)).not.toContain('');
});
