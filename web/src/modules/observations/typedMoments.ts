import { instantOf, readMoment } from './moments';

/** A moment as it was typed, for the server; what is none goes out as it was typed, so that the server names the field. */
export function sentMoment(text: string): string {
  const moment = readMoment(text);
  return moment === null ? text.trim() : instantOf(moment);
}

/** Of a field that may stay empty. */
export const sentMomentOrNull = (text: string): string | null => (text.trim() ? sentMoment(text) : null);
