import { onScopeDispose } from 'vue';

/** Alarms are judged every 20 seconds at the least: looking more often would show nothing more. */
export const REFRESH_MS = 20_000;

/** Reads again what no event tells of, at intervals and when the page is looked at again; not while nobody looks. */
export function useRefresh(read: () => void): void {
  const look = () => {
    if (!document.hidden) read();
  };
  const timer = setInterval(look, REFRESH_MS);
  document.addEventListener('visibilitychange', look);
  onScopeDispose(() => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
  });
}
