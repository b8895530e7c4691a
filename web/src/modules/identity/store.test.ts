import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { configureClient } from '@/api/client';
import { useSession } from './store';

const sent = vi.fn<typeof fetch>();
const session = (actions: string[], must_change_password = false) => ({
  account: { id: 1, user: 'wang.keji', display_name: '王处长', must_change_password, grants: [] },
  csrf_token: 'token-1',
  expires_at: null,
  actions,
  waiting_todos: 2,
});
const answer = (status: number, body?: object) =>
  sent.mockResolvedValueOnce(new Response(body ? JSON.stringify(body) : null, { status }));

beforeEach(() => {
  setActivePinia(createPinia());
  sent.mockReset();
  vi.stubGlobal('fetch', sent);
  configureClient({ language: () => 'zh', csrfToken: () => null, onUnauthenticated: () => undefined });
});
afterEach(() => vi.unstubAllGlobals());

it('asks the server once, however many pages want to know', async () => {
  answer(200, session(['platform.read']));
  const store = useSession();
  await Promise.all([store.ensureKnown(), store.ensureKnown()]);
  await store.ensureKnown();
  expect(sent).toHaveBeenCalledOnce();
  expect([store.signedIn, store.displayName, store.csrfToken]).toEqual([true, '王处长', 'token-1']);
});

it("allows what the server listed and nothing else; an entry without actions is everybody's", async () => {
  answer(200, session(['platform.read']));
  const store = useSession();
  await store.ensureKnown();
  expect(store.can('platform.read')).toBe(true);
  expect(store.can('audit.read')).toBe(false);
  expect(store.canAny(['audit.read', 'platform.read'])).toBe(true);
  expect(store.canAny([])).toBe(true);
});

it('takes a refusal as not signed in, and a dead server as unknown', async () => {
  answer(401, { status: 401 });
  const store = useSession();
  await store.ensureKnown();
  expect([store.known, store.signedIn]).toEqual([true, false]);

  setActivePinia(createPinia());
  sent.mockRejectedValue(new TypeError('network'));
  const other = useSession();
  await expect(other.ensureKnown()).rejects.toThrow();
  expect(other.known).toBe(false);
});

it('forgets person and drafts on the way out, even when the server does not answer', async () => {
  answer(200, session([]));
  const store = useSession();
  await store.ensureKnown();
  localStorage.setItem('kunyu.draft.notice', '{}');
  sent.mockRejectedValue(new TypeError('network'));
  await store.logOut().catch(() => undefined);
  expect(store.signedIn).toBe(false);
  expect(localStorage.getItem('kunyu.draft.notice')).toBeNull();
});
