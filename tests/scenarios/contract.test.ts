// The contract and the server name the same routes, actions and replies.
import { beforeAll, expect, it } from 'vitest';
import { faultsOf, isOfStandard, operationOf, operations, parametersOf, resolved, successOf, type Schema } from './support/contract.ts';
import { kunyu } from './support/server.ts';
import { scenario, scenarioOnce } from './support/suite.ts';

/** "/a/{id}/b" and "/a/{platform}/b" are the same place; {rest*} is the contract's {path} of the workbench. */
const place = (method: string, path: string): string => `${method.toUpperCase()} ${path.replace(/\{[^}]*\}/g, '{}')}`;

it('every served route is in the contract, and every route of the contract is served', () => {
  const listed = kunyu('routes', '--json');
  expect(listed, listed.err).toMatchObject({ code: 0 });
  const served = (JSON.parse(listed.out) as { method: string; path: string; action: string }[]).filter((route) => !isOfStandard(route.path));
  const here = operations.map((candidate) => place(candidate.method, candidate.path)).sort();
  const there = served.filter((route) => route.method.toUpperCase() !== 'HEAD').map((route) => place(route.method, route.path)).sort();
  expect({ 'in the contract, not served': here.filter((route) => !there.includes(route)), 'served, not in the contract': there.filter((route) => !here.includes(route)) }).toEqual({
    'in the contract, not served': [],
    'served, not in the contract': [],
  });
});

it('each route needs the action that the contract names', () => {
  const served = JSON.parse(kunyu('routes', '--json').out) as { method: string; path: string; action: string }[];
  const actions = new Map(served.map((route) => [place(route.method, route.path), route.action]));
  const wrong = operations
    .map((candidate) => ({ route: place(candidate.method, candidate.path), contract: candidate.action, server: actions.get(place(candidate.method, candidate.path)) }))
    .filter((row) => row.contract !== row.server);
  expect(wrong).toEqual([]);
});

it('every operation has what a client needs: an id, an action, errors as problems, examples of its bodies', () => {
  const ids = new Set<string>();
  for (const candidate of operations) {
    expect(ids.has(candidate.id), candidate.id).toBe(false);
    ids.add(candidate.id);
    expect(candidate.action, candidate.id).toMatch(/^[a-z_]+\.[a-z_]+$/);
    const content = candidate.object.requestBody?.content['application/json'];
    if (content !== undefined) {
      const schema = resolved<Schema & { additionalProperties?: boolean }>(content.schema);
      expect(schema.additionalProperties, candidate.id).toBe(false);
      expect(schema.examples?.length, candidate.id).toBeGreaterThan(0);
    }
    if (['put', 'patch'].includes(candidate.method) && candidate.id !== 'changeOwnPassword') {
      expect(Object.keys(candidate.object.responses), candidate.id).toEqual(expect.arrayContaining(['412', '428']));
    }
  }
});

it('the contract itself rejects what it should', () => {
  expect(faultsOf('PlatformRef', { id: 1, code: 'P001', name: { zh: '甲', en: null } })).toBe('');
  expect(faultsOf('PlatformRef', { id: 1, code: 'P001', name: { zh: '甲', en: null }, extra: 1 })).toContain('extra');
  expect(faultsOf('Event', {})).toContain('required');
  expect(operationOf('GET', '/api/v1/platforms/facets')?.id).toBe('platformFacets');
  expect(operationOf('GET', '/api/v1/platforms/P001')?.id).toBe('readPlatform');
});

