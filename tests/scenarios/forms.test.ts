// The other things that move: calls, notices, annual reports, organisations, plans of exits, to-do lists.
import { beforeAll, expect, it } from 'vitest';
import { cast, person, step, upload, type Cast } from './support/cast.ts';
import { scenario } from './support/suite.ts';

const LAB = 'ministry-key-laboratory';

scenario('calls', (world) => {
  let people: Cast;
  beforeAll(async () => {
    people = await cast(world());
  });
  const body = { title: { zh: '2018年度申报' }, category: LAB, fields: ['land'], opens_on: '2018-01-10', closes_on: '2018-03-31', limits: { per_host: 1 }, document_number: '国土资厅函〔2018〕1号' };

  it('is a draft that only its editors see, then announced, open and closed by its days', async () => {
    const past = (await people.officer.post('/api/v1/calls', body)).expect(201).body;
    expect((await people.officer.post(`/api/v1/calls/${past.id}/steps`, { step: 'publish' })).expect(422).body.fields[0]).toMatchObject({ path: '/closes_on' });
    const draft = (await people.officer.post('/api/v1/calls', { ...body, opens_on: '2098-01-10', closes_on: '2098-03-31' })).expect(201).body;
    (await world().anyone.get(`/api/v1/calls/${draft.id}`)).expect(404);
    (await people.officer.post(`/api/v1/calls/${draft.id}/steps`, { step: 'publish' })).expect(200);
    expect((await world().anyone.get(`/api/v1/calls/${draft.id}`)).expect(200).body.state).toBe('announced');
    const today = (await world().anyone.get('/api/v1/site')).body.today as string;
    const open = (await people.officer.post('/api/v1/calls', { ...body, opens_on: today, closes_on: today })).expect(201).body;
    expect((await people.officer.post(`/api/v1/calls/${open.id}/steps`, { step: 'publish' })).expect(200).body.state).toBe('open');
    expect((await world().anyone.all('/api/v1/calls', { state: 'open' })).map((call) => call.id)).toContain(open.id);
    (await people.officer.post(`/api/v1/calls/${open.id}/steps`, { step: 'publish' })).expect(409);
    (await people.officer.post('/api/v1/calls', { ...body, closes_on: '2018-01-09' })).expect(422);
    (await people.officer.post('/api/v1/calls', { ...body, fields: ['land-eng'] })).expect(422);
    (await people.officer.post('/api/v1/calls', { ...body, category: 'no-category' })).expect(422);
  });

  it('holds its window and its limit per host', async () => {
    const today = (await world().anyone.get('/api/v1/site')).body.today as string;
    const call = (await people.officer.post('/api/v1/calls', { ...body, opens_on: today, closes_on: today })).expect(201).body;
    const application = {
      title: { zh: '按通知申报' }, call: call.id, category: LAB, field: 'land', host: people.hostOrganisation.id, supervisor: 'shaanxi', host_share: 100,
      director: '韩霁昌', summary: '内容', province: '61', city: '西安', attachments: [] as number[],
    };
    const apply = async (): Promise<number> => {
      const file = await upload(people.host, '申请书.pdf');
      return (await people.host.post('/api/v1/applications', { ...application, attachments: [file.id] })).expect(201).body.id;
    };
    (await people.host.post('/api/v1/applications', { ...application })).expect(201, 409, 422);
    (await people.officer.post(`/api/v1/calls/${call.id}/steps`, { step: 'publish' })).expect(200);
    const first = await apply();
    (await step(people.host, first, { step: 'submit' })).expect(200);
    const second = await people.host.post('/api/v1/applications', application);
    if (second.status === 201) (await step(people.host, second.body.id, { step: 'submit' })).expect(409, 422);
    else second.expect(409);
    const current = (await people.officer.get(`/api/v1/calls/${call.id}`)).expect(200);
    expect(current.body.application_count).toBeGreaterThanOrEqual(1);
    (await people.officer.patch(`/api/v1/calls/${call.id}`, { title: { zh: '改题' } }, { ifMatch: current.etag })).expect(200, 409);
    (await people.officer.post(`/api/v1/calls/${call.id}/steps`, { step: 'close' })).expect(422);
    (await people.officer.post(`/api/v1/calls/${call.id}/steps`, { step: 'close', reason: '名额已满' })).expect(200);
    const late = await people.host.post('/api/v1/applications', application);
    if (late.status === 201) (await step(people.host, late.body.id, { step: 'submit' })).expect(409, 422);
  });
});

