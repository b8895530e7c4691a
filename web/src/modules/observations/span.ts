import { DAY, SECOND } from './moments';

/** A stretch of time in milliseconds, half-open: `from` belongs to it, `to` does not. */
export interface Span {
  from: number;
  to: number;
}

/** Nothing shorter is drawn; the longest is what the server can hold, with room. */
const SHORTEST = SECOND;
const LONGEST = 200 * 366 * DAY;

export const lengthOf = (span: Span): number => span.to - span.from;

export const sameSpan = (a: Span | null, b: Span | null): boolean => a?.from === b?.from && a?.to === b?.to;

/** A span about the same middle whose length can be drawn. */
function bounded(span: Span): Span {
  const length = Math.min(Math.max(lengthOf(span), SHORTEST), LONGEST);
  if (length === lengthOf(span)) return { from: Math.round(span.from), to: Math.round(span.to) };
  const middle = (span.from + span.to) / 2;
  return { from: Math.round(middle - length / 2), to: Math.round(middle + length / 2) };
}

/** Keeps the moment at `share` of the width in its place; a factor below 1 shows less time. */
export function zoomed(span: Span, factor: number, share = 0.5): Span {
  const held = span.from + lengthOf(span) * share;
  return bounded({ from: held - (held - span.from) * factor, to: held + (span.to - held) * factor });
}

/** Later (positive) or earlier by a share of what is shown, but never so far that nothing of the record is left. */
export function moved(span: Span, share: number, whole: Span | null): Span {
  let by = lengthOf(span) * share;
  if (whole) {
    by = Math.min(by, Math.max(0, whole.to - SHORTEST - span.from));
    by = Math.max(by, Math.min(0, whole.from + SHORTEST - span.to));
  }
  return { from: Math.round(span.from + by), to: Math.round(span.to + by) };
}

/** The last stretch of this length that the record has. */
export const lastOf = (whole: Span, length: number): Span => ({ from: whole.to - length, to: whole.to });

/** Two moments in order; null where they are one. */
export function spanBetween(a: number, b: number): Span | null {
  if (a === b) return null;
  return { from: Math.round(Math.min(a, b)), to: Math.round(Math.max(a, b)) };
}

/** What a key does to the span shown; undefined for a key that does nothing. */
export function afterKey(key: string, span: Span, whole: Span | null): Span | undefined {
  switch (key) {
    case 'ArrowLeft':
      return moved(span, -0.25, whole);
    case 'ArrowRight':
      return moved(span, 0.25, whole);
    case 'PageUp':
      return moved(span, -1, whole);
    case 'PageDown':
      return moved(span, 1, whole);
    case '+':
    case '=':
      return zoomed(span, 0.5);
    case '-':
    case '_':
      return zoomed(span, 2);
    case 'Home':
    case '0':
      return whole ?? undefined;
    default:
      return undefined;
  }
}
