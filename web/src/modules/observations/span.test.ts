import { expect, it } from 'vitest';
import { afterKey, lengthOf, moved, spanBetween, zoomed } from './span';

const span = { from: 1_000_000, to: 2_000_000 };
const whole = { from: 0, to: 10_000_000 };

it('zooms about the place pointed at', () => {
  expect(zoomed(span, 0.5)).toEqual({ from: 1_250_000, to: 1_750_000 });
  expect(zoomed(span, 0.5, 0)).toEqual({ from: 1_000_000, to: 1_500_000 });
  expect(zoomed(zoomed(span, 2, 0.3), 0.5, 0.3)).toEqual(span);
});

it('never shows less than a second, however often one zooms', () => {
  let shown = span;
  for (let count = 0; count < 60; count += 1) shown = zoomed(shown, 0.5);
  expect(lengthOf(shown)).toBe(1000);
});

it('moves no further than the record goes', () => {
  let shown = span;
  for (let count = 0; count < 100; count += 1) shown = moved(shown, 1, whole);
  expect(shown.from).toBeLessThan(whole.to);
  for (let count = 0; count < 100; count += 1) shown = moved(shown, -1, whole);
  expect(shown.to).toBeGreaterThan(whole.from);
  expect(lengthOf(shown)).toBe(lengthOf(span));
});

it('is led by keys, and leaves the others alone', () => {
  expect(afterKey('ArrowRight', span, whole)).toEqual({ from: 1_250_000, to: 2_250_000 });
  expect(afterKey('ArrowLeft', span, whole)).toEqual({ from: 750_000, to: 1_750_000 });
  expect(afterKey('+', span, whole)).toEqual({ from: 1_250_000, to: 1_750_000 });
  expect(afterKey('Home', span, whole)).toEqual(whole);
  expect(afterKey('Tab', span, whole)).toBeUndefined();
});

it('puts two moments into order', () => {
  expect(spanBetween(2, 1)).toEqual({ from: 1, to: 2 });
  expect(spanBetween(1, 1)).toBeNull();
});
