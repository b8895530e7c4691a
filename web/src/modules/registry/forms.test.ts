import { expect, it } from 'vitest';
import { hostInputs, numberOrNull, placeInput } from './forms';

it.each([
  ['', null],
  ['  ', null],
  ['60', 60],
  [' 0.5 ', 0.5],
  ['six', 'six'],
])('%j is sent as %j', (text, value) => expect(numberOrNull(text)).toBe(value));

it('leaves out host rows that were not filled in; the first filled one leads', () => {
  const body = (id: number) => ({ id, slug: null, name: { zh: '单位', en: null } });
  expect(
    hostInputs([
      { organisation: null, share: '10' },
      { organisation: body(5), share: '60' },
      { organisation: body(6), share: '' },
    ]),
  ).toEqual([
    { organisation: 5, share: 60, lead: true },
    { organisation: 6, share: null, lead: false },
  ]);
});

it('sends an unknown place as unknown', () => {
  expect(placeInput({ province: '', city: '', longitude: '', latitude: '' })).toEqual({
    province: null,
    city: null,
    longitude: null,
    latitude: null,
  });
});
