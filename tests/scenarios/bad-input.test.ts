// Bad input in every form: a clear problem, nothing stored, the server up.
import { deflateSync } from 'node:zlib';
import { beforeAll, expect, it } from 'vitest';
import type { Client } from './support/client.ts';
import { cast, PDF, upload, type Cast } from './support/cast.ts';
import { operations, type Operation } from './support/contract.ts';
import { exampleBody, freeTexts, mutations, withText } from './support/mutations.ts';
import { scenario, scenarioOnce } from './support/suite.ts';

const writing = operations.filter((candidate) => candidate.object.requestBody?.content['application/json'] !== undefined && candidate.id !== 'openSession' && candidate.id !== 'changeOwnPassword');

/** A station with a stream, and one of each of its parts, by the path under which it is found. */
async function observing(admin: Client): Promise<Record<string, string>> {
  const made = async (path: string, body: Record<string, unknown>): Promise<string> => String((await admin.post(path, body)).expect(201).body.id);
  const station = await made('/api/v1/stations', { name: '观测站', platform: 'P012' });
  (
    await admin.post(`/sta/v1.1/Things(${station})/Datastreams`, {
      name: '水位',
      description: '',
      observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
      unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'http://qudt.org/vocab/unit/M' },
      Sensor: { name: '水位计', description: '', encodingType: 'application/pdf', metadata: 'https://example.org/level.pdf' },
      ObservedProperty: { name: '水位', definition: 'https://example.org/level', description: '' },
    })
  ).expect(201);
  const stream = (await admin.get(`/api/v1/stations/${station}/streams`)).expect(200).body.items[0];
  const below = `/api/v1/stations/${station}`;
  const from = '2020-01-01T00:00:00Z';
  const programme = { observed_property: stream.observed_properties[0].id, protocol: '规范', protocol_version: '1', cadence_seconds: 60, from: '2020-01-01' };
  const rule = { threshold: { side: 'above', high: 12.5 } };
  const work = { from: new Date().toISOString(), to: new Date(Date.now() + 3_600_000).toISOString(), reason: '检修' };
  return {
    '/api/v1/stations/{id}': station,
    '/api/v1/alarms/{id}': await made(`/api/v1/streams/${stream.id}/alarms`, { name: '水位超警戒', rule }),
    '/api/v1/maintenance/{id}': await made(`${below}/maintenance`, work),
    '/api/v1/streams/{id}': String(stream.id),
    '/api/v1/csv-mappings/{id}': await made(`${below}/csv-mappings`, { name: '导出', mapping: { time: { columns: ['时间'], format: 'YYYY-MM-DD HH:mm:ss' }, values: [{ column: '水位', stream: String(stream.id) }] } }),
    '/api/v1/devices/{id}': await made(`${below}/devices`, { name: '遥测终端' }),
    '/api/v1/station-networks/{id}': await made('/api/v1/station-networks', { name: { zh: '观测网' } }),
    '/api/v1/stations/{id}/programmes/{part}': await made(`${below}/programmes`, programme),
    '/api/v1/stations/{id}/deployments/{part}': await made(`${below}/deployments`, { sensor: stream.sensor.id, serial: '1', from }),
    '/api/v1/streams/{id}/calibrations/{part}': await made(`/api/v1/streams/${stream.id}/calibrations`, { from, factor: 1, offset: 0 }),
  };
}

/** One thing of each kind of work under a plan; the report under a plan that runs now. */
async function work(admin: Client, task: any): Promise<Record<string, string>> {
  const now = new Date(Date.now() + 8 * 3600_000);
  const year = now.getUTCFullYear();
  const milestone = { id: '1.1', due: `${year + 1}-12-31`, due_strict: null, wording: '明年底', kind: 'complete', deliverable: { zh: '成果' }, basis: 'ours' };
  const running = {
    id: 'plan-now',
    name: { zh: '现行方案' },
    reference: '试〔2026〕1号',
    issued: `${year}-01-01`,
    target_by: `${year + 4}-12-31`,
    strategy: { zh: '统筹布局' },
    period: { start: `${year}-01-01`, end: `${year + 4}-12-31`, label: { zh: '现行' } },
    known_from: `${year}-01-01`,
    basis: 'ours',
    source: '测试',
    tasks: [{ number: 1, section: '一', title: { zh: '任务' }, responsible: ['clspi'], milestones: [milestone] }],
  };
  (await admin.post('/api/v1/plans', running)).expect(201);
  const now_task = (await admin.get('/api/v1/plans/plan-now/tasks')).expect(200).body.items[0];
  const [first, second] = task.milestones;
  const unit = task.answering[0].unit.id;
  const made = async (path: string, body: Record<string, unknown>): Promise<string> => String((await admin.post(path, body)).expect(201).body.id);
  return {
    '/api/v1/unit-plans/{id}': await made('/api/v1/plans/plan-2017/unit-plans', { unit, year: 2018 }),
    '/api/v1/reports/{id}': await made(`/api/v1/tasks/${now_task.id}/reports`, { year, cycle: Math.floor(now.getUTCMonth() / 3) + 1 }),
    '/api/v1/evidence/{id}': await made(`/api/v1/milestones/${first.id}/evidence`, { unit, statement: '已完成' }),
    '/api/v1/extensions/{id}': await made(`/api/v1/milestones/${second.id}/extensions`, { unit, new_due: `${year + 2}-12-31`, reason: '手续未办结' }),
    '/api/v1/slips/{id}': await made('/api/v1/slips', { task: task.id, unit, demand: '请说明' }),
  };
}