scenario('every readable list and page', (world) => {
  // Events do not end by themselves; live.test.ts listens to them.
  const plain = operations.filter((candidate) => candidate.method === 'get' && !candidate.path.includes('{') && candidate.id !== 'listenLive');

  // The example of /api/v1/series names the first stream.
  beforeAll(async () => {
    const station = (await world().admin.post('/api/v1/stations', { name: '观测站', description: '站' })).expect(201).body.id;
    (
      await world().admin.post(`/sta/v1.1/Things(${station})/Datastreams`, {
        name: '水位',
        description: '水位',
        observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
        unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'https://ucum.org/ucum#m' },
        Sensor: { name: '水位计', description: '压力式', encodingType: 'application/pdf', metadata: 'https://example.org/s.pdf' },
        ObservedProperty: { name: '水位', definition: 'https://example.org/level', description: '水位' },
      })
    ).expect(201);
  });

  for (const candidate of plain) {
    it(`${candidate.path} answers as declared, in both languages, and to HEAD`, async () => {
      const query = Object.fromEntries(
        parametersOf(candidate)
          .filter((parameter) => parameter.required === true && parameter.in === 'query')
          .map((parameter) => [parameter.name, String(parameter.example ?? resolved<Schema>(parameter.schema).examples?.[0] ?? resolved<Schema>(parameter.schema).enum?.[0])]),
      );
      // The administrator's own session, since a token has none.
      for (const lang of ['zh', 'en'] as const) (await world().admin.get(candidate.path, { query, lang })).expect(successOf(candidate));
      expect((await world().admin.send('HEAD', candidate.path, { query })).expect(successOf(candidate)).bytes).toHaveLength(0);
    });
  }

  it('lists page by cursor: every item once, in order, whatever the limit', async () => {
    for (const path of ['/api/v1/platforms', '/api/v1/organisations', '/api/v1/audit']) {
      const whole = (await world().admin.get(path, { query: { limit: 500 } })).expect(200).body.items;
      expect(whole.length).toBeGreaterThan(20);
      const paged = await world().admin.all(path, { limit: 7 });
      expect(paged).toEqual(whole);
    }
  });

  it('filters agree with facets, and facets with the list', async () => {
    const facets = (await world().anyone.get('/api/v1/platforms/facets')).expect(200).body;
    expect(facets.total).toBe(91);
    for (const [name, values] of Object.entries(facets.facets) as [string, { value: string; count: number }[]][]) {
      for (const { value, count } of values.slice(0, 4)) {
        const found = await world().anyone.all('/api/v1/platforms', { [name]: value });
        expect([name, value, found.length]).toEqual([name, value, count]);
      }
    }
    const some = (await world().anyone.get('/api/v1/platforms/facets', { query: { category: 'ministry-key-laboratory', province: '11' } })).expect(200).body;
    expect(some.total).toBe((await world().anyone.all('/api/v1/platforms', { category: 'ministry-key-laboratory', province: '11' })).length);
  });

  it('finds Chinese by two characters and more, in names, hosts and directions', async () => {
    const codes = async (q: string) => (await world().anyone.all('/api/v1/platforms', { q })).map((platform) => platform.code);
    expect(await codes('岩溶')).toEqual(expect.arrayContaining(['P010', 'P074', 'P087']));
    expect(await codes('土地利用')).toEqual(expect.arrayContaining(['P012', 'P046']));
    expect(await codes('P012')).toEqual(['P012']);
    expect(await codes('Karst')).toContain('P024');
    expect(await codes('没有这样的平台')).toEqual([]);
    const hits = await world().anyone.all('/api/v1/search', { q: '岩溶' });
    expect(hits.map((hit) => hit.kind)).toEqual(expect.arrayContaining(['platform', 'organisation']));
  });

  it('slugs and codes stand for ids', async () => {
    const byCode = (await world().anyone.get('/api/v1/platforms/P012')).expect(200).body;
    expect((await world().anyone.get(`/api/v1/platforms/${byCode.id}`)).expect(200).body).toEqual(byCode);
    const bySlug = (await world().anyone.get('/api/v1/organisations/mlr-sti')).expect(200).body;
    expect((await world().anyone.get(`/api/v1/organisations/${bySlug.id}`)).expect(200).body).toEqual(bySlug);
  });
});

scenarioOnce('languages of the errors', (world) => {
  it('follow ?lang, then the cookie, then Accept-Language; Chinese otherwise', async () => {
    const detail = async (query: Record<string, string>, headers: Record<string, string>) =>
      (await world().anyone.get('/api/v1/platforms/P999', { query, headers })).expect(404).body.detail as string;
    const chinese = await detail({}, {});
    const english = await detail({}, { 'accept-language': 'en-GB,en;q=0.9' });
    expect(chinese).toMatch(/\p{Script=Han}/u);
    expect(english).not.toMatch(/\p{Script=Han}/u);
    expect(await detail({}, { 'accept-language': 'fr' })).toBe(chinese);
    expect(await detail({}, { 'accept-language': 'zh-CN,en;q=0.5', cookie: 'kunyu_lang=en' })).toBe(english);
    expect(await detail({ lang: 'zh' }, { cookie: 'kunyu_lang=en' })).toBe(chinese);
  });
});
