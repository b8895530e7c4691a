// The life of a platform by events: what is legal where, and what each day shows.
import { beforeAll, expect, it } from 'vitest';
import type { Client } from './support/client.ts';
import { cast, layoutRow, upload, type Cast } from './support/cast.ts';
import { scenario } from './support/suite.ts';

const LAB = 'ministry-key-laboratory';
const BASE = 'ministry-field-base';

scenario('events', (world) => {
  let people: Cast;
  let officer: Client;
  const record = async (name: string, body: Record<string, unknown>): Promise<any> =>
    (await officer.post('/api/v1/platforms', { name: { zh: name }, reason: '据公开资料补录', ...body })).expect(201).body;
  const event = (code: string, body: Record<string, unknown>) => officer.post(`/api/v1/platforms/${code}/events`, body);
  const at = async (code: string, day: string) => (await world().anyone.get(`/api/v1/platforms/${code}`, { query: { as_of: day } })).expect(200).body;

  beforeAll(async () => {
    people = await cast(world());
    officer = people.officer;
  });

  it('a recorded platform shows its days as known: exact, bounded or unknown', async () => {
    const exact = await record('确切之日的实验室', { category: LAB, field: 'minerals', state: 'operating', effective_on: '2018-02-01', hosts: [{ organisation: 'imr', share: 100, lead: true }] });
    expect(exact.since).toMatchObject({ day: '2018-02-01', precision: 'day' });
    const bounded = await record('只知上限的实验室', { category: LAB, field: 'minerals', state: 'operating', effective_latest: '2018-03-01', confidence: 'B' });
    expect(bounded.since).toMatchObject({ day: null, latest: '2018-03-01', precision: 'bounded' });
    const unknown = await record('不知何日的实验室', { category: LAB, field: 'minerals', state: 'operating', effective_on: null, confidence: 'D' });
    expect(unknown.since).toMatchObject({ day: null, precision: 'unknown' });
    expect(unknown.counting.counts_from).toBe('2017-11-06');
    (await world().anyone.get(`/api/v1/platforms/${exact.code}`, { query: { as_of: '2018-01-31' } })).expect(404);
    const row = await layoutRow(world().anyone, '2018-01-31', LAB, 'minerals');
    expect((await layoutRow(world().anyone, '2018-02-01', LAB, 'minerals')).counted).toBe(row.counted + 1);
  });

  it('a rename keeps the old name for its time, and finds by both', async () => {
    (await event('P012', { type: 'rename', effective_on: '2018-09-01', name: { zh: '自然资源部土地利用重点实验室', en: 'MNR Key Laboratory of Land Use' }, document_number: '自然资函〔2018〕5号' })).expect(201);
    expect((await at('P012', '2018-08-31')).name.zh).toBe('国土资源部土地利用重点实验室');
    expect((await at('P012', '2018-09-01')).name.zh).toBe('自然资源部土地利用重点实验室');
    expect((await at('P012', '2020-12-31')).names).toHaveLength(2);
    for (const q of ['自然资源部土地利用', '国土资源部土地利用']) expect((await world().anyone.all('/api/v1/platforms', { q })).map((platform) => platform.code)).toContain('P012');
  });

  it('hosts with shares, the director and the place change by events', async () => {
    const code = 'P001';
    (await event(code, { type: 'change_host', effective_on: '2018-10-01', hosts: [{ organisation: 'lcrc', share: 60, lead: true }, { organisation: 'clspi', share: 40 }] })).expect(201);
    (await event(code, { type: 'change_director', effective_on: '2018-10-02', director: '郧文聚' })).expect(201);
    (await event(code, { type: 'move', effective_on: '2018-10-03', place: { province: '61', city: '西安', longitude: 108.95, latitude: 34.27 } })).expect(201);
    const after = await at(code, '2018-10-03');
    expect(after.host_shares.filter((host: any) => host.valid_to === null).map((host: any) => [host.organisation.slug, host.share])).toEqual([['lcrc', 60], ['clspi', 40]]);
    expect(after).toMatchObject({ director: '郧文聚', province: '61', city: '西安' });
    expect((await at(code, '2018-09-30')).province).toBe('11');
    (await event(code, { type: 'change_host', effective_on: '2018-11-01', hosts: [{ organisation: 'lcrc', share: 70 }, { organisation: 'clspi', share: 40 }] })).expect(422);
    (await event(code, { type: 'change_host', effective_on: '2018-11-01', hosts: [] })).expect(422);
    (await event(code, { type: 'change_host', effective_on: '2018-11-01', hosts: [{ organisation: 'no-such-organisation' }] })).expect(422);
  });

  it('rectification counts until the exit; both need their reasons and documents', async () => {
    const code = 'P003';
    const before = await layoutRow(world().anyone, '2019-01-01', LAB, 'minerals');
    (await event(code, { type: 'rectify', effective_on: '2019-01-01', reason: '评估较差' })).expect(422);
    (await event(code, { type: 'rectify', effective_on: '2019-01-01', reason: '评估较差', until: '2019-12-31' })).expect(201);
    expect((await at(code, '2019-06-30')).state).toBe('rectifying');
    expect(await layoutRow(world().anyone, '2019-01-01', LAB, 'minerals')).toMatchObject({ counted: before.counted });
    (await event(code, { type: 'exit', effective_on: '2020-01-01', reason: '整改不合格', document_number: '自然资函〔2020〕3号' })).expect(201);
    expect((await at(code, '2020-01-01'))).toMatchObject({ state: 'exited', standing: 'not_counted' });
    expect((await at(code, '2019-12-31')).standing).toBe('counted');
    expect(await layoutRow(world().anyone, '2020-01-01', LAB, 'minerals')).toMatchObject({ counted: before.counted - 1 });
    expect((await event(code, { type: 'restore', effective_on: '2020-02-01', reason: '整改合格' })).expect(409).code).toBe('registry.illegal_step');
  });

  it('a base under construction is reserved, on trial reserved, in regular running counted', async () => {
    const base = await record('鄂尔多斯荒漠土地野外科学观测研究基地', { category: BASE, field: 'land-ecology', state: 'building', effective_on: '2018-01-15' });
    const row = (day: string) => layoutRow(world().anyone, day, BASE, 'land-ecology');
    const before = await row('2018-01-14');
    expect(await row('2018-01-15')).toMatchObject({ counted: before.counted, reserved: before.reserved + 1 });
    const offered = (await officer.get(`/api/v1/platforms/${base.code}/steps`, { query: { on: '2019-01-01' } })).expect(200).body;
    expect(offered.state).toBe('building');
    const steps = offered.items.map((item: any) => item.step);
    expect(steps).toContain('accept');
    for (const item of offered.items) expect(typeof item.allowed).toBe('boolean');
    const accept = await event(base.code, { type: 'accept', effective_on: '2019-01-01', document_number: '自然资函〔2019〕2号', confirmed: ['ready'], reason: '现场核查具备条件' });
    accept.expect(201);
    const state = (await at(base.code, '2019-01-01')).state;
    expect(['trial', 'regular', 'operating']).toContain(state);
    if (state === 'trial') {
      expect(await row('2019-01-01')).toMatchObject({ counted: before.counted, reserved: before.reserved + 1 });
      (await event(base.code, { type: 'regularise', effective_on: '2019-07-01', document_number: '自然资函〔2019〕9号', confirmed: ['assessment_passed'], reason: '评估良好' })).expect(201);
      expect(await row('2019-07-01')).toMatchObject({ counted: before.counted + 1, reserved: before.reserved });
    }
  });

  it('a base that leaves its joint operation counts again', async () => {
    const join = { type: 'join', effective_on: '2018-05-01', with: 'P009', as: 'field_base', reason: '一体化', document_number: '国土资函〔2018〕7号' };
    (await event('P049', { ...join, with: 'P048' })).expect(409, 422);
    (await event('P049', join)).expect(201);
    const joined = await at('P009', '2018-06-30');
    expect(joined.relations).toContainEqual(expect.objectContaining({ kind: 'joined_by', platform: expect.objectContaining({ code: 'P049' }) }));
    (await event('P049', { type: 'separate', effective_on: '2019-05-01', reason: '恢复独立运行', document_number: '自然资函〔2019〕7号' })).expect(201);
    expect([(await at('P049', '2018-04-30')).standing, (await at('P049', '2018-06-30')).standing, (await at('P049', '2019-06-30')).standing]).toEqual(['counted', 'not_counted', 'counted']);
  });

  it("promotion leaves the ministry's count", async () => {
    const before = await layoutRow(world().anyone, '2020-06-01', LAB, 'hazards');
    (await event('P010', { type: 'promote', effective_on: '2020-06-01', into: 'P074', document_number: '国科发基〔2020〕1号' })).expect(201);
    expect(await layoutRow(world().anyone, '2020-06-01', LAB, 'hazards')).toMatchObject({ counted: before.counted - 1 });
    expect((await at('P010', '2020-06-01'))).toMatchObject({ state: 'promoted', standing: 'not_counted' });
  });

  it('an event taken back falls out of the fold, its record remains', async () => {
    const before = await at('P014', '2020-12-31');
    const wrong = (await event('P014', { type: 'exit', effective_on: '2020-01-01', reason: '误录', document_number: '自然资函〔2020〕9号' })).expect(201).body;
    expect((await at('P014', '2020-12-31')).state).toBe('exited');
    const taken = (await event('P014', { type: 'annul', effective_on: '2020-01-01', annuls: wrong.id, reason: '误录更正' })).expect(201).body;
    expect((await at('P014', '2020-12-31')).state).toBe(before.state);
    const events = await world().anyone.all('/api/v1/platforms/P014/events');
    expect(events.find((entry) => entry.id === wrong.id).annulled_by).toBe(taken.id);
  });

  it('an event before others must not break what follows', async () => {
    (await event('P016', { type: 'exit', effective_on: '2019-06-01', reason: '退出', document_number: '自然资函〔2019〕31号' })).expect(201);
    (await event('P016', { type: 'exit', effective_on: '2019-01-01', reason: '更早退出', document_number: '自然资函〔2019〕32号' })).expect(409);
    (await event('P016', { type: 'rename', effective_on: '2018-06-01', name: { zh: '国土资源部农用地质量与监控实验室' } })).expect(201);
    expect((await at('P016', '2018-06-01')).name.zh).toBe('国土资源部农用地质量与监控实验室');
    expect((await at('P016', '2019-06-01')).state).toBe('exited');
  });

  it('what belongs to another kind of event is refused by name', async () => {
    const answer = (await event('P017', { type: 'exit', effective_on: '2019-01-01', reason: '退出', document_number: '号', into: 'P002' })).expect(422);
    expect(answer.body.fields[0].path).toBe('/into');
    (await event('P017', { type: 'merge', effective_on: '2019-01-01', reason: '并入', document_number: '号' })).expect(422);
    (await event('P017', { type: 'convert', effective_on: '2019-01-01', reason: '转入', document_number: '号', category: LAB, field: 'land' })).expect(409, 422);
    (await event('P017', { type: 'reclassify', effective_on: '2019-01-01', reason: '调整', field: 'land-eng' })).expect(422);
    (await event('P999', { type: 'exit', effective_on: '2019-01-01' })).expect(404);
  });

  it('an event keeps its documents', async () => {
    const file = await upload(officer, '批复.pdf');
    const made = (await event('P018', { type: 'change_director', effective_on: '2019-03-01', director: '黄润秋', document_number: '自然资函〔2019〕40号', decided_by: '自然资源部', attachments: [file.id] })).expect(201).body;
    expect(made.attachments[0].name).toBe('批复.pdf');
    (await world().anyone.get(`/api/v1/files/${file.id}`)).expect(200);
    (await event('P018', { type: 'change_director', effective_on: '2019-04-01', director: '他人', attachments: [file.id, file.id, 1] })).expect(422);
  });

  it('a stale If-Match on an event is refused', async () => {
    const old = (await officer.get('/api/v1/platforms/P019')).etag;
    (await officer.post('/api/v1/platforms/P019/events', { type: 'change_director', effective_on: '2019-03-01', director: '甲' }, { ifMatch: old })).expect(201);
    (await officer.post('/api/v1/platforms/P019/events', { type: 'change_director', effective_on: '2019-03-02', director: '乙' }, { ifMatch: old })).expect(412);
  });

  it('the count of a row never leaves its history: layout equals drill-down on every day', async () => {
    for (const day of ['2017-11-06', '2018-06-30', '2019-06-30', '2020-12-31']) {
      const layout = (await world().anyone.get('/api/v1/layout', { query: { as_of: day } })).body;
      let counted = 0;
      for (const row of layout.items.filter((entry: any) => entry.field !== null)) {
        const inside = await world().anyone.all(`/api/v1/layout/${row.category}/${row.field}`, { as_of: day });
        expect([day, row.field, inside.filter((entry) => entry.standing === 'counted').length, inside.filter((entry) => entry.standing === 'reserved').length]).toEqual([day, row.field, row.counted, row.reserved]);
      }
      for (const total of layout.items.filter((entry: any) => entry.field === null)) {
        const history = (await world().anyone.get('/api/v1/layout/history', { query: { category: total.category, from: '2017-11-06', to: day } })).expect(200).body.items;
        expect([day, total.category, history.at(-1)?.counted]).toEqual([day, total.category, total.counted]);
        counted += total.counted;
      }
      expect(layout.ceiling.counted).toBe(counted);
    }
  });
});
