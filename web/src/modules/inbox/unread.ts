import { defineStore } from 'pinia';
import { ref } from 'vue';
import { api } from '@/api/client';

/** How many notifications were not read yet: the number beside the bell. Null until it is known. */
export const useUnread = defineStore('unread-notifications', () => {
  const unread = ref<number | null>(null);

  async function refresh(): Promise<void> {
    try {
      unread.value = (await api.get('/notifications/counts')).data.unread;
    } catch {
      // The number is a convenience; the page of the notifications reports its own failures.
    }
  }

  return { unread, refresh };
});
