import { describe, expect, it } from 'vitest';
import { monthsUpTo, rangeOfMonth, rangeOfYear, rateText } from './continuity';

describe('continuity', () => {
  it('counts months back across a year', () => {
    expect(monthsUpTo('2026-02-14', 4)).toEqual(['2026-02', '2026-01', '2025-12', '2025-11']);
  });
  it.each([
    ['2026-11', '2026-11-01', '2026-12-01'],
    ['2026-12', '2026-12-01', '2027-01-01'],
    ['2026-09', '2026-09-01', '2026-10-01'],
  ])('%s ends before the next month', (month, from, to) => {
    expect(rangeOfMonth(month)).toEqual({ from, to });
  });
  it('takes of the year that runs what has passed', () => {
    expect(rangeOfYear(2026, '2026-11-27')).toEqual({ from: '2026-01-01', to: '2026-11-28' });
    expect(rangeOfYear(2026, '2026-12-31')).toEqual({ from: '2026-01-01', to: '2027-01-01' });
    expect(rangeOfYear(2025, '2026-11-27')).toEqual({ from: '2025-01-01', to: '2026-01-01' });
  });
  it('shows a rate, and none where nothing was expected', () => {
    expect(rateText({ expected: 1000, received: 953, per_mille: 953 })).toBe('95.3%');
    expect(rateText({ expected: 10, received: 10, per_mille: 1000 })).toBe('100.0%');
    expect(rateText({ expected: 0, received: 0, per_mille: null })).toBe('—');
  });
});
