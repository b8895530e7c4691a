import { onScopeDispose, watch, type Ref } from 'vue';

const PREFIX = 'kunyu.draft.';

/**
 * Keeps what was typed into a form in this browser until it is sent: restores it on return.
 * `forget` is called once the server has it. Answers whether something was restored.
 */
export function useDraft<T extends object>(
  name: string,
  form: Ref<T>,
): { restored: boolean; forget: () => void } {
  const key = PREFIX + name;
  let restored = false;
  let forgotten = false;
  try {
    const kept = localStorage.getItem(key);
    if (kept) {
      form.value = { ...form.value, ...(JSON.parse(kept) as T) };
      restored = true;
    }
  } catch {
    localStorage.removeItem(key);
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = () => {
    if (forgotten) return;
    try {
      localStorage.setItem(key, JSON.stringify(form.value));
    } catch {
      // A full or forbidden storage must not disturb the form; only the safety net is missing.
    }
  };
  watch(
    form,
    () => {
      forgotten = false;
      clearTimeout(timer);
      timer = setTimeout(keep, 300);
    },
    { deep: true },
  );
  onScopeDispose(() => clearTimeout(timer));

  return {
    restored,
    forget: () => {
      forgotten = true;
      clearTimeout(timer);
      localStorage.removeItem(key);
    },
  };
}

/** Drafts belong to a person: they go when the person logs out. */
export function forgetAllDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}
