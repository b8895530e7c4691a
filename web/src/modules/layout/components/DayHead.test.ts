import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import DaySlider from '@/shared/parts/DaySlider.vue';
import DayHead from './DayHead.vue';

const head = () =>
  mount(DayHead, {
    props: { title: '方向', table: '/layout/directions', asOf: '2018-06-30' },
    slots: { default: '<p id="choice">类别</p>' },
  });

it('names the page and gives its table as a file of that day', () => {
  const page = head();
  expect(page.get('h1').text()).toBe('方向');
  expect(page.findAll('a[download]').map((link) => link.attributes('href'))).toEqual(
    ['csv', 'xlsx', 'json'].map(
      (format) => `/api/v1/layout/directions/export?as_of=2018-06-30&format=${format}`,
    ),
  );
  expect(page.find('#choice').exists()).toBe(true);
});

it('hands on the day that is chosen', async () => {
  const page = head();
  await page.getComponent(DaySlider).vm.$emit('update:modelValue', '2020-12-31');
  expect(page.emitted('update:asOf')).toEqual([['2020-12-31']]);
});