scenario('bad bodies', (world) => {
  let things: Record<string, string>;
  let people: Cast;
  let admin: Client;

  beforeAll(async () => {
    people = await cast(world());
    admin = world().admin;
    const officer = people.officer;
    const file = await upload(officer, '附件.pdf');
    const made = {
      call: (await officer.post('/api/v1/calls', { title: { zh: '申报通知' }, category: 'ministry-key-laboratory', opens_on: '2018-01-10', closes_on: '2018-03-31' })).expect(201).body,
      application: (await people.host.post('/api/v1/applications', { title: { zh: '申请' }, category: 'ministry-key-laboratory' })).expect(201).body,
      notice: (await officer.post('/api/v1/notices', { issuer: '办公厅', title: { zh: '通知' }, body: { zh: '正文' }, attachments: [file.id] })).expect(201).body,
      inspection: (await officer.post('/api/v1/inspections', { plan: 'plan-2017', inspected_on: '2018-05-03', inspectors: '王处长', findings: '不全', units: ['clspi'], demands: [{ unit: 'clspi', wording: '补齐', due_on: '2018-06-30' }] })).expect(201).body,
      commitment: (await officer.post('/api/v1/commitments', { plan: 'plan-2017', promised_by: 'clspi', kind: 'money', task: 30, what: '经费' })).expect(201).body,
      regulation: (await officer.post('/api/v1/regulations', { plan: 'plan-2017', on: '2018-01-10', kind: 'measure', title: { zh: '办法' } })).expect(201).body,
      meeting: (await officer.post('/api/v1/meetings', { plan: 'plan-2017', held_on: '2018-04-10', title: '会议', units: ['clspi'], actions: [{ unit: 'clspi', wording: '报送', due_on: '2018-05-10' }] })).expect(201).body,
      suggestion: (await admin.post('/api/v1/suggestions', { plan: 'plan-2017', unit: 'clspi', wording: '建议' })).expect(201).body,
      report: (await admin.post('/api/v1/annual-reports', { platform: 'P012', year: 2017 })).expect(201).body,
      // Its password and roles change under the tests, so it is nobody who acts in them.
      account: (await admin.post('/api/v1/accounts', { user: 'bei.gai', display_name: '被改的账号' })).expect(201).body,
    };
    const task = (await admin.get('/api/v1/plans/plan-2017/tasks')).expect(200).body.items[0];
    things = {
      '/api/v1/accounts/{id}': String(made.account.id),
      '/api/v1/organisations/{id}': 'affiliates',
      '/api/v1/platforms/{id}': 'P038',
      '/api/v1/calls/{id}': String(made.call.id),
      '/api/v1/applications/{id}': String(made.application.id),
      '/api/v1/notices/{id}': String(made.notice.id),
      '/api/v1/annual-reports/{id}': String(made.report.id),
      '/api/v1/tasks/{id}': String(task.id),
      '/api/v1/milestones/{id}': String(task.milestones[0].id),
      ...(await work(admin, task)),
      '/api/v1/inspections/{id}': String(made.inspection.id),
      '/api/v1/commitments/{id}': String(made.commitment.id),
      '/api/v1/regulations/{id}': String(made.regulation.id),
      '/api/v1/meetings/{id}': String(made.meeting.id),
      '/api/v1/suggestions/{id}': String(made.suggestion.id),
      ...(await observing(admin)),
      '{action}': String(made.meeting.actions[0].id),
    };
  });

  const pathOf = (subject: Operation): string => {
    const stem = /^.*?\{id\}/.exec(subject.path)?.[0];
    if (stem === undefined) return subject.path.replace('{plan}', 'plan-2017');
    const id = things[stem];
    if (id === undefined) throw new Error(`no example thing for ${subject.path}`);
    return subject.path.replace('{id}', id).replace('{action}', things['{action}']!).replace('{part}', things[subject.path] ?? '');
  };
  const clientFor = (subject: Operation): Client => (subject.path.startsWith('/api/v1/applications') && subject.id !== 'stepApplication' ? people.host : admin);
  const matchOf = async (subject: Operation): Promise<string> => {
    const readable = operations.find((candidate) => candidate.method === 'get' && candidate.path === subject.path);
    const path = readable === undefined ? pathOf(subject).replace(/\/(members|names|succession)$/, '') : pathOf(subject);
    return (await admin.get(path)).etag;
  };
  const head = async (): Promise<number> => (await admin.get('/api/v1/audit', { query: { limit: 1 } })).expect(200).body.items[0].sequence;

  for (const subject of writing) {
    it(`${subject.id}: every faulty field is named, nothing is stored`, async () => {
      const client = clientFor(subject);
      const path = pathOf(subject);
      const headers = ['patch', 'put'].includes(subject.method) ? { ifMatch: await matchOf(subject) } : {};
      const before = await head();
      const tame: string[] = [];
      for (const mutation of mutations(subject)) {
        const answer = await client.send(subject.method.toUpperCase(), path, { json: mutation.body, ...headers });
        // Half a surrogate pair is no Unicode, so the body is no JSON text; everything else names its field.
        const named = mutation.unreadable ? answer.code === 'base.malformed_json' : answer.status === 422 && answer.body.fields.length > 0;
        if (!named) tame.push(`${mutation.what}: ${answer.status} ${answer.text.slice(0, 300)}`);
      }
      expect(tame).toEqual([]);
      expect(await head()).toBe(before);
    });
  }

  it('bodies that are no JSON, no object, no UTF-8, too long, of another type', async () => {
    const before = await head();
    for (const subject of writing) {
      const client = clientFor(subject);
      const path = pathOf(subject);
      const send = (raw: string | Uint8Array, type = 'application/json') =>
        client.send(subject.method.toUpperCase(), path, { raw, type, ifMatch: '"1"' });
      for (const raw of ['{', '{"a":1,}', '', '{"a":1} x', "{'a':1}", '{"title":NaN}', '{"a":1,"a":2}', '['.repeat(5000)]) (await send(raw)).expect(400);
      (await send(new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]))).expect(400, 422);
      for (const raw of ['[]', '"text"', '7', 'null', 'true']) (await send(raw)).expect(422);
      for (const type of ['text/plain', 'application/xml', 'application/json; charset=gb2312', 'multipart/form-data; boundary=x', 'nonsense']) (await send('{}', type)).expect(415);
    }
    (await admin.send('POST', '/api/v1/notices', { raw: `{"issuer":"${'x'.repeat(2 * 1024 * 1024)}"}`, type: 'application/json' })).expect(413);
    (await admin.send('POST', '/api/v1/notices', { raw: deflateSync('{}'), type: 'application/json', headers: { 'content-encoding': 'deflate' } })).expect(415);
    expect(await head()).toBe(before);
  });

  it('SQL and HTML in every text field are text', async () => {
    const nasty = `x'); DROP TABLE platform; --<script>alert(1)</script>"&amp;\${7*7}`;
    for (const subject of writing) {
      const client = clientFor(subject);
      for (const field of freeTexts(subject)) {
        const headers = ['patch', 'put'].includes(subject.method) ? { ifMatch: await matchOf(subject) } : {};
        const answer = await client.send(subject.method.toUpperCase(), pathOf(subject), { json: withText(exampleBody(subject), field, nasty), ...headers });
        // 403: the example names a host that is not the caller's.
        answer.expect(200, 201, 202, 403, 404, 409, 422);
        if (answer.status < 300 && field.includes('title') && answer.text.includes('DROP TABLE')) expect(JSON.stringify(answer.body)).toContain(JSON.stringify(nasty).slice(1, -1));
      }
    }
    const notice = (await people.officer.post('/api/v1/notices', { issuer: nasty, title: { zh: nasty }, body: { zh: nasty } })).expect(201).body;
    expect(notice.title.zh).toBe(nasty);
    (await people.officer.post(`/api/v1/notices/${notice.id}/steps`, { step: 'publish' })).expect(200);
    for (const page of ['/', '/notices', `/notices/${notice.id}`, `/en/notices/${notice.id}`]) {
      const text = (await world().anyone.get(page)).expect(200).text;
      expect(text).not.toContain('<script>alert(1)');
    }
    expect((await world().anyone.get(`/notices/${notice.id}`)).text).toContain('&lt;script&gt;alert(1)');
    // Searched for, it finds what holds it, and nothing else.
    const found = (await world().anyone.get('/api/v1/platforms', { query: { q: nasty.slice(0, 90) } })).expect(200).body.items as { code: string }[];
    for (const { code } of found) expect((await admin.get(`/api/v1/platforms/${code}`)).expect(200).text).toContain('DROP TABLE');
    expect((await admin.all('/api/v1/platforms')).length).toBeGreaterThanOrEqual(91);
  });

  it('a replayed POST with its key makes one thing; another body under the key is refused', async () => {
    const body = exampleBody(operations.find((candidate) => candidate.id === 'createNotice')!);
    const first = (await people.officer.post('/api/v1/notices', body, { key: 'notice-1' })).expect(201);
    const before = await head();
    const again = (await people.officer.post('/api/v1/notices', body, { key: 'notice-1' })).expect(201);
    expect(again.body).toEqual(first.body);
    expect(await head()).toBe(before);
    (await people.officer.post('/api/v1/notices', { ...body, topic: '其他' }, { key: 'notice-1' })).expect(422);
    (await people.officer.post('/api/v1/calls', { title: { zh: '通知' }, category: 'ministry-key-laboratory', opens_on: '2018-01-10', closes_on: '2018-03-31' }, { key: 'notice-1' })).expect(422, 201);
    expect((await people.host.post('/api/v1/applications', { title: { zh: '别人的同一键' }, category: 'ministry-key-laboratory' }, { key: 'notice-1' })).status).toBe(201);
  });

  it('If-Match: missing, stale, malformed', async () => {
    const path = '/api/v1/platforms/P040';
    (await admin.patch(path, { note: '甲' })).expect(428);
    (await admin.patch(path, { note: '甲' }, { ifMatch: '"999"' })).expect(412);
    for (const ifMatch of ['7', 'W/"7"', '"x"', '"7', '"-1"', '"7", "8"']) (await admin.patch(path, { note: '甲' }, { ifMatch })).expect(400, 412);
    const etag = (await admin.get(path)).etag;
    (await admin.patch(path, { note: '甲' }, { ifMatch: etag })).expect(200);
    (await admin.patch(path, { note: '乙' }, { ifMatch: etag })).expect(412);
    expect((await admin.get(path)).body.note).toBe('甲');
  });
});

