// Every list goes out as CSV, XLSX and JSON, as filtered, and can be read again.
import { beforeAll, expect, it } from 'vitest';
import { arguedApplication, cast, person, upload, type Cast } from './support/cast.ts';
import { Client } from './support/client.ts';
import { until } from './support/poll.ts';
import { parseCsv, readXlsx, unzipSync } from './support/sheets.ts';
import { scenario } from './support/suite.ts';

scenario('exports', (world) => {
  it('an export as of a day is of that day', async () => {
    const then = (await world().anyone.get('/api/v1/platforms/export', { query: { format: 'json', as_of: '2018-06-30' } })).expect(200).body;
    expect(then.items).toEqual(await world().anyone.all('/api/v1/platforms', { as_of: '2018-06-30' }));
  });

  it('an export stands in the order that was asked for', async () => {
    const query = { sort: 'name', category: 'ministry-key-laboratory' };
    const out = (await world().anyone.get('/api/v1/platforms/export', { query: { ...query, format: 'json' } })).expect(200).body;
    expect(out.items).toEqual(await world().anyone.all('/api/v1/platforms', query));
  });

  it('GeoJSON has a feature for each platform, a point where the place is known', async () => {
    const collection = (await world().anyone.get('/api/v1/platforms.geojson')).expect(200).body;
    expect(collection.features).toHaveLength(91);
    const beijing = collection.features.find((feature: any) => feature.properties.code === 'P012');
    expect(beijing.geometry.coordinates[0]).toBeCloseTo(116.4, 0);
    expect(collection.features.some((feature: any) => feature.geometry === null)).toBe(true);
  });

  it('the dossier holds the record, the life line and the attachments', async () => {
    const zip = unzipSync((await world().admin.get('/api/v1/platforms/P012/dossier')).expect(200).bytes);
    expect(Object.keys(zip).length).toBeGreaterThan(0);
    for (const name of Object.keys(zip)) expect(name).not.toMatch(/^\/|\.\./);
    const texts = Object.values(zip).map((bytes) => new TextDecoder().decode(bytes));
    expect(texts.some((text) => text.includes('国土资源部土地利用重点实验室'))).toBe(true);
  });

  it('the open data page links downloads that work without logging in', async () => {
    const page = (await world().anyone.get('/data')).expect(200).text;
    const links = [...page.matchAll(/href="(\/api\/v1\/[^"]+)"/g)].map((match) => match[1]!.replaceAll('&amp;', '&'));
    expect(links.length).toBeGreaterThanOrEqual(3);
    for (const link of links) (await world().anyone.get(link)).expect(200);
  });
});

type Query = Record<string, string | number | boolean>;
interface Listed {
  path: string;
  filter: Query;
  /** What a cell under this heading shows of an item, in Chinese. */
  heading: string;
  cell: (item: any) => string;
  /** A word of a closed set, as a column of the same list shows it. */
  word?: [heading: string, member: (item: any) => string, words: Record<string, string>];
}
const zh = (name: { zh: string } | null): string => name?.zh ?? '';
const moment = (at: string | null): string => (at === null ? '' : new Date(Date.parse(at) + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' '));
const LAB = 'ministry-key-laboratory';

