import { expect, it } from 'vitest';
import { holdsAt, opennessLook, pointsOf, publicLook } from './stations';

it('puts on the map what has a place', () => {
  const position = { longitude: 110.5, latitude: 25.2, elevation: null };
  expect(
    pointsOf([
      { id: 1, name: '甲', position, is_public: true },
      { id: 2, name: '乙', position: null, is_public: true },
      { id: 3, name: '丙', position, is_public: false },
    ]).map((one) => [one.id, one.open]),
  ).toEqual([
    [1, true],
    [3, false],
  ]);
});

it('tells open, embargoed and internal apart by shape and word', () => {
  const looks = (['open', 'embargo', 'internal'] as const).map((openness) =>
    opennessLook({ openness, embargo_days: 90 }),
  );
  expect(new Set(looks.map((one) => one.shape)).size).toBe(3);
  expect(looks[1]?.text).toContain('90');
  expect(publicLook(true).shape).not.toBe(publicLook(false).shape);
});

it('ends an epoch before its last day', () => {
  expect(holdsAt({ from: '2020-01-01', to: '2021-01-01' }, '2020-12-31')).toBe(true);
  expect(holdsAt({ from: '2020-01-01', to: '2021-01-01' }, '2021-01-01')).toBe(false);
  expect(holdsAt({ from: '2020-01-01', to: null }, '2030-01-01')).toBe(true);
});
