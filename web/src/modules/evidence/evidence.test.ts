import { expect, it } from 'vitest';
import { fractionText, stretches, valueText, type StretchId } from './evidence';

const of = (day: string, id: StretchId): string[] => {
  const { from, to } = stretches(day)[id];
  return [from, to];
};

it('cuts the year at the edges of months, quarters and years', () => {
  expect(of('2026-01-15', 'this_month')).toEqual(['2026-01-01', '2026-02-01']);
  expect(of('2026-01-15', 'last_month')).toEqual(['2025-12-01', '2026-01-01']);
  expect(of('2026-12-31', 'this_month')).toEqual(['2026-12-01', '2027-01-01']);
  expect(of('2026-12-31', 'this_quarter')).toEqual(['2026-10-01', '2027-01-01']);
  expect(of('2026-05-01', 'this_quarter')).toEqual(['2026-04-01', '2026-07-01']);
  expect(of('2026-05-01', 'this_year')).toEqual(['2026-01-01', '2027-01-01']);
  expect(of('2026-05-01', 'last_year')).toEqual(['2025-01-01', '2026-01-01']);
});

it('shows shares to a tenth of a percent and never invents a number', () => {
  expect(valueText('per_mille', { value: 999, numerator: 1999, denominator: 2000 })).toBe('99.9 %');
  expect(valueText('per_mille', { value: null, numerator: 0, denominator: 0 })).toBe('—');
  expect(valueText('count', { value: 86400, numerator: 86400, denominator: null })).toBe('86,400');
  expect(fractionText({ value: 750, numerator: 18, denominator: 24 })).toBe('18 / 24');
  expect(fractionText({ value: 5, numerator: 5, denominator: null })).toBe('');
});
