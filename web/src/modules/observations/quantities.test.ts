import { expect, it } from 'vitest';
import { cadenceText, positionText, unitText, valueText, writtenUnit } from './quantities';

it.each([
  [0.1 + 0.2, '0.3'],
  [1234567, '1234567'],
  [null, '—'],
  [true, '是'],
  [[1, 2.5], '1 / 2.5'],
  ['calm', 'calm'],
])('%s reads as %s', (value, text) => expect(valueText(value)).toBe(text));

it('says units by symbol, else by name', () => {
  const unit = { definition: null };
  expect(
    unitText([
      { ...unit, name: 'metre', symbol: 'm' },
      { ...unit, name: '分级', symbol: null },
    ]),
  ).toBe('m / 分级');
  expect(unitText([{ ...unit, name: null, symbol: null }])).toBe('');
});

it('says cadence and place as people do', () => {
  expect(cadenceText(3600)).toBe('每 1 小时');
  expect(cadenceText(null)).toBe('—');
  expect(positionText({ longitude: 110.52, latitude: -25.180001, elevation: null })).toBe(
    '110.52°E, 25.18°S',
  );
});

it.each([
  ['Cel', '℃'],
  ['m3/s', 'm³/s'],
  ['mm', 'mm'],
  ['m2', 'm²'],
])('writes the unit %s as %s', (symbol, text) => expect(writtenUnit(symbol)).toBe(text));
