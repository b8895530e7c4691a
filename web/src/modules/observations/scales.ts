import { numberOrNull } from '@/modules/registry/forms';

/** Twelve digits: what a person typed comes back as typed, without the noise of binary fractions. */
const tidy = (value: number): number => Number(value.toPrecision(12));

/** A number of the server as a person reads it: `scale` of the server's units make one of his; 3600 s one hour. */
export function typedOf(value: number | null | undefined, scale = 1): string {
  return value === null || value === undefined ? '' : String(tidy(value / scale));
}

/** What was typed in the server's unit; null when empty. What is no number goes out as it is, so that the server names it. */
export function sentOf(text: string, scale = 1, whole = false): number | null {
  const value = numberOrNull(text);
  if (typeof value !== 'number') return value;
  const sent = tidy(value * scale);
  return whole && scale !== 1 ? Math.round(sent) : sent;
}

/** At most so many digits, for values that are suggested and not measured. */
export const rounded = (value: number, digits = 2): number => Number(value.toPrecision(digits));
