import { expect, it } from 'vitest';
import { flagsBefore } from './undo';

it('puts every observation back to the flag it carried', () => {
  const points = ([1, 4, 1, 3] as const).map((quality, id) => ({
    id: id + 1,
    time: '2026-01-01T00:00:00Z',
    result: 1,
    quality,
  }));
  expect(flagsBefore(points, 'undo')).toEqual([
    { flag: 1, ids: [1, 3], reason: 'undo' },
    { flag: 4, ids: [2], reason: 'undo' },
    { flag: 3, ids: [4], reason: 'undo' },
  ]);
});
