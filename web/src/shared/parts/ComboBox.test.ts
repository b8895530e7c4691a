import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import ComboBox from './ComboBox.vue';

const bodies = [
  { value: 1, label: '中国地质调查局' },
  { value: 2, label: '中国地质大学（武汉）' },
];

function combo(modelValue: number | null = null) {
  const search = vi.fn((text: string) => Promise.resolve(bodies.filter((one) => one.label.includes(text))));
  const box = mount(ComboBox<number>, {
    props: { label: '依托单位', modelValue, search },
    attachTo: document.body,
  });
  return { box, search, input: box.get('input') };
}

// The clock of the messages' own timing stays real.
beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

it('finds by typing and takes the choice with the keyboard alone', async () => {
  const { box, search, input } = combo();
  await input.setValue('大学');
  vi.advanceTimersByTime(300);
  await flushPromises();
  expect(search).toHaveBeenCalledWith('大学');
  expect(input.attributes('aria-activedescendant')).toBeTruthy();
  await input.trigger('keydown', { key: 'Enter' });
  expect(box.emitted('update:modelValue')).toEqual([[2]]);
  expect((input.element as HTMLInputElement).value).toBe('中国地质大学（武汉）');
});

it('keeps no text that was not chosen', async () => {
  const { input } = combo();
  await input.setValue('某单位');
  await input.trigger('blur');
  expect((input.element as HTMLInputElement).value).toBe('');
});

it('closes its list on Escape without closing the dialog around it', async () => {
  const { input } = combo();
  await input.trigger('focus');
  await flushPromises();
  expect(input.attributes('aria-expanded')).toBe('true');
  const reached = vi.fn();
  document.addEventListener('keydown', reached);
  await input.trigger('keydown', { key: 'Escape' });
  document.removeEventListener('keydown', reached);
  expect(input.attributes('aria-expanded')).toBe('false');
  expect(reached).not.toHaveBeenCalled();
});
