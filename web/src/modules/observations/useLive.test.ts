import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { POLL_MS, useLive } from './useLive';

/** A browser's EventSource whose server is the test. */
class FakeSource extends EventTarget {
  static CLOSED = 2;
  static all: FakeSource[] = [];
  readyState = 0;
  onerror: (() => void) | null = null;
  constructor(readonly url: string) {
    super();
    FakeSource.all.push(this);
  }
  close(): void {
    this.readyState = FakeSource.CLOSED;
  }
  send(name: string, id: string, data: unknown = {}): void {
    this.dispatchEvent(new MessageEvent(name, { lastEventId: id, data: JSON.stringify(data) }));
  }
  fail(forGood: boolean): void {
    this.readyState = forGood ? FakeSource.CLOSED : 0;
    this.onerror?.();
  }
}
const last = (): FakeSource => FakeSource.all[FakeSource.all.length - 1] as FakeSource;
const hide = (hidden: boolean) => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
};

describe('useLive', () => {
  const handlers = { observations: vi.fn(), revised: vi.fn(), reread: vi.fn() };
  let scope = effectScope();

  const start = (streams = ref([1, 2])) => ({
    streams,
    ...(scope.run(() => useLive(streams, handlers)) as ReturnType<typeof useLive>),
  });

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('EventSource', FakeSource);
    FakeSource.all = [];
    scope = effectScope();
    for (const handler of Object.values(handlers)) handler.mockReset();
  });
  afterEach(() => {
    scope.stop();
    hide(false);
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('hears what comes in, and reads once more what the page may have missed', () => {
    const { state } = start();
    expect(last().url).toBe('/api/v1/live?streams=1%2C2');
    expect(state.value).toBe('connecting');
    last().send('ready', '5-5-0');
    expect(state.value).toBe('live');
    expect(handlers.reread).toHaveBeenCalledTimes(1);
    last().send('observations', '6-5-0', { streams: [{ stream: 1 }] });
    expect(handlers.observations).toHaveBeenCalledWith([{ stream: 1 }]);
    last().send('revised', '6-6-1', { streams: [{ stream: 2 }] });
    expect(handlers.revised).toHaveBeenCalledWith([{ stream: 2 }]);
  });

  it('lets go while the page is hidden and goes on at the same place', () => {
    start();
    last().send('ready', '5-5-0');
    last().send('place', '9-9-0');
    hide(true);
    expect(last().readyState).toBe(FakeSource.CLOSED);
    hide(false);
    expect(last().url).toContain('after=9-9-0');
    last().send('ready', '9-9-0');
    expect(handlers.reread).toHaveBeenCalledTimes(1);
    last().send('reset', '20-20-0');
    expect(handlers.reread).toHaveBeenCalledTimes(2);
  });

  it('waits while the browser connects again, and polls when it was refused', () => {
    const { state } = start();
    last().send('ready', '5-5-0');
    handlers.reread.mockReset();
    last().fail(false);
    expect(state.value).toBe('connecting');
    last().fail(true);
    expect(state.value).toBe('polling');
    vi.advanceTimersByTime(POLL_MS * 2);
    expect(handlers.reread).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(POLL_MS * 8);
    expect(state.value).toBe('connecting');
    expect(FakeSource.all).toHaveLength(2);
  });

  it('polls where there are no events', () => {
    vi.stubGlobal('EventSource', undefined);
    const { state } = start();
    expect(state.value).toBe('polling');
  });

  it('listens to other streams anew, and to none', async () => {
    const { streams, state } = start();
    last().send('ready', '5-5-0');
    const before = last();
    streams.value = [3];
    await nextTick();
    expect(before.readyState).toBe(FakeSource.CLOSED);
    expect(last().url).toBe('/api/v1/live?streams=3');
    before.send('observations', '7-5-0', { streams: [] });
    expect(handlers.observations).not.toHaveBeenCalled();
    streams.value = [];
    await nextTick();
    expect(state.value).toBe('off');
    expect(last().readyState).toBe(FakeSource.CLOSED);
  });

  it('ends with the page', () => {
    start();
    scope.stop();
    expect(last().readyState).toBe(FakeSource.CLOSED);
    hide(false);
    expect(FakeSource.all).toHaveLength(1);
  });
});
