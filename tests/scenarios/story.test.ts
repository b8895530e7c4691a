// The whole story: a host applies, the ministry decides within its quotas, platforms convert, merge and join, and every day can be
// looked at again, also after a restore; the record proves itself.
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Client } from './support/client.ts';
import { arguedApplication, cast, layoutRow, PDF, step, upload, type Cast } from './support/cast.ts';
import { engines, available, psql, sqlite } from './support/engines.ts';
import { kunyu, ServerProcess } from './support/server.ts';
import { scenario } from './support/suite.ts';

const LAB = 'ministry-key-laboratory';
const BASE = 'ministry-field-base';
const CENTRE = 'ministry-technology-platform';

/** What must be the same before and after a restore. */
const overview = [
  '/api/v1/platforms?limit=500&as_of=2018-06-30',
  '/api/v1/platforms?limit=500&as_of=2020-12-31',
  '/api/v1/layout?as_of=2018-06-30',
  '/api/v1/layout?as_of=2020-12-31',
  '/api/v1/organisations?limit=500',
  '/api/v1/applications?limit=500',
  '/api/v1/audit?limit=500',
  '/api/v1/notices?limit=500',
];

scenario('the whole story', (world, engine) => {
  let people: Cast;
  let application: { id: number; version: number };
  let etag = '';
  let platform = '';
  let lastRequest = '';
  const folders: string[] = [];
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

  it('the first administrator logs in with the password that init printed', async () => {
    const admin = world().anyone;
    const session = (await admin.login('admin', world().adminPassword)).expect(201).body;
    expect(session.account.user).toBe('admin');
    expect(session.actions).toContain('account.manage');
    (await admin.get('/api/v1/session')).expect(200);
  });

  it('sees the 91 platforms of the pack, with confidence and kind', async () => {
    const all = await world().admin.all('/api/v1/platforms', { sample: false });
    expect(all).toHaveLength(91);
    expect(all.find((p) => p.code === 'P038')).toMatchObject({ confidence: 'D' });
    expect(all.find((p) => p.code === 'P045')).toMatchObject({ kind: '重点实验室分中心', standing: 'not_counted' });
    const detail = (await world().anyone.get('/api/v1/platforms/P046')).expect(200).body;
    expect(detail.state).toBe('joined');
    expect(detail.joined_with.code).toBe('P012');
  });

  it('states the baseline of the plan beside what is known by name', async () => {
    const layout = (await world().anyone.get('/api/v1/layout', { query: { as_of: '2018-06-30' } })).expect(200).body;
    const total = layout.items.find((row: any) => row.category === LAB && row.field === null);
    expect(total).toMatchObject({ quota: 70, baseline: 60, table: 1 });
    expect(layout.ceiling.total_ceiling).toBe(150);
    expect(layout.items.find((row: any) => row.category === BASE && row.field === null)).toMatchObject({ quota: 50, baseline: 84 });
  });

  it('makes accounts for officer, province and host', async () => {
    people = await cast(world());
    (await people.host.get('/api/v1/readiness')).expect(200);
    (await people.host.post('/api/v1/notices', {})).expect(403);
    (await world().anyone.get('/api/v1/accounts')).expect(401);
  });

  it('the host drafts an application with an attachment', async () => {
    const file = await upload(people.host, '建设申请书.pdf');
    expect(file).toMatchObject({ name: '建设申请书.pdf', size: PDF.length, media_type: 'application/pdf' });
    const answer = await people.host.post('/api/v1/applications', {
      title: { zh: '国土资源信息化工程技术创新平台' },
      category: CENTRE,
      field: 'info-eng',
      attachments: [file.id],
    });
    application = answer.expect(201).body;
    etag = answer.etag;
    expect(answer.body).toMatchObject({ state: 'draft', steps: expect.arrayContaining(['submit']) });
    expect(answer.headers.get('location')).toContain(String(application.id));
    (await people.officer.get(`/api/v1/files/${file.id}`)).expect(404);
  });

  it('an unfinished draft cannot be submitted: the missing fields are named', async () => {
    const answer = (await step(people.host, application.id, { step: 'submit' })).expect(422);
    const named = answer.body.fields.map((field: { path: string }) => field.path);
    expect(named).toContain('/director');
    expect(named).toContain('/summary');
  });

  it('autosaves under If-Match; a stale one is refused with the current body', async () => {
    const path = `/api/v1/applications/${application.id}`;
    const first = await people.host.patch(path, { host: people.hostOrganisation.id, host_share: 60, supervisor: 'shaanxi', director: '韩霁昌' }, { ifMatch: etag });
    first.expect(200);
    expect(first.etag).not.toBe(etag);
    const stale = (await people.host.patch(path, { city: '西安' }, { ifMatch: etag })).expect(412);
    expect(stale.body.current).toMatchObject({ director: '韩霁昌' });
    (await people.host.patch(path, { city: '西安' })).expect(428);
    const done = await people.host.patch(
      path,
      { city: '西安', province: '61', summary: '国土资源调查监测的信息化工程。', co_hosts: [{ organisation: 'clspi', share: 40 }] },
      { ifMatch: first.etag },
    );
    expect(done.expect(200).body.co_hosts[0].organisation.slug).toBe('clspi');
  });

  it('moves by to-do: the supervisor returns it with a reason, then endorses', async () => {
    (await step(people.host, application.id, { step: 'submit' })).expect(200);
    expect((await people.province.all('/api/v1/todos')).map((todo) => todo.subject.id)).toContain(application.id);
    expect((await people.host.all('/api/v1/todos', { state: 'started' })).map((todo) => todo.subject.id)).toContain(application.id);
    (await step(people.province, application.id, { step: 'return' })).expect(422);
    const returned = (await step(people.province, application.id, { step: 'return', reason: '请补充共建单位的意见。' })).expect(200).body;
    expect(returned).toMatchObject({ state: 'returned' });
    expect((await people.host.all('/api/v1/todos')).map((todo) => todo.subject.id)).toContain(application.id);
    (await step(people.host, application.id, { step: 'submit' })).expect(200);
    (await step(people.officer, application.id, { step: 'approve', effective_on: '2018-06-01', document_number: '国土资函〔2018〕88号' })).expect(409);
    (await step(people.province, application.id, { step: 'endorse' })).expect(200);
    expect((await people.province.all('/api/v1/todos', { state: 'done' })).map((todo) => todo.subject.id)).toContain(application.id);
    (await step(people.province, application.id, { step: 'argue', opinion: '同意', outcome: 'recommended' })).expect(403);
  });

  it('the ministry argues and approves it into a free field', async () => {
    const before = await layoutRow(world().anyone, '2018-06-30', CENTRE, 'info-eng');
    expect(before).toMatchObject({ quota: 4, over: 0 });
    expect(before.free).toBeGreaterThan(0);
    (await step(people.officer, application.id, { step: 'argue', opinion: '专家组一致同意建设。', outcome: 'recommended' })).expect(200);
    const answer = await step(people.officer, application.id, { step: 'approve', effective_on: '2018-06-01', document_number: '国土资函〔2018〕88号', decided_by: '国土资源部' });
    const approved = answer.expect(200).body;
    lastRequest = answer.headers.get('x-request-id')!;
    expect(approved).toMatchObject({ state: 'approved' });
    expect(approved.history.map((entry: any) => entry.step)).toEqual(['submit', 'return', 'submit', 'endorse', 'argue', 'approve']);
    platform = approved.platform.code;
    const after = await layoutRow(world().anyone, '2018-06-30', CENTRE, 'info-eng');
    expect(after).toMatchObject({ counted: before.counted + 1, free: before.free - 1 });
    expect(await layoutRow(world().anyone, '2018-05-31', CENTRE, 'info-eng')).toMatchObject({ counted: before.counted });
  });

  it('the counts, the public page and the audit record follow', async () => {
    const detail = (await world().anyone.get(`/api/v1/platforms/${platform}`)).expect(200).body;
    expect(detail).toMatchObject({ state: 'building', standing: 'counted', field: 'info-eng' });
    const built = detail.events.find((event: any) => event.type === 'build');
    expect(built).toMatchObject({ effective_on: '2018-06-01', document_number: '国土资函〔2018〕88号', rule_set: 'mlr-2017' });
    const page = (await world().anyone.get(`/platforms/${platform}`)).expect(200);
    expect(page.text).toContain('国土资源信息化工程技术创新平台');
    const entries = await world().admin.all('/api/v1/audit', { subject: 'application' });
    expect(entries[0]).toMatchObject({ request_id: lastRequest });
    expect(entries[0].actor.user).toBe('wang.keji');
  });

  it('accepts it when it is ready, not before', async () => {
    const accept = { type: 'accept', effective_on: '2020-03-01', document_number: '自然资办函〔2020〕11号' };
    expect((await people.officer.post(`/api/v1/platforms/${platform}/events`, accept)).expect(409).code).toMatch(/^registry\./);
    const ready = (await people.host.get(`/api/v1/platforms/${platform}/readiness`)).expect(200);
    (await people.host.put(`/api/v1/platforms/${platform}/readiness`, { ready: true, expected_on: '2020-03-01' }, { ifMatch: ready.etag })).expect(200);
    expect((await people.officer.all('/api/v1/readiness')).map((entry) => entry.platform.code)).toContain(platform);
    (await people.officer.post(`/api/v1/platforms/${platform}/events`, accept)).expect(201);
    expect((await world().anyone.get(`/api/v1/platforms/${platform}`)).body.state).toBe('operating');
  });

  it('converts a laboratory to a technology platform in one atomic move', async () => {
    const day = '2019-06-01';
    const before = { lab: await layoutRow(world().anyone, day, LAB, 'geology'), centre: await layoutRow(world().anyone, day, CENTRE, 'explor-eng') };
    const event = (
      await people.officer.post('/api/v1/platforms/P006/events', {
        type: 'convert',
        effective_on: day,
        category: CENTRE,
        field: 'explor-eng',
        document_number: '自然资函〔2019〕12号',
        decided_by: '自然资源部',
        reason: '经论证转入部技术创新平台',
      })
    ).expect(201).body;
    expect(event.group).not.toBeNull();
    expect(await layoutRow(world().anyone, day, LAB, 'geology')).toMatchObject({ counted: before.lab.counted - 1 });
    expect(await layoutRow(world().anyone, day, CENTRE, 'explor-eng')).toMatchObject({ counted: before.centre.counted + 1 });
    expect(await layoutRow(world().anyone, '2019-05-31', LAB, 'geology')).toMatchObject({ counted: before.lab.counted });
  });

  it('merges two laboratories', async () => {
    const before = await layoutRow(world().anyone, '2019-07-01', LAB, null);
    const merge = { type: 'merge', effective_on: '2019-07-01', into: 'P002', document_number: '自然资函〔2019〕13号', reason: '方向相同' };
    (await people.officer.post('/api/v1/platforms/P013/events', { ...merge, into: 'P013' })).expect(409, 422);
    (await people.officer.post('/api/v1/platforms/P013/events', merge)).expect(201);
    expect(await layoutRow(world().anyone, '2019-07-01', LAB, null)).toMatchObject({ counted: before.counted - 1 });
    const gone = (await world().anyone.get('/api/v1/platforms/P013')).body;
    expect(gone).toMatchObject({ state: 'merged', standing: 'not_counted' });
    expect(gone.relations).toContainEqual(expect.objectContaining({ kind: 'merged_into', platform: expect.objectContaining({ code: 'P002' }) }));
    const survivor = (await world().anyone.get('/api/v1/platforms/P002')).body;
    expect(survivor.relations).toContainEqual(expect.objectContaining({ kind: 'absorbed', platform: expect.objectContaining({ code: 'P013' }) }));
    const again = (await people.officer.post('/api/v1/platforms/P013/events', { ...merge, effective_on: '2019-08-01' })).expect(409);
    expect(again.code).toBe('registry.illegal_step');
    expect(again.body.params).toHaveProperty('legal');
  });

  it('joins a base to a laboratory: it leaves table 2 and the total', async () => {
    const day = '2019-09-01';
    const row = await layoutRow(world().anyone, day, BASE, null);
    const ceiling = (await world().anyone.get('/api/v1/layout', { query: { as_of: day } })).body.ceiling;
    const joined = await people.officer.post('/api/v1/platforms/P048/events', {
      type: 'join', effective_on: day, with: 'P009', as: 'field_base', document_number: '自然资函〔2019〕14号', reason: '与实验室联合运行',
    });
    joined.expect(201);
    expect(await layoutRow(world().anyone, day, BASE, null)).toMatchObject({ counted: row.counted - 1 });
    expect((await world().anyone.get('/api/v1/layout', { query: { as_of: day } })).body.ceiling.counted).toBe(ceiling.counted - 1);
    const drill = await world().anyone.all(`/api/v1/layout/${BASE}/geology-mineral`, { as_of: day, standing: 'not_counted' });
    expect(drill.find((entry) => entry.platform.code === 'P048')).toMatchObject({ state: 'joined', reason_text: expect.stringMatching(/.+/) });
    expect((await world().anyone.get('/api/v1/platforms/P048', { query: { as_of: '2019-08-31' } })).body.standing).toBe('counted');
  });

  it('refuses a full field; an override with a reason stays on record', async () => {
    let row = await layoutRow(world().anyone, '2020-12-30', CENTRE, 'info-eng');
    for (let number = 1; row.free > 0; number += 1) {
      const id = await arguedApplication(people, `信息化平台${number}`, CENTRE, 'info-eng');
      (await step(people.officer, id, { step: 'approve', effective_on: '2018-08-01', document_number: `国土资函〔2018〕1${number}号` })).expect(200);
      row = await layoutRow(world().anyone, '2020-12-30', CENTRE, 'info-eng');
    }
    const id = await arguedApplication(people, '第五个信息化平台', CENTRE, 'info-eng');
    const approve = { step: 'approve', effective_on: '2018-09-01', document_number: '国土资函〔2018〕199号' };
    const refused = (await step(people.officer, id, approve)).expect(409);
    expect(refused.code).toBe('registry.field_full');
    expect(Number(refused.body.params.quota)).toBe(4);
    expect((await people.officer.get(`/api/v1/applications/${id}`)).body.state).toBe('argued');
    const approved = (await step(people.officer, id, { ...approve, override: { reason: '国家战略急需' } })).expect(200).body;
    const events = await world().anyone.all(`/api/v1/platforms/${approved.platform.code}/events`);
    expect(events.find((event) => event.type === 'build').override).toEqual({ reason: '国家战略急需' });
    expect(await layoutRow(world().anyone, '2018-09-01', CENTRE, 'info-eng')).toMatchObject({ over: 1, free: 0 });
  });

  it('beyond the table: asks for a plan of exits before the target day, refuses from then on', async () => {
    const override = { reason: '总数之内调剂' };
    // Approval looks at every later day too, and the pack knows of centres that began after 2020: the table fills up by their day.
    const full = '2023-12-31';
    for (let number = 1; (await layoutRow(world().anyone, full, CENTRE, null)).free > 0; number += 1) {
      const id = await arguedApplication(people, `补足平台${number}`, CENTRE, 'land-eng');
      (await step(people.officer, id, { step: 'approve', effective_on: '2019-10-01', document_number: `自然资函〔2019〕2${number}号`, override })).expect(200);
    }
    const id = await arguedApplication(people, '超出总数的平台', CENTRE, 'land-eng');
    const approve = { step: 'approve', document_number: '自然资函〔2020〕1号', override };
    const needed = (await step(people.officer, id, { ...approve, effective_on: '2020-12-30' })).expect(409);
    expect(needed.code).toBe('registry.exit_plan_needed');
    const late = { category: CENTRE, reason: '为新建平台腾出名额', exits: [{ platform: platform, on: '2021-06-30', way: 'exit' }] };
    const insufficient = await people.officer.post('/api/v1/exit-plans', late);
    if (insufficient.status === 201) {
      expect((await step(people.officer, id, { ...approve, effective_on: '2020-10-01', exit_plan_id: insufficient.body.id })).expect(409).code).toBe('registry.exit_plan_insufficient');
    } else {
      insufficient.expect(409, 422);
    }
    const plan = (await people.officer.post('/api/v1/exit-plans', { ...late, exits: [{ platform, on: '2020-11-30', way: 'exit' }] })).expect(201).body;
    for (const day of ['2020-12-31', '2021-03-01']) {
      expect((await step(people.officer, id, { ...approve, effective_on: day })).expect(409).code).toBe('registry.no_free_place');
      expect((await step(people.officer, id, { ...approve, effective_on: day, exit_plan_id: plan.id })).expect(409).code).toBe('registry.no_free_place');
    }
    const approved = (await step(people.officer, id, { ...approve, effective_on: '2020-10-01', exit_plan_id: plan.id })).expect(200).body;
    const events = await world().anyone.all(`/api/v1/platforms/${approved.platform.code}/events`);
    expect(events.find((event) => event.type === 'build').exit_plan).toBe(plan.id);
    expect((await people.officer.get(`/api/v1/exit-plans/${plan.id}`)).body.events).toHaveLength(1);
  });

  it('looks at 2018-06-30 and at 2020-12-31', async () => {
    const then = (await world().anyone.get('/api/v1/platforms/P006', { query: { as_of: '2018-06-30' } })).expect(200).body;
    expect(then).toMatchObject({ category: LAB, state: 'operating', as_of: '2018-06-30' });
    const now = await world().anyone.get('/api/v1/platforms/P006', { query: { as_of: '2020-12-31' } });
    expect(now.body.state === 'converted' || now.body.category === CENTRE).toBe(true);
    const rows2018 = (await world().anyone.get('/api/v1/layout', { query: { as_of: '2018-06-30' } })).body.items;
    const rows2020 = (await world().anyone.get('/api/v1/layout', { query: { as_of: '2020-12-31' } })).body.items;
    expect(rows2020).not.toEqual(rows2018);
    const history = await world().anyone.get('/api/v1/layout/history', { query: { category: CENTRE, from: '2018-01-01', to: '2020-12-31' } });
    const days = history.expect(200).body.items.map((item: any) => item.on);
    expect(days).toEqual([...days].sort());
    expect(days).toContain('2018-06-01');
    const home = (await world().anyone.get('/layout', { query: { as_of: '2018-06-30' } })).expect(200);
    expect(home.text).toContain('2018-06-30');
  });

  for (const target of engines.filter(available)) {
    it(`a backup taken while the server runs, restored on ${target.name}, answers the same`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'kunyu-restore-'));
      folders.push(folder);
      const before = await answers(world().admin);
      const backup = join(folder, 'backup.kunyu');
      const made = world().kunyu('backup', backup);
      expect(made, made.err).toMatchObject({ code: 0 });
      const store = target.make();
      try {
        const data = join(folder, 'data');
        const database = store.url === undefined ? [] : ['--database', store.url];
        const restored = kunyu('restore', backup, '--data', data, ...database);
        expect(restored, restored.err).toMatchObject({ code: 0 });
        const server = await ServerProcess.start(data);
        try {
          expect(await answers(Client.withToken(server.url, world().adminToken))).toEqual(before);
        } finally {
          await server.stop();
        }
        const verified = kunyu('verify', '--data', data);
        expect(verified, verified.err).toMatchObject({ code: 0 });
      } finally {
        store.drop();
      }
    });
  }

  it('verify passes while the server runs, and after it stopped', async () => {
    const running = world().kunyu('verify');
    expect(running, running.err + running.out).toMatchObject({ code: 0 });
    for (const server of world().servers) expect(await server.stop()).toBe(0);
    const stopped = world().kunyu('verify');
    expect(stopped, stopped.err + stopped.out).toMatchObject({ code: 0 });
  });

  it('verify fails, naming the record, once a single byte of the audit record is changed', () => {
    if (engine === sqlite) changeOneByteOnDisk(world().folder, lastRequest);
    else changeOneByteInDatabase(world().store.url!, lastRequest);
    const damaged = world().kunyu('verify');
    expect(damaged.code).toBe(3);
    expect(damaged.out + damaged.err).toMatch(/\d+/);
  });

  async function answers(client: Client): Promise<unknown[]> {
    const bodies: unknown[] = [];
    for (const path of overview) bodies.push((await client.get(path)).expect(200).body);
    const files = bodies.flatMap((body: any) => body.items).flatMap((item: any) => item.attachments ?? []);
    for (const file of files.slice(0, 3)) bodies.push((await client.get(`/api/v1/files/${file.id}`)).expect(200).text);
    return bodies;
  }
});

/** The request id stands nowhere but in the audit record: one letter of it is changed in the file of the database. */
function changeOneByteOnDisk(folder: string, needle: string): void {
  expect(needle, 'the story got as far as a request to be known by').not.toBe('');
  let changed = 0;
  for (const name of readdirSync(folder).map((entry) => join(folder, entry))) {
    if (!statSync(name).isFile()) continue;
    const bytes = readFileSync(name);
    for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) {
      bytes[at] = bytes[at]! === 0x30 ? 0x31 : 0x30;
      changed += 1;
    }
    if (changed > 0) writeFileSync(name, bytes);
  }
  expect(changed).toBeGreaterThan(0);
}
function changeOneByteInDatabase(url: string, needle: string): void {
  expect(needle, 'the story got as far as a request to be known by').not.toBe('');
  const table = psql(url, "SELECT table_name FROM information_schema.columns WHERE column_name = 'request_id' AND table_name LIKE 'audit%'").trim();
  expect(table).not.toBe('');
  psql(url, `UPDATE ${table} SET request_id = overlay(request_id placing CASE WHEN left(request_id, 1) = '0' THEN '1' ELSE '0' END from 1 for 1) WHERE request_id = '${needle}'`);
}
