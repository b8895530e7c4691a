import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it } from 'vitest';
import { t } from '@/app/i18n';
import type { CategoryList } from '@/api/types';
import { useCategories } from '@/modules/registry/store';
import DiffTable from './DiffTable.vue';

beforeEach(() => {
  setActivePinia(createPinia());
  const states = [
    { state: 'building', name: { zh: '建设', en: 'Under construction' } },
    { state: 'operating', name: { zh: '运行', en: 'Running' } },
  ];
  useCategories().list = { items: [], states, events: [] } as unknown as CategoryList;
});

it('shows only what differs, old beside new, in words', () => {
  const table = mount(DiffTable, {
    props: {
      kind: 'platform',
      before: { state: 'building', code: 'P1' },
      after: { state: 'operating', code: 'P1' },
    },
  });
  const cells = table.findAll('tbody tr').map((row) => row.findAll('th, td').map((cell) => cell.text()));
  expect(cells).toEqual([[t('common.state'), '建设', '运行']]);
});

it('leaves out what is empty on both sides', () => {
  const after = { code: 'P1', field: '', hosts: [], city: null };
  const table = mount(DiffTable, { props: { kind: 'platform', before: null, after } });
  expect(table.findAll('tbody tr')).toHaveLength(1);
});

it('shows a member without a word by its name in the interface', () => {
  const table = mount(DiffTable, { props: { kind: 'platform', before: null, after: { unheard_of: 1 } } });
  expect(table.find('tbody th').text()).toBe('unheard_of');
});

it('shows a first version as all new', () => {
  const table = mount(DiffTable, { props: { kind: 'platform', before: null, after: { name: '甲' } } });
  expect(table.findAll('ins').map((one) => one.text())).toEqual(['甲']);
  expect(table.findAll('del')).toHaveLength(0);
});

it('shows markup as text', () => {
  const table = mount(DiffTable, {
    props: { kind: 'platform', before: null, after: { name: '<img src=x>' } },
  });
  expect(table.find('img').exists()).toBe(false);
  expect(table.text()).toContain('<img src=x>');
});
