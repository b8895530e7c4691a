import { expect, it } from 'vitest';
import { alarmLook, alarmsOf, levelLook, type Alarm } from './alarms';

it('tells every status apart by shape', () => {
  const looks = (['quiet', 'pending', 'raised', 'acknowledged', 'cleared'] as const).map(alarmLook);
  expect(new Set(looks.map((one) => one.shape)).size).toBe(5);
  expect(looks.map((one) => one.text)).not.toContain('');
});

it('keeps the order of the server', () => {
  const alarm = (id: number, station: number) => ({ id, station: { id: station, name: '' } }) as Alarm;
  expect(alarmsOf([alarm(3, 1), alarm(1, 2), alarm(2, 1)], [1]).map((one) => one.id)).toEqual([3, 2]);
});

it('tells every level apart by shape; without one it is the lowest', () => {
  const shapes = (['red', 'orange', 'yellow', 'blue'] as const).map((level) => levelLook(level).shape);
  expect(new Set(shapes).size).toBe(4);
  expect(levelLook(undefined)).toEqual(levelLook('blue'));
});
