import { onScopeDispose, ref, watch, type Ref } from 'vue';

/** What was typed, once the typing rests: a search per word rather than per letter. */
export function useDelayed(source: Ref<string>, milliseconds = 350): Ref<string> {
  const settled = ref(source.value.trim());
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(source, (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => (settled.value = text.trim()), milliseconds);
  });
  onScopeDispose(() => clearTimeout(timer));
  return settled;
}