scenario('applications', (world) => {
  let people: Cast;
  beforeAll(async () => {
    people = await cast(world());
  });
  async function submitted(): Promise<number> {
    const file = await upload(people.host, '申请书.pdf');
    const draft = (
      await people.host.post('/api/v1/applications', {
        title: { zh: '一份申请' }, category: LAB, field: 'land', host: people.hostOrganisation.id, host_share: 100, supervisor: 'shaanxi', province: '61', city: '西安', director: '韩霁昌', summary: '内容', attachments: [file.id],
      })
    ).expect(201).body;
    (await step(people.host, draft.id, { step: 'submit' })).expect(200);
    return draft.id as number;
  }

  it('refuses steps out of turn and names what is possible', async () => {
    const id = await submitted();
    for (const early of [{ step: 'argue', opinion: '同意', outcome: 'recommended' }, { step: 'approve', document_number: '号' }]) {
      (await step(people.officer, id, early)).expect(409);
    }
    (await step(people.host, id, { step: 'submit' })).expect(409);
    (await step(people.host, id, { step: 'fly' })).expect(422);
    expect((await people.province.get(`/api/v1/applications/${id}`)).body.steps).toEqual(expect.arrayContaining(['endorse', 'return']));
  });

  it('a submitted application cannot be edited, a withdrawn one not moved', async () => {
    const id = await submitted();
    const now = await people.host.get(`/api/v1/applications/${id}`);
    (await people.host.patch(`/api/v1/applications/${id}`, { city: '延安' }, { ifMatch: now.etag })).expect(409);
    expect((await step(people.host, id, { step: 'withdraw', reason: '条件不具备' })).expect(200).body.state).toBe('withdrawn');
    (await step(people.host, id, { step: 'submit' })).expect(409);
    (await step(people.province, id, { step: 'endorse' })).expect(409);
  });

  it('a refusal needs its reason and ends it; the to-do list is empty of it', async () => {
    const id = await submitted();
    (await step(people.province, id, { step: 'endorse' })).expect(200);
    expect((await people.officer.all('/api/v1/todos')).map((todo) => todo.subject.id)).toContain(id);
    (await step(people.officer, id, { step: 'argue', opinion: '条件不足。', outcome: 'not_recommended' })).expect(200);
    (await step(people.officer, id, { step: 'refuse' })).expect(422);
    const refused = (await step(people.officer, id, { step: 'refuse', reason: '论证未通过' })).expect(200).body;
    expect(refused).toMatchObject({ state: 'refused', platform: null });
    expect((await people.officer.all('/api/v1/todos')).map((todo) => todo.subject.id)).not.toContain(id);
    expect((await people.officer.all('/api/v1/todos', { state: 'done' })).map((todo) => todo.subject.id)).toContain(id);
    expect((await people.host.all('/api/v1/applications', { state: 'refused' })).map((application) => application.id)).toContain(id);
  });

  it('shares beyond a hundred percent, strange categories and fields are refused', async () => {
    const body = { title: { zh: '申请' }, category: LAB };
    const taken: unknown[] = [];
    for (const wrong of [{ category: 'cat' }, { field: 'land-eng' }, { host: 'no-such' }, { host_share: 101 }, { co_hosts: [{ organisation: 'clspi', share: -1 }] }, { directions: ['no-direction'] }, { province: '99' }, { longitude: 200 }]) {
      if ((await people.host.post('/api/v1/applications', { ...body, ...wrong })).status !== 422) taken.push(wrong);
    }
    expect(taken).toEqual([]);
    (await people.host.post('/api/v1/applications', { ...body, host: people.hostOrganisation.id, host_share: 70, co_hosts: [{ organisation: 'clspi', share: 40 }] })).expect(422, 201);
  });
});

