import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { t } from '@/app/i18n';
import DiffTable from './DiffTable.vue';

it('shows only what differs, old beside new', () => {
  const table = mount(DiffTable, {
    props: { before: { state: 'building', code: 'P1' }, after: { state: 'operating', code: 'P1' } },
  });
  const cells = table.findAll('tbody tr').map((row) => row.findAll('th, td').map((cell) => cell.text()));
  expect(cells).toEqual([[t('common.state'), 'building', 'operating']]);
});

it('shows a member without a word by its name in the interface', () => {
  const table = mount(DiffTable, { props: { before: null, after: { unheard_of: 1 } } });
  expect(table.find('tbody th').text()).toBe('unheard_of');
});

it('shows a first version as all new', () => {
  const table = mount(DiffTable, { props: { before: null, after: { name: '甲' } } });
  expect(table.findAll('ins').map((one) => one.text())).toEqual(['甲']);
  expect(table.findAll('del')).toHaveLength(0);
});

it('shows markup as text', () => {
  const table = mount(DiffTable, { props: { before: null, after: { name: '<img src=x>' } } });
  expect(table.find('img').exists()).toBe(false);
  expect(table.text()).toContain('<img src=x>');
});
