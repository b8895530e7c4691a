import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { api } from '@/api/client';
import { ApiError } from '@/api/problem';
import type { Session } from '@/api/types';
import { forgetAllDrafts } from '@/shared/useDraft';

/** Who is working here and what they may do; asked once from the server and kept while the page lives. */
export const useSession = defineStore('session', () => {
  const session = ref<Session | null>(null);
  const known = ref(false);
  let asking: Promise<void> | null = null;

  const signedIn = computed(() => session.value !== null);
  const csrfToken = computed(() => session.value?.csrf_token ?? null);
  const actions = computed(() => new Set(session.value?.actions ?? []));
  const mustChangePassword = computed(() => session.value?.account.must_change_password ?? false);
  const displayName = computed(
    () => session.value?.account.display_name || session.value?.account.user || '',
  );

  const can = (action: string): boolean => actions.value.has(action);

  /** An entry that asks for nothing is everybody's. */
  const canAny = (wanted: string[]): boolean => wanted.length === 0 || wanted.some(can);

  async function ask(): Promise<void> {
    try {
      session.value = (await api.get('/session')).data;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      session.value = null;
    }
    known.value = true;
  }

  /** Asks the server who this is, once; several askers share the answer. */
  function ensureKnown(): Promise<void> {
    if (known.value) return Promise.resolve();
    asking ??= ask().finally(() => (asking = null));
    return asking;
  }

  async function logIn(user: string, password: string): Promise<void> {
    session.value = (await api.post('/session', { body: { user, password } })).data;
    known.value = true;
  }

  async function logOut(): Promise<void> {
    try {
      await api.delete('/session');
    } finally {
      forgetAllDrafts();
      forget();
    }
  }

  function forget(): void {
    session.value = null;
    known.value = true;
  }

  async function changePassword(current: string, wanted: string): Promise<void> {
    await api.put('/me/password', { body: { current, new: wanted } });
    await ask();
  }

  return {
    session,
    known,
    signedIn,
    csrfToken,
    mustChangePassword,
    displayName,
    can,
    canAny,
    ensureKnown,
    logIn,
    logOut,
    forget,
    changePassword,
  };
});