scenario('notices', (world) => {
  let people: Cast;
  beforeAll(async () => {
    people = await cast(world());
  });

  it('is drafted, published with its attachment, found, and withdrawn', async () => {
    const file = await upload(people.officer, '附件1.pdf');
    const draft = await people.officer.post('/api/v1/notices', {
      index_number: '000019174/2018-00012', topic: '科技管理', issuer: '国土资源部办公厅', written_on: '2018-06-01', document_number: '国土资厅函〔2018〕210号',
      title: { zh: '关于开展部重点实验室评估的通知', en: 'On the evaluation of laboratories' }, body: { zh: '各有关单位:\n\n请按要求开展评估。' }, attachments: [file.id],
    });
    const id = draft.expect(201).body.id as number;
    (await people.officer.patch(`/api/v1/notices/${id}`, { topic: '科技' }, { ifMatch: draft.etag })).expect(200);
    (await world().anyone.get(`/api/v1/files/${file.id}`)).expect(404, 401);
    const published = (await people.officer.post(`/api/v1/notices/${id}/steps`, { step: 'publish' })).expect(200).body;
    expect(published.published_at).not.toBeNull();
    (await world().anyone.get(`/api/v1/files/${file.id}`)).expect(200);
    const page = (await world().anyone.get(`/notices/${id}`)).expect(200).text;
    for (const text of ['000019174/2018-00012', '国土资厅函〔2018〕210号', '国土资源部办公厅', '2018-06-01', '附件1.pdf', '索引号', '发文机关', '成文日期', '发文字号']) expect(page).toContain(text);
    expect((await world().anyone.get('/notices')).text).toContain('关于开展部重点实验室评估的通知');
    expect((await world().anyone.all('/api/v1/search', { q: '评估的通知' })).map((hit) => hit.id)).toContain(id);
    (await people.officer.post(`/api/v1/notices/${id}/steps`, { step: 'withdraw', reason: '内容有误' })).expect(200);
    (await world().anyone.get(`/api/v1/notices/${id}`)).expect(404);
    (await world().anyone.get(`/notices/${id}`)).expect(404);
    (await people.officer.post(`/api/v1/notices/${id}/steps`, { step: 'withdraw' })).expect(409);
    (await people.host.post('/api/v1/notices', { issuer: '某所', title: { zh: '通知' }, body: { zh: '正文' } })).expect(403);
  });
});

