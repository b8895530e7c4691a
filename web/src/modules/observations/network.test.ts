import { expect, it } from 'vitest';
import type { Shape } from '@/api/types';
import { comparable, daysOf, membersOn, sideBySide } from './network';

const stream = (id: number, property: string): Shape<'StationStream'> => ({
  id,
  version: 1,
  name: property,
  description: '',
  multi: false,
  observation_type: '',
  units: [],
  sensor: null,
  observed_properties: [{ id: id + 100, name: property }],
  openness: 'open',
  embargo_days: 0,
  licence: '',
  cadence_seconds: null,
});

it('has the members of the day, once each', () => {
  const members = [
    { station: 1, from: '2020-01-01', to: '2021-01-01' },
    { station: 1, from: '2022-01-01', to: null },
    { station: 2, from: '2020-01-01', to: null },
  ];
  expect(membersOn(members, '2020-06-01')).toEqual([1, 2]);
  expect(membersOn(members, '2021-06-01')).toEqual([2]);
  expect(membersOn(members, '2023-06-01')).toEqual([1, 2]);
});

it('sets what most stations observe first, and leaves a hole where one does not', () => {
  const rows = sideBySide([
    { station: { id: 1, name: 'a' }, streams: [stream(1, '雨量'), stream(2, '水位')] },
    { station: { id: 2, name: 'b' }, streams: [stream(3, '水位')] },
  ]);
  expect(rows.map((row) => [row.property, row.streams.map((one) => one?.id ?? null)])).toEqual([
    ['水位', [2, 3]],
    ['雨量', [1, null]],
  ]);
  expect(comparable(rows[0] as (typeof rows)[0], 1)).toEqual([2]);
});

it('reads completeness as days', () => {
  expect(
    daysOf({
      items: [{ first: '2026-01-01', after: '2026-01-02', expected: 24, received: 20, per_mille: 833 }],
      next: null,
      all: { expected: 24, received: 20, per_mille: 833 },
    }),
  ).toEqual([{ day: '2026-01-01', expected: 24, received: 20 }]);
});
