// What a unit owes goes out: the list of its reports, and all of it as one workbook.
import { beforeAll, expect, it } from 'vitest';
import { person } from './support/cast.ts';
import type { Client } from './support/client.ts';
import { parseCsv, readXlsx, unzipSync } from './support/sheets.ts';
import { scenarioOn } from './support/suite.ts';

const PLAN = '/api/v1/plans/plan-2017';

scenarioOn('2018-04-05', 'what a unit owes', (world) => {
  let officer: Client;
  let unit: Client;
  let stranger: Client;
  let imr: number;

  const sheets = (bytes: Uint8Array): Record<string, string[][]> => {
    const book = new TextDecoder().decode(unzipSync(bytes)['xl/workbook.xml']);
    const names = [...book.matchAll(/<sheet [^>]*name="([^"]+)"/g)].map((match) => match[1]!);
    return Object.fromEntries(names.map((name, at) => [name, readXlsx(bytes, at + 1)]));
  };
  const workbook = async (client: Client, lang: 'zh' | 'en'): Promise<Record<string, string[][]>> => {
    const out = (await client.get(`${PLAN}/units/imr/obligations`, { query: { format: 'xlsx' }, lang })).expect(200);
    expect(out.headers.get('content-disposition')).toContain(`obligations-plan-2017-${imr}-2018-04-05.xlsx`);
    return sheets(out.bytes);
  };

  beforeAll(async () => {
    const host = (id: string) => [{ role: 'host_manager', scope: { kind: 'organisation', id } }];
    officer = await person(world(), 'wang', [{ role: 'ministry_officer', scope: { kind: 'all' } }], 'mlr-sti');
    unit = await person(world(), 'imr', host('imr'), 'imr');
    stranger = await person(world(), 'clspi', host('clspi'), 'clspi');
    imr = (await unit.get('/api/v1/organisations/imr')).expect(200).body.id;
    const task = (await officer.get(`${PLAN}/tasks`)).expect(200).body.items[2];
    const plan = 'plan-2017';
    (await officer.post('/api/v1/slips', { task: task.id, unit: 'imr', demand: '请说明滞后原因', reply_due: '2018-04-20' })).expect(201);
    (await officer.post('/api/v1/meetings', { plan, held_on: '2018-03-10', title: '协调小组第一次会议', units: ['imr'], actions: [{ unit: 'imr', wording: '报送方案', due_on: '2018-04-01' }] })).expect(201);
    (await officer.post('/api/v1/inspections', { plan, inspected_on: '2018-03-20', inspectors: '王处长', findings: '台账不全', units: ['imr'], demands: [{ unit: 'imr', wording: '补齐台账', due_on: '2018-04-30' }] })).expect(201);
    const promise = (await unit.post('/api/v1/commitments', { plan, promised_by: 'imr', kind: 'money', task: 3, what: '配套经费', amount: 120_050, due_on: '2018-12-31' })).expect(201).body;
    (await unit.post(`/api/v1/commitments/${promise.id}/deliveries`, { delivered_on: '2018-04-05', amount: 50_000 })).expect(200, 201);
  }, 120_000);

  it('the reports owed go out row by row', async () => {
    const items = (await unit.get('/api/v1/reports/expected')).expect(200).body.items;
    expect(items.length).toBeGreaterThan(0);
    const whole = (await unit.get('/api/v1/reports/expected/export', { query: { format: 'json' } })).expect(200).body;
    expect(whole).toMatchObject({ as_of: '2018-04-05', items });
    const [headings, ...rows] = parseCsv((await unit.get('/api/v1/reports/expected/export', { query: { format: 'csv' }, lang: 'zh' })).expect(200).text);
    expect(rows.map((row) => row[headings!.indexOf('报告期')])).toEqual(items.map((one: any) => one.label));
    expect(rows.map((row) => row[headings!.indexOf('应交日期')])).toEqual(items.map((one: any) => one.due_on));
    expect(new Set(rows.map((row) => row[headings!.indexOf('状态')]))).toEqual(new Set(['未填报']));
    const book = readXlsx((await unit.get('/api/v1/reports/expected/export', { query: { format: 'xlsx' }, lang: 'en' })).expect(200).bytes);
    expect(book[0]!.join()).not.toMatch(/\p{Script=Han}/u);
    expect(book).toHaveLength(items.length + 1);
    expect((await stranger.get('/api/v1/reports/expected/export', { query: { format: 'json', unit: 'imr' } })).expect(200).body.items).toEqual([]);
  });

  it('all that the unit owes stands in one workbook', async () => {
    const book = await workbook(unit, 'zh');
    expect(Object.keys(book)).toEqual(['任务', '节点', '应交报告', '未办结督办单', '会议议定事项', '检查整改要求', '保障承诺']);
    const standing = (await unit.get(`${PLAN}/standing`)).expect(200).body;
    const own = standing.tasks.filter((one: any) => one.units.some((two: any) => two.unit.id === imr));
    expect(book['任务']!.slice(1).map((row) => row[0])).toEqual(own.map((one: any) => String(one.number)));
    const milestones = (await unit.get(`${PLAN}/tasks`)).body.items.filter((one: any) => own.some((two: any) => two.number === one.number)).flatMap((one: any) => one.milestones);
    expect(book['节点']!.slice(1).map((row) => row[2])).toEqual(milestones.map((one: any) => one.code));
    expect(book['应交报告']!).toHaveLength((await unit.get('/api/v1/reports/expected')).body.items.length + 1);
    expect(book['未办结督办单']![1]).toEqual(expect.arrayContaining(['2018-1', '请说明滞后原因', '蓝色']));
    expect(book['会议议定事项']![1]).toEqual(expect.arrayContaining(['协调小组第一次会议', '报送方案', '逾期']));
    expect(book['检查整改要求']![1]).toEqual(expect.arrayContaining(['王处长', '补齐台账', '待办']));
    expect(book['保障承诺']![1]).toEqual(expect.arrayContaining(['经费', '配套经费', '1200.5', '500', '元', '部分落实']));
  });

  it('in English its headings and words are English', async () => {
    const book = await workbook(officer, 'en');
    expect(Object.keys(book)).toEqual(['Tasks', 'Milestones', 'Reports owed', 'Open slips', 'Action items', 'Inspection demands', 'Commitments']);
    for (const rows of Object.values(book)) expect(rows[0]!.join()).not.toMatch(/\p{Script=Han}/u);
    expect(book['Commitments']![1]).toEqual(expect.arrayContaining(['Money', 'yuan', 'Partly delivered']));
  });

  it('another unit sees of it what stands in everybody\'s view', async () => {
    expect(Object.keys(await workbook(stranger, 'en'))).toEqual(['Tasks', 'Milestones']);
    (await world().anyone.get(`${PLAN}/units/imr/obligations`, { query: { format: 'xlsx' } })).expect(401);
    (await officer.get(`${PLAN}/units/nobody/obligations`, { query: { format: 'xlsx' } })).expect(404);
    (await officer.get(`${PLAN}/units/imr/obligations`, { query: { format: 'csv' } })).expect(422);
  });

  it('a cell that begins like a formula stays a text', async () => {
    const promise = (await unit.post('/api/v1/commitments', { plan: 'plan-2017', promised_by: 'imr', kind: 'posts', task: 3, what: '=1+1' })).expect(201).body;
    const out = (await unit.get(`${PLAN}/units/imr/obligations`, { query: { format: 'xlsx' } })).expect(200);
    const xml = Object.entries(unzipSync(out.bytes)).filter(([name]) => name.startsWith('xl/worksheets/')).map(([, bytes]) => new TextDecoder().decode(bytes)).join('');
    expect(promise.what).toBe('=1+1');
    expect(xml).not.toContain('<f>');
  });
});
