import type { Ref } from 'vue';
import { api } from '@/api/client';
import { useAutosave as useSaving } from '@/shared/useAutosave';
import { canBegin, inputOf, type ApplicationForm } from './store';

export type { SaveState } from '@/shared/useAutosave';

/** Saves a draft while it is being written; begins it on the server once it has a title and a category. */
export function useAutosave(form: Ref<ApplicationForm>, id: Ref<number | null>, etag: Ref<string | null>) {
  return useSaving(form, etag, {
    body: () => inputOf(form.value),
    ready: () => canBegin(form.value),
    isNew: () => id.value === null,
    send: async (body, version) => {
      const reply =
        id.value === null
          ? await api.post('/applications', { body })
          : await api.patch('/applications/{id}', { path: { id: id.value }, body, etag: version });
      id.value = reply.data.id;
      return reply.etag;
    },
  });
}
