// The permission table, walked over HTTP: every role at every route that needs no path, then scopes by hand.
import { beforeAll, expect, it } from 'vitest';
import { Client } from './support/client.ts';
import { cast, person, upload, type Cast } from './support/cast.ts';
import { operations, parametersOf, resolved, successOf, type Schema } from './support/contract.ts';
import { scenario } from './support/suite.ts';

interface TableRow {
  action: string;
  grants: { role: string; scope: string }[];
}

const openStream = {
  name: '水位',
  description: '水位',
  observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
  unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'https://ucum.org/ucum#m' },
  Sensor: { name: '水位计', description: '压力式', encodingType: 'application/pdf', metadata: 'https://example.org/s.pdf' },
  ObservedProperty: { name: '水位', definition: 'https://example.org/level', description: '水位' },
};

scenario('roles', (world) => {
  let table: TableRow[];
  let roles: string[];
  const people = new Map<string, Client>();
  /** What a route asks for that no example can know. */
  const given: Record<string, string> = {};

  beforeAll(async () => {
    const body = (await world().admin.get('/api/v1/permissions')).expect(200).body;
    table = body.items;
    roles = body.roles.map((role: { role: string }) => role.role).filter((role: string) => role !== 'public' && role !== 'administrator');
    for (const role of roles) {
      const scope = role.startsWith('platform_') ? { kind: 'platform', id: 'P012' } : { kind: 'organisation', id: 'clspi' };
      people.set(role, await person(world(), `role.${role.replaceAll('_', '-')}`, [{ role, scope }], 'clspi'));
    }
    people.set('public', new Client(world().url));
    people.set('administrator', world().admin);
    const thing = (await world().admin.post('/sta/v1.1/Things', { name: '站', description: '站', Datastreams: [openStream] })).expect(201).headers.get('location')!;
    given.streams = String((await world().admin.get(`${new URL(thing).pathname}/Datastreams`)).expect(200).body.value[0]['@iot.id']);
  }, 240_000);

  it('names every action that a route needs', () => {
    const known = table.map((row) => row.action);
    expect(operations.map((candidate) => candidate.action).filter((action) => !known.includes(action))).toEqual([]);
  });

  it('whoever lacks the action gets 403 (401 when not logged in); whoever has it does not', async () => {
    const may = (role: string, action: string): boolean => {
      const grants = table.find((row) => row.action === action)?.grants.map((grant) => grant.role) ?? [];
      return grants.includes(role) || grants.includes('public');
    };
    const skipped = new Set(['openSession', 'closeSession', 'readSession', 'changeOwnPassword', 'uploadFile', 'rotateCalendarLink', 'removeCalendarLink', 'sendTestMail', 'listenLive']);
    const wrong: string[] = [];
    for (const [role, client] of people) {
      for (const candidate of operations) {
        if (candidate.path.includes('{') || skipped.has(candidate.id)) continue;
        const query = Object.fromEntries(
          parametersOf(candidate)
            .filter((parameter) => parameter.required === true && parameter.in === 'query')
            .map((parameter) => [parameter.name, given[parameter.name!] ?? String(parameter.example ?? resolved<Schema>(parameter.schema).examples?.[0] ?? resolved<Schema>(parameter.schema).enum?.[0])]),
        );
        const answer = candidate.method === 'get' ? await client.get(candidate.path, { query }) : await client.send(candidate.method.toUpperCase(), candidate.path, { json: {} });
        const expected = may(role, candidate.action) ? (candidate.method === 'get' ? successOf(candidate) : 422) : role === 'public' ? 401 : 403;
        if (answer.status !== expected) wrong.push(`${role} ${candidate.method} ${candidate.path} (${candidate.action}): ${answer.status} instead of ${expected}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 240_000);
});

scenario('scopes', (world) => {
  let people: Cast;
  let stranger: Client;
  let director: Client;
  beforeAll(async () => {
    people = await cast(world());
    stranger = await person(world(), 'sun.bie', [{ role: 'host_manager', scope: { kind: 'organisation', id: 'gmgs' } }], 'gmgs');
    director = await person(world(), 'zhou.zhuren', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P012' } }], 'clspi');
  });

  it("another host's application is not there", async () => {
    const file = await upload(people.host, '申请书.pdf');
    const draft = (await people.host.post('/api/v1/applications', { title: { zh: '秘密的申请' }, category: 'ministry-key-laboratory', host: people.hostOrganisation.id, attachments: [file.id] })).expect(201);
    const path = `/api/v1/applications/${draft.body.id}`;
    (await stranger.get(path)).expect(404);
    (await stranger.patch(path, { city: '广州' }, { ifMatch: draft.etag })).expect(404, 403);
    (await stranger.post(`${path}/steps`, { step: 'submit' })).expect(404, 403);
    (await stranger.get(`/api/v1/files/${file.id}`)).expect(404);
    expect((await stranger.all('/api/v1/applications')).map((application) => application.id)).not.toContain(draft.body.id);
    expect((await stranger.all('/api/v1/search', { q: '秘密的申请' })).length).toBe(0);
    (await people.host.get(path)).expect(200);
  });

  it('a host cannot apply in the name of another', async () => {
    (await stranger.post('/api/v1/applications', { title: { zh: '冒名' }, category: 'ministry-key-laboratory', host: 'clspi' })).expect(403, 422);
  });

  it('a director reports for the own platform, keeps its description, and no other', async () => {
    const report = (await director.post('/api/v1/annual-reports', { platform: 'P012', year: 2017, summary: '承担项目42项。' })).expect(201).body;
    (await director.post(`/api/v1/annual-reports/${report.id}/steps`, { step: 'submit' })).expect(200);
    (await director.post(`/api/v1/annual-reports/${report.id}/steps`, { step: 'accept' })).expect(403);
    (await director.post('/api/v1/annual-reports', { platform: 'P001', year: 2017 })).expect(403, 404);
    (await stranger.get(`/api/v1/annual-reports/${report.id}`)).expect(404);
    (await director.get('/api/v1/platforms/P012/dossier')).expect(200);
    (await director.get('/api/v1/platforms/P001/dossier')).expect(403, 404);
    const own = await director.get('/api/v1/platforms/P012');
    (await director.patch('/api/v1/platforms/P012', { home_page: 'https://example.org/' }, { ifMatch: own.etag })).expect(200);
    const other = await director.get('/api/v1/platforms/P001');
    (await director.patch('/api/v1/platforms/P001', { home_page: 'https://example.org/' }, { ifMatch: other.etag })).expect(403);
    (await director.post('/api/v1/platforms/P012/events', { type: 'exit', effective_on: '2019-01-01', reason: '无', document_number: '无' })).expect(403);
  });

  it('a host manager makes accounts and gives roles within the own subtree, never above the own', async () => {
    const account = { user: 'xin.ren', display_name: '新人', organisation: people.hostOrganisation.id };
    const made = (await people.host.post('/api/v1/accounts', account)).expect(201).body;
    const own = { kind: 'organisation', id: people.hostOrganisation.id };
    (await people.host.post(`/api/v1/accounts/${made.id}/grants`, { role: 'platform_secretary', scope: own })).expect(201);
    for (const grant of [{ role: 'ministry_officer', scope: { kind: 'all' } }, { role: 'host_manager', scope: own }, { role: 'platform_secretary', scope: { kind: 'organisation', id: 'clspi' } }, { role: 'administrator', scope: { kind: 'all' } }]) {
      (await people.host.post(`/api/v1/accounts/${made.id}/grants`, grant)).expect(403, 422);
    }
    (await people.host.post('/api/v1/accounts', { ...account, user: 'wai.ren', organisation: 'clspi' })).expect(403, 422);
    const officer = (await world().admin.get('/api/v1/accounts', { query: { q: 'wang.keji' } })).body.items[0];
    (await people.host.get(`/api/v1/accounts/${officer.id}`)).expect(404);
    (await people.host.post(`/api/v1/accounts/${officer.id}/password-reset`, undefined)).expect(403, 404);
    expect((await people.host.all('/api/v1/accounts')).map((seen) => seen.user)).not.toContain('wang.keji');
  });

  it('a provincial officer sees the record and the applications of the province only', async () => {
    for (const entry of await people.province.all('/api/v1/audit')) expect(entry.actor?.user).not.toBe('sun.bie');
    for (const application of await people.province.all('/api/v1/applications')) expect(application.supervisor?.slug === 'shaanxi' || application.host?.slug === 'shaanxi' || application.host?.id === people.hostOrganisation.id).toBe(true);
  });

  it('a role taken away is gone at the next request; a deactivated account is out', async () => {
    const account = (await world().admin.get('/api/v1/accounts', { query: { q: 'zhou.zhuren' } })).body.items[0];
    (await world().admin.delete(`/api/v1/accounts/${account.id}/grants/${account.grants[0].id}`)).expect(204);
    (await director.get('/api/v1/platforms/P012/dossier')).expect(403, 404);
    const current = await world().admin.get(`/api/v1/accounts/${account.id}`);
    (await world().admin.patch(`/api/v1/accounts/${account.id}`, { active: false }, { ifMatch: current.etag })).expect(200);
    (await director.get('/api/v1/session')).expect(401);
    (await world().anyone.login('zhou.zhuren', 'second-zhou.zhuren-password')).expect(401);
  });

  it('a role ends with its period', async () => {
    const past = await world().admin.get('/api/v1/accounts', { query: { q: 'sun.bie' } });
    const id = past.body.items[0].id;
    (await world().admin.post(`/api/v1/accounts/${id}/grants`, { role: 'ministry_officer', scope: { kind: 'all' }, valid_from: '2018-01-01', valid_to: '2018-12-31' })).expect(201);
    (await stranger.post('/api/v1/calls', {})).expect(403);
    (await world().admin.post(`/api/v1/accounts/${id}/grants`, { role: 'ministry_officer', scope: { kind: 'all' }, valid_from: '2019-01-01', valid_to: '2018-12-31' })).expect(422);
  });

  it('a delegation lends the roles for a period, and what is done says for whom', async () => {
    const deputy = await person(world(), 'qian.daili', [], 'mlr-sti');
    (await deputy.get('/api/v1/exit-plans')).expect(403);
    const today = (await world().anyone.get('/api/v1/site')).body.today as string;
    const made = (await people.officer.post('/api/v1/delegations', { to: 'qian.daili', valid_from: today, valid_to: today, reason: '出差' })).expect(201).body;
    (await deputy.get('/api/v1/exit-plans')).expect(200);
    (await deputy.post('/api/v1/calls', { title: { zh: '代办的通知' }, category: 'ministry-key-laboratory', opens_on: '2018-01-10', closes_on: '2018-03-31' })).expect(201);
    const entry = (await world().admin.get('/api/v1/audit', { query: { actor: 'qian.daili', limit: 1 } })).body.items[0];
    expect(entry.on_behalf_of.user).toBe('wang.keji');
    (await deputy.post('/api/v1/delegations', { to: 'li.tudi', valid_from: today, valid_to: today, reason: '转委托' })).expect(409, 403, 422);
    (await people.officer.delete(`/api/v1/delegations/${made.id}`)).expect(204);
    (await deputy.get('/api/v1/exit-plans')).expect(403);
    (await people.officer.post('/api/v1/delegations', { to: 'qian.daili', valid_from: '2030-01-02', valid_to: '2030-01-01', reason: '倒置' })).expect(422);
  });

  it('the public sees no drafts, no applications, no names of accounts', async () => {
    const anyone = world().anyone;
    for (const path of ['/api/v1/applications', '/api/v1/accounts', '/api/v1/audit', '/api/v1/jobs', '/api/v1/todos', '/api/v1/exit-plans']) (await anyone.get(path)).expect(401);
    const draft = (await people.officer.post('/api/v1/notices', { issuer: '办公厅', title: { zh: '未发布的通知' }, body: { zh: '正文' } })).expect(201).body;
    (await anyone.get(`/api/v1/notices/${draft.id}`)).expect(404);
    (await anyone.get(`/notices/${draft.id}`)).expect(404);
    expect((await anyone.all('/api/v1/search', { q: '未发布' })).length).toBe(0);
    const events = await anyone.all('/api/v1/platforms/P012/events');
    for (const event of events) expect(event.recorded_by).toBeNull();
  });
});