const everyList: Listed[] = [
  { path: 'platforms', filter: { province: '11' }, heading: '名称', cell: (one) => one.name.zh, word: ['计数', (one) => one.standing, { counted: '计入', reserved: '预留', not_counted: '不计' }] },
  { path: 'organisations', filter: { kind: 'institute' }, heading: '名称', cell: (one) => one.name.zh, word: ['类型', (one) => one.kind, { institute: '科研院所' }] },
  { path: 'accounts', filter: { role: 'expert' }, heading: '账号', cell: (one) => one.user, word: ['角色', (one) => one.grants[0].role, { expert: '评审专家' }] },
  { path: 'calls', filter: { category: LAB }, heading: '标题', cell: (one) => zh(one.title), word: ['类别', (one) => one.category, { [LAB]: '部重点实验室' }] },
  { path: 'applications', filter: { category: LAB }, heading: '提交时间', cell: (one) => moment(one.submitted_at), word: ['状态', (one) => one.state, { draft: '草稿', submitted: '待主管单位审核', endorsed: '待论证', argued: '待决定', returned: '退回修改', approved: '已批准', refused: '未批准', withdrawn: '已撤回' }] },
  { path: 'exit-plans', filter: { category: LAB }, heading: '计划日期', cell: (one) => one.exits.map((exit: any) => exit.on).join('; '), word: ['状态', (one) => one.state, { open: '进行中', late: '逾期' }] },
  { path: 'annual-reports', filter: { year: 2018 }, heading: '平台编号', cell: (one) => one.platform.code, word: ['状态', (one) => one.state, { missing: '缺报', late: '逾期', due: '待报', draft: '草稿', submitted: '已报送' }] },
  { path: 'readiness', filter: { ready: false }, heading: '平台', cell: (one) => zh(one.platform.name) },
  { path: 'notices', filter: { state: 'draft' }, heading: '标题', cell: (one) => zh(one.title), word: ['状态', (one) => one.state, { draft: '草稿' }] },
  { path: 'inspections', filter: { plan: 'plan-2017' }, heading: '检查日期', cell: (one) => one.inspected_on, word: ['状态', (one) => one.state, { overdue: '有逾期', settled: '办结', open: '办理中' }] },
  { path: 'commitments', filter: { kind: 'money' }, heading: '承诺内容', cell: (one) => one.what, word: ['计量单位', (one) => one.unit, { fen: '分' }] },
  { path: 'commitments/totals', filter: { by: 'host' }, heading: '承诺单位', cell: (one) => zh(one.host.name), word: ['承诺类型', (one) => one.kind, { posts: '人才队伍和岗位', equipment: '仪器装备', housing: '野外科研用房', money: '经费', land: '配套设施用地' }] },
  { path: 'regulations', filter: { task: 23 }, heading: '标题', cell: (one) => zh(one.title), word: ['状态', (one) => one.state, { asked_for: '待制订', consultation: '征求意见' }] },
  { path: 'meetings', filter: { plan: 'plan-2017' }, heading: '会议日期', cell: (one) => one.held_on, word: ['状态', (one) => one.state, { overdue: '有逾期', settled: '办结', open: '办理中' }] },
  { path: 'suggestions', filter: { state: 'given' }, heading: '建议', cell: (one) => one.wording, word: ['状态', (one) => one.state, { given: '待答复' }] },
  { path: 'stations', filter: { q: '地下水' }, heading: '台站', cell: (one) => one.name },
  { path: 'station-networks', filter: {}, heading: '成员台站编号', cell: (one) => one.members.map((member: any) => member.station).join('; ') },
  { path: 'alarms', filter: { status: 'all' }, heading: '数据流', cell: (one) => one.stream.name, word: ['状态', (one) => one.state.status, { quiet: '正常', pending: '待定', raised: '报警', acknowledged: '已确认', cleared: '已解除，待确认' }] },
  { path: 'todos', filter: { state: 'waiting' }, heading: '到达时间', cell: (one) => moment(one.since), word: ['状态', (one) => one.state, { waiting: '办理中' }] },
  { path: 'jobs', filter: { state: 'done' }, heading: '任务', cell: (one) => zh(one.title), word: ['状态', (one) => one.state, { done: '完成' }] },
  { path: 'audit', filter: { subject: 'account' }, heading: '操作', cell: (one) => one.action },
  { path: 'layout', filter: { as_of: '2018-06-30' }, heading: '已计入', cell: (one) => String(one.counted) },
  { path: `layout/${LAB}/geology`, filter: { as_of: '2018-06-30' }, heading: '平台编号', cell: (one) => one.platform.code, word: ['计数', (one) => one.standing, { counted: '计入', reserved: '预留', not_counted: '不计' }] },
  { path: 'layout/history', filter: { category: LAB, field: 'land', to: '2020-12-31' }, heading: '日期', cell: (one) => one.on, word: ['领域', () => 'land', { land: '土地科技与国土资源综合管理' }] },
  { path: 'layout/directions', filter: { category: LAB }, heading: '方向', cell: (one) => zh(one.direction.name), word: ['类别', (one) => one.category, { [LAB]: '部重点实验室' }] },
  { path: 'layout/provinces', filter: { as_of: '2018-06-30' }, heading: '省级行政单位', cell: (one) => zh(one.name) },
];
const unpaged = (path: string): boolean => path.startsWith('layout') || path.endsWith('totals');

