import { expect, it } from 'vitest';
import { monthAfter, weekOf, weeksOf } from './calendar';

it('a week begins on Monday', () => {
  expect(weekOf('2018-12-10')[0]).toBe('2018-12-10');
  expect(weekOf('2018-12-16')).toEqual(weekOf('2018-12-10'));
  expect(weekOf('1969-12-31')[0]).toBe('1969-12-29');
});

it.each([
  ['2018-12', 6, '2018-11-26', '2019-01-06'],
  ['2010-02', 4, '2010-02-01', '2010-02-28'],
  ['2020-02', 5, '2020-01-27', '2020-03-01'],
])('%s touches %i weeks, %s to %s', (month, count, first, last) => {
  const weeks = weeksOf(month);
  expect(weeks).toHaveLength(count);
  expect(weeks[0]?.[0]).toBe(first);
  expect(weeks.at(-1)?.[6]).toBe(last);
});

it('months turn over years', () => {
  expect([monthAfter('2018-12', 1), monthAfter('2019-01', -1), monthAfter('2018-12', -12)]).toEqual([
    '2019-01',
    '2018-12',
    '2017-12',
  ]);
});
