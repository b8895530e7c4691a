import { expect, it } from 'vitest';
import { fenOf, moneyText, yuanText } from './money';

it.each([
  ['', null],
  ['0', 0],
  ['12', 1200],
  ['12.5', 1250],
  ['12.05', 1205],
  ['1,200,000', 120000000],
  ['0.29', 29],
] as const)('%s yuan are %s fen', (text, fen) => expect(fenOf(text)).toBe(fen));

it.each(['12.345', 'abc', '-1', '1.2.3'])('%s is no amount: the server names the field', (text) => {
  expect(fenOf(text)).toBe(text);
});

it.each([0, 1, 29, 100, 1205, 120000000])('%i fen come back as they went', (fen) => {
  expect(fenOf(yuanText(fen))).toBe(fen);
});

it('large amounts stand in ten thousands, with two decimals', () => {
  const text = (fen: number | null) => moneyText(fen, '未知', '万元', '元');
  expect([text(null), text(99), text(999999), text(1000000), text(123456789000)]).toEqual([
    '未知',
    '0.99 元',
    '9,999.99 元',
    '1.00 万元',
    '123,456.79 万元',
  ]);
});