scenarioOnce('bad addresses', (world) => {
  it('ids that are none', async () => {
    const admin = world().admin;
    for (const id of ['0', '-1', '9007199254740993', '99999999999999999999999999', '1e3', 'P999', 'p012%00', '%E5%B2%A9', "1'--", '..%2f..%2fetc', 'x'.repeat(200)]) {
      for (const stem of ['platforms', 'organisations', 'applications', 'accounts', 'calls', 'notices', 'jobs', 'files', 'exit-plans', 'annual-reports']) {
        (await admin.get(`/api/v1/${stem}/${id}`)).expect(404, 400);
      }
    }
  });

  it('query parameters that are none', async () => {
    const admin = world().admin;
    const cases: [string, string][] = [
      ['/api/v1/platforms', 'limit=0'], ['/api/v1/platforms', 'limit=501'], ['/api/v1/platforms', 'limit=many'], ['/api/v1/platforms', 'limit=-5'],
      ['/api/v1/platforms', 'cursor=nonsense'], ['/api/v1/platforms', 'cursor=AAAA'], ['/api/v1/platforms', 'as_of=2017-02-30'], ['/api/v1/platforms', 'as_of=yesterday'],
      ['/api/v1/platforms', 'no_such=1'], ['/api/v1/platforms', 'sort=random'], ['/api/v1/platforms', 'level=galactic'], ['/api/v1/layout', 'as_of=2018-6-30'],
      ['/api/v1/layout', 'as_of='], ['/api/v1/layout/history', 'from=2018-01-01'], ['/api/v1/layout/history', 'category=ministry-key-laboratory&from=2019-01-01&to=2018-01-01'],
      ['/api/v1/search', ''], ['/api/v1/todos', 'state=later'], ['/api/v1/audit', 'from=2018-99-01'], ['/api/v1/platforms/export', 'format=pdf'], ['/api/v1/platforms/export', ''],
      ['/api/v1/platforms', 'q=%ff%fe'], ['/api/v1/annual-reports', 'year=soon'], ['/api/v1/organisations', 'as_of=2018-02-29'],
    ];
    const tame: string[] = [];
    for (const [path, query] of cases) {
      const answer = await admin.get(`${path}?${query}`);
      if (answer.status !== 400 && answer.status !== 422) tame.push(`${path}?${query}: ${answer.status}`);
    }
    expect(tame).toEqual([]);
  });

  it('unknown routes and methods', async () => {
    const anyone = world().anyone;
    (await anyone.get('/api/v1/nothing')).expect(404);
    (await anyone.get('/api/v2/platforms')).expect(404);
    const wrong = (await anyone.send('DELETE', '/api/v1/platforms')).expect(405);
    expect(wrong.headers.get('allow')).toMatch(/GET/);
    (await anyone.get('/assets/no-such-file.js')).expect(404);
    (await anyone.get('/workbench/assets/no-such-file.js')).expect(404);
  });

  it('a layout row that is none', async () => {
    (await world().anyone.get('/api/v1/layout/ministry-key-laboratory/land-eng')).expect(404);
    (await world().anyone.get('/api/v1/layout/no-category/land')).expect(404);
  });
});

