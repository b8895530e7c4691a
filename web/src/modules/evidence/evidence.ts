import type { Shape } from '@/api/types';

export type Fact = Shape<'EvidenceFact'>;
export type Measure = Pick<Fact, 'value' | 'numerator' | 'denominator'>;

/** `to` is not included. */
export interface Stretch {
  from: string;
  to: string;
}

/** What one asks about, in the order in which it is offered. */
export const stretchIds = ['this_month', 'last_month', 'this_quarter', 'this_year', 'last_year'] as const;
export type StretchId = (typeof stretchIds)[number];

const firstOf = (year: number, month: number): string =>
  `${year + Math.floor((month - 1) / 12)}-${String(((((month - 1) % 12) + 12) % 12) + 1).padStart(2, '0')}-01`;

export function stretches(today: string): Record<StretchId, Stretch> {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7));
  const quarter = Math.floor((month - 1) / 3) * 3 + 1;
  return {
    this_month: { from: firstOf(year, month), to: firstOf(year, month + 1) },
    last_month: { from: firstOf(year, month - 1), to: firstOf(year, month) },
    this_quarter: { from: firstOf(year, quarter), to: firstOf(year, quarter + 3) },
    this_year: { from: firstOf(year, 1), to: firstOf(year + 1, 1) },
    last_year: { from: firstOf(year - 1, 1), to: firstOf(year, 1) },
  };
}

/** 749 per mille as 74.9 %: exact, since the server has cut it. */
export function valueText(unit: Fact['unit'], measure: Measure): string {
  if (measure.value === null) return '—';
  if (unit === 'per_mille') return `${(measure.value / 10).toFixed(1)} %`;
  return measure.value.toLocaleString('en-US');
}

/** What fulfils it out of what, "18 / 24". */
export function fractionText(measure: Measure): string {
  if (measure.numerator === null || measure.denominator === null) return '';
  return `${measure.numerator.toLocaleString('en-US')} / ${measure.denominator.toLocaleString('en-US')}`;
}