scenario('every list', (world) => {
  let people: Cast;
  let strangers: [string, Client][];

  beforeAll(async () => {
    people = await cast(world());
    const admin = world().admin;
    const expert = await person(world(), 'zhou.pingshen', [{ role: 'expert', scope: { kind: 'organisation', id: 'clspi' } }], 'clspi');
    strangers = [['nobody', world().anyone], ['expert', expert], ['host', people.host], ['province', people.province], ['officer', people.officer]];
    expect(world().kunyu('sample', 'load')).toMatchObject({ code: 0 });
    await arguedApplication(people, '黄土高原土地工程重点实验室', LAB, 'land');
    (await admin.post('/api/v1/notices', { issuer: '国土资源部办公厅', title: { zh: '草拟的通知' }, body: { zh: '内容' } })).expect(201);
    const supervised = { plan: 'plan-2017' };
    (await admin.post('/api/v1/inspections', { ...supervised, inspected_on: '2018-05-03', inspectors: '王处长', findings: '不全', units: ['clspi'], demands: [{ unit: 'clspi', wording: '补齐', due_on: '2018-06-30' }] })).expect(201);
    (await admin.post('/api/v1/commitments', { ...supervised, promised_by: 'clspi', kind: 'money', task: 30, what: '经费', amount: 100 })).expect(201);
    (await admin.post('/api/v1/commitments', { ...supervised, promised_by: 'shaanxi', kind: 'land', task: 26, what: '用地' })).expect(201);
    (await admin.post('/api/v1/meetings', { ...supervised, held_on: '2018-04-10', title: '会议', units: ['shaanxi'], actions: [{ unit: 'shaanxi', wording: '报送', due_on: '2018-05-10' }] })).expect(201);
    (await admin.post('/api/v1/suggestions', { ...supervised, unit: 'clspi', wording: '建议' })).expect(201);
    (await admin.post('/api/v1/exit-plans', { category: LAB, reason: '为新建实验室腾出名额', exits: [{ platform: 'P001', on: '2020-06-30', way: 'exit' }, { platform: 'P002', on: '2020-07-31', way: 'merge', into: 'P003' }] })).expect(201);
    const template = (await admin.get('/api/v1/imports/templates/platforms', { query: { format: 'csv' } })).expect(200);
    const file = await upload(admin, 'platforms.csv', template.bytes, 'text/csv');
    const job = (await admin.post('/api/v1/imports', { kind: 'platforms', file: file.id, dry_run: true })).expect(202).body;
    await until('the import is checked', async () => ((await admin.get(`/api/v1/jobs/${job.id}`)).body.state === 'done' ? true : undefined));
  }, 120_000);

  const listed = async (client: Client, path: string, filter: Query): Promise<any[]> => {
    if (unpaged(path)) return (await client.get(`/api/v1/${path}`, { query: filter })).expect(200).body.items;
    const items = await client.all(`/api/v1/${path}`, filter);
    // The record goes out as it was written, oldest first; the page shows the newest first.
    return path === 'audit' ? items.reverse() : items;
  };
  const exported = (client: Client, path: string, filter: Query, format: string, lang: 'zh' | 'en' = 'zh') =>
    client.get(`/api/v1/${path}/export`, { query: { ...filter, format }, lang });

  for (const { path, filter, heading, cell, word } of everyList) {
    it(`${path} goes out row by row as filtered, in its order, with the reader's words`, async () => {
      const admin = path === 'todos' ? people.officer : world().admin;
      const items = await listed(admin, path, filter);
      expect(items.length, 'something is listed').toBeGreaterThan(0);
      expect((await exported(admin, path, filter, 'json')).expect(200).body).toMatchObject({ items, next: null });
      const out = (await exported(admin, path, filter, 'csv')).expect(200);
      expect([...out.bytes.subarray(0, 3)], 'byte order mark, for spreadsheets').toEqual([0xef, 0xbb, 0xbf]);
      expect(out.headers.get('content-disposition')).toMatch(new RegExp(`attachment; filename="?${path.replaceAll('/', '-')}[-.]`));
      const [headings, ...rows] = parseCsv(out.text);
      const column = (name: string): string[] => rows.map((row) => row[headings!.indexOf(name)]!);
      expect(column(heading)).toEqual(items.map(cell));
      if (word !== undefined) expect(column(word[0])).toEqual(items.map((item) => word[2][word[1](item)] ?? 'a known word'));
      const book = readXlsx((await exported(admin, path, filter, 'xlsx')).expect(200).bytes);
      expect(book).toHaveLength(rows.length + 1);
      expect(book[0]).toEqual(headings);
      const english = parseCsv((await exported(admin, path, filter, 'csv', 'en')).text)[0]!;
      expect(headings!.join()).toMatch(/\p{Script=Han}/u);
      expect(english.join()).not.toMatch(/\p{Script=Han}/u);
      expect(new Set(english).size, 'every heading once').toBe(english.length);
    });

    it(`${path} hides from each what the list hides, and refuses alike`, async () => {
      for (const [name, client] of strangers) {
        const page = await client.get(`/api/v1/${path}`, { query: filter });
        const out = await exported(client, path, filter, 'json');
        expect([name, out.status, out.code], path).toEqual([name, page.status, page.code]);
        if (page.status === 200) expect(out.body.items, `${path} for ${name}`).toEqual(await listed(client, path, filter));
      }
    });
  }

  it('a wrong filter is refused as the list refuses it, a missing format by name', async () => {
    const admin = world().admin;
    expect((await exported(admin, 'jobs', { state: 'later' }, 'csv')).expect(422).body.fields[0]).toMatchObject({ path: 'state' });
    expect((await admin.get('/api/v1/jobs/export')).expect(422).body.fields[0]).toMatchObject({ path: 'format', code: 'base.required' });
    expect((await exported(admin, 'jobs', { limit: 5 }, 'csv')).expect(422).body.fields[0]).toMatchObject({ path: 'limit' });
  });
});
