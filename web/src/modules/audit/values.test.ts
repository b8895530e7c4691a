import { describe, expect, it } from 'vitest';
import { i18n } from '@/app/i18n';
import { valueText, type PlanWords } from './values';

const plan: PlanWords = {
  categoryName: (id) => ({ 'ministry-key-laboratory': '部重点实验室' })[id] ?? id,
  fieldName: (id) => ({ land: '土地科技' })[id] ?? id,
  stateName: (id) => ({ building: '建设' })[id] ?? id,
  eventName: (id) => ({ exit: '退出' })[id] ?? id,
  directionName: (_category, _field, id) => ({ 'land-1': '土地科学与工程' })[id] ?? id,
};
const read = (kind: string, member: string, value: unknown) => valueText(kind, member, value, plan);

describe('a value of the audit record', () => {
  it.each([
    ['platform', 'state', 'building', '建设'],
    ['application', 'state', 'endorsed', '待论证'],
    ['annual_report', 'state', 'accepted', '已接收'],
    ['notice', 'state', 'draft', '草稿'],
    ['call', 'state', 'published', '已发布'],
    ['application', 'category', 'ministry-key-laboratory', '部重点实验室'],
    ['application', 'field', 'land', '土地科技'],
    ['application', 'kind', 'new', '新建平台'],
    ['application', 'province', '61', '陕西'],
    ['application', 'directions', ['land-1'], '土地科学与工程'],
    ['organisation', 'kind', 'institute', '科研院所'],
    ['job', 'kind', 'import.platforms', '导入平台'],
    ['platform', 'event', 'exit', '退出'],
    ['platform', 'confidence', 'D', 'D 级：只知其方向，名称和依托单位均待核实'],
    ['application', 'host_share', 10000, '100%'],
    ['file', 'size', 1536, '1.5 KiB'],
    ['account', 'active', true, '是'],
    ['notice', 'published_at', '2026-11-26T02:15:44.250415Z', '2026-11-26 10:15'],
  ])('%s %s %j reads %s', (kind, member, value, text) => expect(read(kind, member, value)).toBe(text));

  it('is a dash where there is none', () =>
    expect([null, undefined, '', [], {}].map((value) => read('platform', 'city', value))).toEqual(
      Array(5).fill('—'),
    ));

  it('stays as it is where no word is known', () =>
    expect(read('platform', 'unheard_of', 'some-code')).toBe('some-code'));

  it('is a name in both languages, a reference by its name, a list of things a line each', () => {
    expect(read('notice', 'title', { zh: '通知', en: 'Notice' })).toBe('通知 / Notice');
    expect(read('organisation', 'parent', { id: 1, slug: 'shaanxi', name: { zh: '陕西省国土资源厅' } })).toBe(
      '陕西省国土资源厅',
    );
    const grants = [
      { id: 5, role: 'expert', organisation: null },
      { id: 6, role: 'host_manager', organisation: 7 },
    ];
    expect(read('account', 'grants', grants)).toBe('角色 专家\n角色 依托单位管理员、所属单位 7');
  });

  it('follows the language', () => {
    i18n.global.locale.value = 'en';
    expect(read('application', 'state', 'draft')).toBe('Draft');
    expect(read('account', 'language', 'zh')).toBe('Chinese');
  });
});
