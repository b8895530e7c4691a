import { t } from '@/app/i18n';
import type { Shape } from '@/api/types';
import { cadenceParts } from './moments';

/** A value as it is read: enough digits to tell sensors apart, no noise of binary fractions. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '—';
  if (typeof value === 'number')
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(10)));
  if (typeof value === 'boolean') return t(value ? 'observations.yes' : 'observations.no');
  if (Array.isArray(value)) return value.map(valueText).join(' / ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

type Units = Shape<'StationStream'>['units'];

/** Codes of UCUM that nobody writes behind a value; exponents are set as people set them. */
const WRITTEN: Record<string, string> = { Cel: '℃', deg: '°', 'mm[Hg]': 'mmHg', 'm[H2O]': 'mH₂O' };
export const writtenUnit = (symbol: string): string =>
  WRITTEN[symbol] ?? symbol.replace(/(?<=m)[23](?=$|[/.])/g, (digit) => (digit === '2' ? '²' : '³'));

/** Symbols of a stream's units, else their names. */
export const unitText = (units: Units): string =>
  units
    .map((unit) => writtenUnit(unit.symbol ?? unit.name ?? ''))
    .filter(Boolean)
    .join(' / ');

/** A heading with the unit of what stands below it. */
export const withUnit = (label: string, unit: string): string =>
  unit ? t('tending.unit_of', { label, unit }) : label;

export function cadenceText(seconds: number | null | undefined): string {
  if (!seconds) return '—';
  const { unit, count } = cadenceParts(seconds);
  return t(`cadence.${unit}`, { count });
}

/** Degrees with their side of the globe: 110.52°E, 25.18°N. */
export function positionText(position: Shape<'Position'> | null | undefined): string {
  if (!position) return '—';
  const degrees = (value: number, [positive, negative]: [string, string]) =>
    `${Math.abs(Number(value.toFixed(5)))}°${value < 0 ? negative : positive}`;
  return `${degrees(position.longitude, ['E', 'W'])}, ${degrees(position.latitude, ['N', 'S'])}`;
}
