import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defineComponent, h, nextTick, ref, type Ref } from 'vue';
import { forgetAllDrafts, useDraft } from './useDraft';

interface Form {
  reason: string;
}

function formPage() {
  let form!: Ref<Form>;
  let draft!: ReturnType<typeof useDraft>;
  const page = mount(
    defineComponent(() => {
      form = ref<Form>({ reason: '' });
      draft = useDraft('return.1', form);
      return () => h('p');
    }),
  );
  return { page, form, draft };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('keeps what was typed until it is sent', async () => {
  const first = formPage();
  first.form.value.reason = '材料不全';
  await nextTick();
  vi.advanceTimersByTime(400);
  first.page.unmount();

  const second = formPage();
  expect(second.draft.restored).toBe(true);
  expect(second.form.value.reason).toBe('材料不全');
  second.draft.forget();
  expect(formPage().draft.restored).toBe(false);
});

it('throws a damaged draft away', () => {
  localStorage.setItem('kunyu.draft.return.1', '{broken');
  expect(formPage().draft.restored).toBe(false);
  expect(localStorage.getItem('kunyu.draft.return.1')).toBeNull();
});

it('forgets all drafts when the person leaves, and nothing else', () => {
  localStorage.setItem('kunyu.draft.a', '{}');
  localStorage.setItem('kunyu.text_size', 'large');
  forgetAllDrafts();
  expect(Object.keys(localStorage)).toEqual(['kunyu.text_size']);
});
