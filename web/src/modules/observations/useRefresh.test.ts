import { effectScope } from 'vue';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { REFRESH_MS, useRefresh } from './useRefresh';

let hidden = false;
beforeEach(() => {
  vi.useFakeTimers();
  hidden = false;
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('reads at intervals while somebody looks, and at once when he looks again', () => {
  const read = vi.fn();
  const scope = effectScope();
  scope.run(() => useRefresh(read));
  vi.advanceTimersByTime(2 * REFRESH_MS);
  expect(read).toHaveBeenCalledTimes(2);
  hidden = true;
  vi.advanceTimersByTime(3 * REFRESH_MS);
  expect(read).toHaveBeenCalledTimes(2);
  hidden = false;
  document.dispatchEvent(new Event('visibilitychange'));
  expect(read).toHaveBeenCalledTimes(3);
  scope.stop();
  vi.advanceTimersByTime(REFRESH_MS);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(read).toHaveBeenCalledTimes(3);
});