scenario('bad files', (world) => {
  it('path tricks and odd names', async () => {
    const admin = world().admin;
    for (const name of ['../../etc/passwd', 'a/b.pdf', 'C:\\x.pdf', '..', '.', '', 'x\u0000.pdf', 'x\n.pdf', '名'.repeat(256) + '.pdf', '\u202Efdp.exe', 'x.exe', 'x.pdf.html', 'x.svg', 'noextension']) {
      const answer = await admin.send('POST', '/api/v1/files', { query: { name }, raw: PDF, type: 'application/pdf' });
      expect([name, answer.status]).toEqual([name, expect.toSatisfy((status: number) => [400, 415, 422].includes(status))]);
    }
    (await admin.send('POST', '/api/v1/files', { raw: PDF, type: 'application/pdf' })).expect(400, 422);
    expect((await upload(admin, "报告 '1' (终稿) & 附件.pdf")).name).toBe("报告 '1' (终稿) & 附件.pdf");
  });

  it('content that is not what the name says', async () => {
    const admin = world().admin;
    const html = new TextEncoder().encode('<html><script>alert(1)</script></html>');
    for (const [name, type] of [['x.pdf', 'application/pdf'], ['x.png', 'image/png'], ['x.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'], ['x.zip', 'application/zip']] as const) {
      (await admin.send('POST', '/api/v1/files', { query: { name }, raw: html, type })).expect(415, 422);
    }
    (await admin.send('POST', '/api/v1/files', { query: { name: 'x.pdf' }, raw: new Uint8Array(0), type: 'application/pdf' })).expect(422);
    (await admin.send('POST', '/api/v1/files', { query: { name: 'x.pdf' }, raw: PDF, type: 'text/html' })).expect(415);
  });

  it('a file goes out as a download that no browser runs', async () => {
    const admin = world().admin;
    const file = await upload(admin, '附件.pdf');
    const got = (await admin.get(`/api/v1/files/${file.id}`)).expect(200);
    expect(Buffer.from(got.bytes).equals(Buffer.from(PDF))).toBe(true);
    expect(got.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(got.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('附件.pdf')}`);
    expect(got.headers.get('x-content-type-options')).toBe('nosniff');
    const part = (await admin.get(`/api/v1/files/${file.id}`, { headers: { range: 'bytes=0-3' } })).expect(206);
    expect(part.text).toBe('%PDF');
    (await admin.get(`/api/v1/files/${file.id}`, { headers: { range: 'bytes=99999-' } })).expect(416);
    (await admin.get(`/api/v1/files/${file.id}`, { headers: { 'if-none-match': got.etag } })).expect(304);
    (await world().anyone.get(`/api/v1/files/${file.id}`)).expect(404, 401);
  });

  it('ids of files that are not mine or not there cannot be attached', async () => {
    const people = await cast(world());
    const mine = await upload(world().admin, '机密.pdf');
    for (const id of [mine.id, 1, 9007199254740991]) {
      (await people.host.post('/api/v1/applications', { title: { zh: '申请' }, category: 'ministry-key-laboratory', attachments: [id] })).expect(422);
    }
  });
});
