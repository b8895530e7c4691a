import { onScopeDispose, ref, watch, type Ref } from 'vue';
import { API_ROOT } from '@/api/client';
import type { Shape } from '@/api/types';

export type LiveNews = Shape<'LiveObservations'>['streams'][number];
export type LiveRevision = Shape<'LiveRevisions'>['streams'][number];

/** `off`: nothing to listen to; `polling`: events do not get through, so what is shown is read again at intervals. */
export type LiveState = 'off' | 'connecting' | 'live' | 'polling';

export interface LiveHandlers {
  observations: (news: LiveNews[]) => void;
  revised: (changes: LiveRevision[]) => void;
  /** Something may have been missed: what is shown is to be read anew. */
  reread: () => void;
}

export const POLL_MS = 30_000;
/** While polling, events are tried again after so many polls. */
const POLLS_BEFORE_RETRY = 10;
/** The most that the server takes in one connection. */
export const MOST_HEARD = 50;

/**
 * What comes into streams, as it comes. The connection is let go while the page is hidden, since a browser has few of
 * them for one server, and taken up again at the place where it was left, so that nothing is missed.
 */
export function useLive(streams: Ref<number[]>, handlers: LiveHandlers): { state: Ref<LiveState> } {
  const state = ref<LiveState>('off');
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;
  let place = '';
  let heard = '';

  function close(): void {
    source?.close();
    source = null;
    clearInterval(timer);
    timer = undefined;
  }

  function poll(): void {
    close();
    state.value = 'polling';
    let polls = 0;
    timer = setInterval(() => {
      handlers.reread();
      polls += 1;
      if (polls >= POLLS_BEFORE_RETRY) open();
    }, POLL_MS);
  }

  function listen(events: EventSource): void {
    const on = (name: string, act: (data: string) => void) =>
      events.addEventListener(name, (event) => {
        const { lastEventId, data } = event as MessageEvent<string>;
        if (source !== events) return;
        place = lastEventId;
        state.value = 'live';
        act(data);
      });
    // What came in between the reading of the page and the first connection is in no event.
    const first = place === '';
    on('ready', () => first && handlers.reread());
    on('reset', () => handlers.reread());
    on('place', () => undefined);
    on('observations', (data) =>
      handlers.observations((JSON.parse(data) as Shape<'LiveObservations'>).streams),
    );
    on('revised', (data) => handlers.revised((JSON.parse(data) as Shape<'LiveRevisions'>).streams));
    events.onerror = () => {
      if (source !== events) return;
      // A browser connects again by itself, unless it was refused.
      if (events.readyState === EventSource.CLOSED) poll();
      else state.value = 'connecting';
    };
  }

  function open(): void {
    close();
    if (!heard) {
      state.value = 'off';
      return;
    }
    if (typeof EventSource === 'undefined') return poll();
    state.value = 'connecting';
    const query = new URLSearchParams({ streams: heard });
    if (place) query.set('after', place);
    source = new EventSource(`${API_ROOT}/live?${query.toString()}`);
    listen(source);
  }

  function turn(): void {
    if (document.hidden) close();
    else open();
  }

  watch(
    () => streams.value.slice(0, MOST_HEARD).join(','),
    (wanted) => {
      heard = wanted;
      place = '';
      turn();
    },
    { immediate: true },
  );
  document.addEventListener('visibilitychange', turn);
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', turn);
    close();
  });
  return { state };
}
