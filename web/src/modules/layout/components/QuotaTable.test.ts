import { mount, RouterLinkStub } from '@vue/test-utils';
import { expect, it } from 'vitest';
import type { LayoutRow } from '@/api/types';
import { i18n } from '@/app/i18n';
import QuotaTable from './QuotaTable.vue';

const row = (field: string | null, quota: number, counted: number): LayoutRow => ({
  category: 'ministry-key-laboratory',
  category_name: { zh: '部重点实验室', en: 'Ministry key laboratory' },
  table: 1,
  field,
  field_name: field ? { zh: '土地', en: 'Land' } : null,
  quota,
  counted,
  reserved: 0,
  free: Math.max(0, quota - counted),
  over: Math.max(0, counted - quota),
  known_by_name: counted,
  baseline: null,
  samples: 0,
});

const table = (rows: LayoutRow[]) =>
  mount(QuotaTable, {
    props: { rows, asOf: '2018-06-30' },
    global: { stubs: { RouterLink: RouterLinkStub } },
  });

it('says free, full and over in words, each with its own shape', () => {
  const marks = table([row('land', 15, 14), row('geology', 20, 20), row('minerals', 20, 22)]).findAll(
    'tbody .mark',
  );
  expect(marks.map((mark) => mark.text())).toEqual(['有空余 1', '满额', '超出 2']);
  expect(
    new Set(marks.map((mark) => mark.get('svg > *').element.tagName + mark.get('svg > *').attributes('d')))
      .size,
  ).toBe(3);
});

it('leads from a field to its platforms on that day, not from the total', () => {
  const links = table([row('land', 15, 14), row(null, 70, 60)]).findAllComponents(RouterLinkStub);
  expect(links.map((link) => link.props('to'))).toEqual([
    {
      name: 'layout-field',
      params: { category: 'ministry-key-laboratory', field: 'land' },
      query: { as_of: '2018-06-30' },
    },
  ]);
});

it('speaks English when asked to', () => {
  i18n.global.locale.value = 'en';
  const text = table([row('land', 15, 15)]).text();
  expect(text).toContain('Land');
  expect(text).toContain('Full');
});
