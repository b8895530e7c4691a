import { expect, it } from 'vitest';
import { amountOf, amountText, amountTyped, COMMITMENT_KINDS, lines, taskNumbers } from './amounts';

it.each([
  ['posts', 12, '12 个'],
  ['equipment', 3, '3 台套'],
  ['housing', 1200, '1200 平方米'],
  ['land', 1550, '15.50 亩'],
  ['money', 1_000_000, '1.00 万元'],
  ['money', null, '未知'],
] as const)('%s of %s reads %s', (kind, amount, text) => expect(amountText(kind, amount)).toBe(text));

it('what is typed comes back as it was', () => {
  for (const kind of COMMITMENT_KINDS)
    for (const amount of [null, 1, 205]) expect(amountOf(kind, amountTyped(kind, amount)), kind).toBe(amount);
});

it('numbers of tasks stand apart by any mark', () => {
  expect(taskNumbers('3, 5、7；9  11')).toEqual([3, 5, 7, 9, 11]);
  expect(taskNumbers('')).toEqual([]);
  expect(taskNumbers('三')).toEqual(['三']);
});

it('lines without words are left out', () => expect(lines(' a \n\n b')).toEqual(['a', 'b']));
