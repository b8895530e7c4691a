import { ref } from 'vue';

export type TextSize = 'normal' | 'large' | 'larger';

const KEY = 'kunyu.text_size';
export const TEXT_SIZES: TextSize[] = ['normal', 'large', 'larger'];
export const textSize = ref<TextSize>('normal');

export function setTextSize(size: TextSize): void {
  textSize.value = size;
  const classes = document.documentElement.classList;
  classes.toggle('text-large', size === 'large');
  classes.toggle('text-larger', size === 'larger');
  try {
    localStorage.setItem(KEY, size);
  } catch {
    // Without storage the choice holds for this page only.
  }
}

export function restoreTextSize(): void {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(KEY);
  } catch {
    return;
  }
  if (TEXT_SIZES.includes(kept as TextSize)) setTextSize(kept as TextSize);
}