scenario('annual reports', (world) => {
  let people: Cast;
  beforeAll(async () => {
    people = await cast(world());
  });

  it('are due for running platforms, written, returned, accepted and ranked', async () => {
    const secretary = await person(world(), 'mi.shu', [{ role: 'platform_secretary', scope: { kind: 'platform', id: 'P012' } }], 'clspi');
    const expected = await people.officer.all('/api/v1/annual-reports', { year: 2018, category: LAB });
    expect(expected.some((report) => report.platform.code === 'P012' && report.id === null)).toBe(true);
    const draft = await secretary.post('/api/v1/annual-reports', { platform: 'P012', year: 2018, summary: '承担项目42项。' });
    const id = draft.expect(201).body.id as number;
    (await secretary.post('/api/v1/annual-reports', { platform: 'P012', year: 2018 })).expect(409);
    const saved = (await secretary.patch(`/api/v1/annual-reports/${id}`, { summary: '承担项目43项。' }, { ifMatch: draft.etag })).expect(200);
    (await secretary.post(`/api/v1/annual-reports/${id}/steps`, { step: 'submit' }, { ifMatch: saved.etag })).expect(200);
    expect((await people.officer.all('/api/v1/todos')).some((todo) => todo.subject.kind === 'annual_report' && todo.subject.id === id)).toBe(true);
    (await people.officer.post(`/api/v1/annual-reports/${id}/steps`, { step: 'return' })).expect(422);
    (await people.officer.post(`/api/v1/annual-reports/${id}/steps`, { step: 'return', reason: '请补充人才情况。' })).expect(200);
    (await secretary.post(`/api/v1/annual-reports/${id}/steps`, { step: 'submit' })).expect(200);
    expect((await people.officer.post(`/api/v1/annual-reports/${id}/steps`, { step: 'accept' })).expect(200).body.state).toBe('accepted');
    const ranked = (await people.officer.post(`/api/v1/annual-reports/${id}/steps`, { step: 'rank', rank: 1, excellent: true })).expect(200).body;
    expect(ranked).toMatchObject({ rank: 1, excellent: true });
    expect((await people.officer.all('/api/v1/annual-reports', { platform: 'P012', year: 2018 }))[0].id).toBe(id);
    (await secretary.post('/api/v1/annual-reports', { platform: 'P012', year: 1900 })).expect(422);
  });
});

scenario('organisations', (world) => {
  let people: Cast;
  beforeAll(async () => {
    people = await cast(world());
  });
  const admin = () => world().admin;

  it('form a tree with validity, found by name and alias', async () => {
    const made = (await admin().post('/api/v1/organisations', { slug: 'test-institute', name: { zh: '测试研究院', en: 'Test Institute' }, kind: 'institute', parent: 'cgs', province: '11', valid_from: '2018-01-01', aliases: ['测研院'] })).expect(201);
    expect(made.body.parent.slug).toBe('cgs');
    for (const q of ['测试研究', '测研院']) expect((await world().anyone.all('/api/v1/organisations', { q })).map((entry) => entry.slug)).toContain('test-institute');
    expect((await world().anyone.all('/api/v1/organisations', { q: '测研院', as_of: '2017-12-31' }))).toEqual([]);
    expect((await world().anyone.all('/api/v1/organisations', { parent: 'cgs' })).map((entry) => entry.slug)).toContain('test-institute');
    (await admin().post('/api/v1/organisations', { slug: 'test-institute', name: { zh: '另一个' }, kind: 'institute' })).expect(409, 422);
    const changed = (await admin().patch('/api/v1/organisations/test-institute', { city: '北京' }, { ifMatch: made.etag })).expect(200);
    (await admin().patch('/api/v1/organisations/cgs', { parent: 'test-institute' }, { ifMatch: (await admin().get('/api/v1/organisations/cgs')).etag })).expect(409, 422);
    (await admin().patch('/api/v1/organisations/test-institute', { valid_to: '2017-01-01' }, { ifMatch: changed.etag })).expect(422);
    (await people.host.post('/api/v1/organisations', { name: { zh: '私设' }, kind: 'institute' })).expect(403);
  });

  it('take names for a time, and successors', async () => {
    const named = (await admin().post('/api/v1/organisations/clspi/names', { name: { zh: '自然资源部国土规划院', en: null }, kind: 'official', valid_from: '2019-01-01', document_number: '中编办〔2019〕1号' })).expect(201).body;
    expect(named.names.length).toBeGreaterThanOrEqual(2);
    expect((await world().anyone.get('/api/v1/organisations/clspi', { query: { as_of: '2018-12-31' } })).body.name.zh).toBe('中国土地勘测规划院');
    expect((await world().anyone.get('/api/v1/organisations/clspi', { query: { as_of: '2019-01-01' } })).body.name.zh).toBe('自然资源部国土规划院');
    const platform = (await world().anyone.get('/api/v1/platforms/P012', { query: { as_of: '2020-01-01' } })).body;
    expect(platform.hosts[0].name.zh).toBe('自然资源部国土规划院');
    const heir = (await admin().post('/api/v1/organisations', { slug: 'test-heir', name: { zh: '继任机构' }, kind: 'institute', parent: 'mlr' })).expect(201).body;
    const succeeded = (await admin().post('/api/v1/organisations/lcrc/succession', { successors: ['test-heir'], kind: 'merged', effective_on: '2019-06-01', reason: '机构改革' })).expect(201).body;
    expect(succeeded.successors[0].organisation.id).toBe(heir.id);
    expect((await world().anyone.get('/api/v1/organisations/test-heir')).body.predecessors[0].organisation.slug).toBe('lcrc');
    (await admin().post('/api/v1/organisations/lcrc/succession', { successors: ['lcrc'], kind: 'merged', effective_on: '2019-06-01' })).expect(409, 422);
  });

  it('groups are opened into members, and only groups', async () => {
    const group = await admin().get('/api/v1/organisations/provinces-concerned');
    expect(group.body.members).toBeNull();
    const opened = (await admin().put('/api/v1/organisations/provinces-concerned/members', { members: ['shaanxi', 'cgs'] }, { ifMatch: group.etag })).expect(200);
    expect(opened.body.members.map((member: any) => member.slug)).toEqual(['shaanxi', 'cgs']);
    (await admin().put('/api/v1/organisations/provinces-concerned/members', { members: ['provinces-concerned'] }, { ifMatch: opened.etag })).expect(409, 422);
    (await admin().put('/api/v1/organisations/provinces-concerned/members', { members: ['no-such'] }, { ifMatch: opened.etag })).expect(422);
    (await admin().put('/api/v1/organisations/clspi/members', { members: ['cgs'] }, { ifMatch: (await admin().get('/api/v1/organisations/clspi')).etag })).expect(409, 422);
  });
});

