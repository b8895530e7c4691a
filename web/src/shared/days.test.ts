import { describe, expect, it } from 'vitest';
import { addDays, dayFromNumber, dayNumber, dayOf, isDay, moment, today } from './days';

describe('days of Asia/Shanghai', () => {
  it('turns at 16:00 UTC', () => {
    expect(today(Date.parse('2026-11-23T15:59:59Z'))).toBe('2026-11-23');
    expect(today(Date.parse('2026-11-23T16:00:00Z'))).toBe('2026-11-24');
  });

  it.each([
    ['2017-02-28', true],
    ['2016-02-29', true],
    ['2017-02-30', false],
    ['2017-13-01', false],
    ['2017-1-1', false],
    ['', false],
    ['20170101', false],
  ])('%s is a day: %s', (text, expected) => expect(isDay(text)).toBe(expected));

  it('numbers days so that adding and returning agree', () => {
    expect(dayFromNumber(dayNumber('2018-06-30'))).toBe('2018-06-30');
    expect(addDays('2020-12-31', 1)).toBe('2021-01-01');
    expect(addDays('2016-03-01', -1)).toBe('2016-02-29');
  });

  it('shows instants in Shanghai', () => {
    expect(moment('2026-11-23T16:30:00.000000Z')).toBe('2026-11-24 00:30');
    expect(dayOf('2026-11-23T16:30:00.000000Z')).toBe('2026-11-24');
    expect(moment(null)).toBe('');
    expect(moment('nonsense')).toBe('');
  });
});