scenario('plans of exits', (world) => {
  it('name platforms that can leave, by days before the target day', async () => {
    const people = await cast(world());
    const body = { category: LAB, reason: '腾出名额' };
    const made = (await people.officer.post('/api/v1/exit-plans', { ...body, exits: [{ platform: 'P001', on: '2020-06-30', way: 'exit' }, { platform: 'P002', on: '2020-07-31', way: 'merge', into: 'P003' }] })).expect(201).body;
    expect(made).toMatchObject({ state: expect.any(String), restores_on: '2020-07-31' });
    expect((await people.officer.get(`/api/v1/exit-plans/${made.id}`)).expect(200).body).toEqual(made);
    expect((await people.officer.all('/api/v1/exit-plans', { category: LAB })).map((plan) => plan.id)).toContain(made.id);
    for (const exits of [[], [{ platform: 'P999', on: '2020-06-30', way: 'exit' }], [{ platform: 'P001', on: '2020-06-30', way: 'vanish' }], [{ platform: 'P001', on: '2020-06-30', way: 'exit' }, { platform: 'P001', on: '2020-07-30', way: 'exit' }]]) {
      (await people.officer.post('/api/v1/exit-plans', { ...body, exits })).expect(422, 409);
    }
    (await people.host.post('/api/v1/exit-plans', { ...body, exits: [{ platform: 'P001', on: '2020-06-30', way: 'exit' }] })).expect(403);
  });
});

scenario('jobs', (world) => {
  it('a finished job cannot be cancelled; a job of another is not there', async () => {
    const people = await cast(world());
    const file = await upload(people.officer, '表.csv', new TextEncoder().encode('a,b\r\n1,2\r\n'), 'text/csv');
    const job = (await people.officer.post('/api/v1/imports', { kind: 'platforms', file: file.id, dry_run: true })).expect(202).body;
    (await people.host.get(`/api/v1/jobs/${job.id}`)).expect(404);
    (await people.officer.post('/api/v1/imports', { kind: 'platforms', file: 1 })).expect(422);
    (await people.host.post('/api/v1/imports', { kind: 'platforms', file: file.id })).expect(403);
  });
});
