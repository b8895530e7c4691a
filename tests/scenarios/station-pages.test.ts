// Public pages of stations: what is open is there, what is internal or under embargo is nowhere in them.
import { beforeAll, expect, it } from 'vitest';
import type { Client } from './support/client.ts';
import { person, upload } from './support/cast.ts';
import { scenario } from './support/suite.ts';

const HOUR = 3600_000;
const DAY = 24 * HOUR;
const now = Date.now();
const ago = (days: number, hours = 0): string => new Date(now - days * DAY + hours * HOUR).toISOString();
/** The day in Beijing. */
const day = (moment: string | number): string => new Date(new Date(moment).getTime() + 8 * HOUR).toISOString().slice(0, 10);

scenario('station pages', (world) => {
  let director: Client;
  let station: number;
  let closed: number;
  let open: number;
  let embargoed: number;
  let young: number;
  let internal: number;

  const stream = async (name: string, more: object = {}): Promise<number> => {
    const made = (
      await director.post('/sta/v1.1/Datastreams', {
        name,
        description: name,
        observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
        unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'https://ucum.org/ucum#m' },
        Sensor: { name: `${name}计`, description: name, encodingType: 'application/pdf', metadata: 'https://example.org/s.pdf' },
        ObservedProperty: { name, definition: `https://example.org/${encodeURIComponent(name)}`, description: name },
        Thing: { '@iot.id': station },
        ...more,
      })
    ).expect(201);
    return Number(/\((\d+)\)$/.exec(new URL(made.headers.get('location')!).pathname)![1]);
  };
  const observe = async (id: number, rows: [string, number][]): Promise<void> => {
    (await director.post('/sta/v1.1/CreateObservations', [{ Datastream: { '@iot.id': id }, components: ['phenomenonTime', 'result'], dataArray: rows }])).expect(201);
  };
  const page = async (path: string): Promise<string> => (await world().anyone.get(path)).expect(200).text;
  /** The part of a station's page that is about one stream. */
  const about = async (id: number, prefix = ''): Promise<string> => {
    const whole = await page(`${prefix}/stations/${station}`);
    const from = whole.indexOf(`aria-labelledby="stream-${id}"`);
    expect(from).toBeGreaterThan(0);
    return whole.slice(from, whole.indexOf('</article>', from));
  };

  beforeAll(async () => {
    director = await person(world(), 'lin.zhuren', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P012' } }]);
    const document = await upload(director, '观测规范.pdf');
    const people = [{ name: '王五', role: '站长', contact: '0773-5551234', from: '2020-01-01' }, { name: '赵六', role: '观测员', from: '2015-01-01', to: '2018-01-01' }];
    const position = { longitude: 110.52, latitude: 25.18, elevation: 150 };
    station = (await director.post('/api/v1/stations', { name: '毛村地下河站', platform: 'P012', position, people, attachments: [document.id] })).expect(201).body.id;
    closed = (await director.post('/api/v1/stations', { name: '内部观测站', platform: 'P012', position: { longitude: 101.23, latitude: 33.45 }, is_public: false })).expect(201).body.id;
    open = await stream('水位', { licence: 'CC-BY-4.0' });
    embargoed = await stream('雨量', { openness: 'embargo', embargoDays: 90 });
    young = await stream('气温', { openness: 'embargo', embargoDays: 90 });
    internal = await stream('裂缝张开度', { openness: 'internal' });
    for (const id of [open, embargoed]) {
      const property = (await director.get(`/sta/v1.1/Datastreams(${id})/ObservedProperty`)).expect(200).body['@iot.id'];
      (await director.post(`/api/v1/stations/${station}/programmes`, { observed_property: property, protocol: 'DZ/T 0307', protocol_version: '2017', cadence_seconds: 3600, from: '2020-01-01' })).expect(201);
    }
    await observe(open, Array.from({ length: 48 }, (_, i) => [ago(2, i), 100 + i / 10]));
    await observe(embargoed, [[ago(100), 4.25], [ago(99), 4.75], [ago(40), 77.125], [ago(1), 88.625]]);
    await observe(young, [[ago(20), 55.375]]);
    await observe(internal, [[ago(1), 66.875]]);
  });

  it('a page’s address with a slash at its end leads to the page, and nothing else leads anywhere', async () => {
    // Addresses as they are typed, which no contract names; `asked` goes out as it stands.
    const led = async (asked: string) => {
      const answer = await fetch(world().url + asked, { redirect: 'manual' });
      return [answer.status, answer.headers.get('location')];
    };
    expect(await led('/en/')).toEqual([308, '/en']);
    expect(await led('/en/?q=a%20b&from=/x/')).toEqual([308, '/en?q=a%20b&from=/x/']);
    expect(await led('/stations/?network=1')).toEqual([308, '/stations?network=1']);
    expect(await led(`/en/stations/${station}/`)).toEqual([308, `/en/stations/${station}`]);
    for (const asked of ['/nowhere/', '/api/v1/stations/', '/stations//', '/en//', '//en/', '//example.org/', '//example.org/stations/']) expect(await led(asked), asked).toEqual([404, null]);
  });

  it('a station is described as to everybody', async () => {
    const text = await page(`/stations/${station}`);
    for (const shown of ['毛村地下河站', '/platforms/P012', '东经 110.52°', '海拔 150 米', '王五', '站长', '观测规范.pdf', 'DZ/T 0307', '水位计', 'CC-BY-4.0', `/workbench/stations/${station}`, `/sta/v1.1/Things(${station})`]) expect(text, shown).toContain(shown);
    expect(text).not.toContain('0773-5551234');
    expect(text, 'who answered for it once').not.toContain('赵六');
    expect(await page(`/en/stations/${station}`)).toContain('110.52°E, 25.18°N, 150 m above sea level');
    expect(await page('/platforms/P012')).toContain(`href="/stations/${station}"`);
  });

  it('an open stream shows its latest value, its last days and how complete they are', async () => {
    const text = await about(open);
    for (const shown of ['104.7 m', '未评价', '<path class="envelope"', `${day(ago(1, 23))}</th>`, '每 1 小时', `/api/v1/streams/${open}/observations.csv?from=`, `/workbench/streams/${open}`, `/sta/v1.1/Datastreams(${open})`]) expect(text, shown).toContain(shown);
    expect(text).not.toContain('保护期');
    expect(text.match(/<li class="/g)).toHaveLength(12);
    const links = [...text.matchAll(/href="(\/api[^"]*)"/g)].map((one) => one[1]!.replaceAll('&amp;', '&'));
    expect(links).toHaveLength(4);
    for (const link of links) (await world().anyone.get(link)).expect(200);
  });

  it('under an embargo nothing is told but the rule', async () => {
    for (const prefix of ['', '/en']) {
      const text = await about(embargoed, prefix);
      expect(text).toContain('4.75 m');
      expect(text).toContain(day(now + 90 * DAY));
      for (const secret of ['77.125', '77.13', '88.625', '88.63', day(ago(40)), day(ago(1))]) expect(text, secret).not.toContain(secret);
      expect(text, 'the count').toContain('<dd>2</dd>');
      const withheld = [...text.matchAll(/<li class="(\w+)"><span class="small">(\d{4}-\d{2})<\/span>/g)].filter((one) => one[1] === 'withheld').map((one) => one[2]!);
      expect(withheld).toContain(day(now).slice(0, 7));
      expect(withheld).toContain(day(ago(40)).slice(0, 7));
      expect(withheld.every((month) => month >= day(ago(90)).slice(0, 7))).toBe(true);
      const nothing = await about(young, prefix);
      for (const secret of ['55.375', '55.38', day(ago(20)), '<svg', 'observations.csv']) expect(nothing, secret).not.toContain(secret);
      expect(nothing).toContain('<dd>0</dd>');
      expect(nothing).toContain(day(now + 90 * DAY));
    }
    for (const path of [`/stations/${station}`, '/stations', '/', '/platforms/P012', '/search?q=毛村']) for (const secret of ['77.125', '88.625', '55.375']) expect(await page(path)).not.toContain(secret);
  });

  it('what is internal is nowhere', async () => {
    for (const path of [`/stations/${station}`, '/stations', '/stations?q=内部', '/', '/platforms/P012', '/sitemap', '/sitemap.xml', '/search?q=内部观测站']) {
      const text = await page(path);
      for (const secret of ['裂缝张开度', '66.875', `stream-${internal}`, `/stations/${closed}`, '101.23']) expect(text, `${path} ${secret}`).not.toContain(secret);
    }
    for (const prefix of ['', '/en']) (await world().anyone.get(`${prefix}/stations/${closed}`)).expect(404);
    for (const none of ['999999', 'facets', '0', 'x']) (await world().anyone.get(`/stations/${none}`)).expect(404);
    (await world().anyone.get('/platforms/facets')).expect(404);
    expect((await director.get(`/stations/${closed}`)).status, 'public pages are for everybody alike').toBe(404);
  });

  it('the list is searched, narrowed and counted by what is open', async () => {
    const facets = (await world().anyone.get('/api/v1/stations/facets')).expect(200).body;
    expect(facets).toMatchObject({ total: 1, samples: 0, streams: 3, facets: { platform: [{ value: 'P012', count: 1 }], network: [], province: [{ count: 1 }] }, points: [{ station, longitude: 110.52 }] });
    expect(facets.facets.observed_property.map((one: any) => one.name.zh).sort()).toEqual(['气温', '水位', '雨量'].sort());
    expect((await director.get('/api/v1/stations/facets')).expect(200).body).toMatchObject({ total: 2, streams: 4 });
    const province = facets.facets.province[0].value as string;
    const property = facets.facets.observed_property[0].value as string;
    for (const query of [`q=毛村`, 'platform=P012', `province=${province}`, `observed_property=${property}`]) expect(await page(`/stations?${query}`), query).toContain(`href="/stations/${station}"`);
    for (const query of ['q=冰川', 'platform=P013', 'province=71']) expect(await page(`/stations?${query}`), query).not.toContain(`href="/stations/${station}"`);
    expect(await page('/')).toContain('开放台站 1 个，开放数据流 3 条');
    expect(await page('/search?q=毛村地下河站')).toContain(`href="/stations/${station}"`);
    expect(await page('/sitemap.xml')).toContain(`/stations/${station}</loc>`);
    (await world().anyone.get('/api/v1/stations/facets', { query: { province: 'x'.repeat(9), color: 1 } })).expect(422);
    expect((await world().anyone.get('/stations?platform=P999')).status).toBe(422);
  });

  it('samples are marked, and left to no search engine', async () => {
    world().kunyu('sample', 'load');
    const sample = (await world().anyone.all('/api/v1/stations')).find((one) => one.sample);
    expect(await page('/stations')).toContain('其中样例台站 3 个');
    const text = await page(`/stations/${sample.id}`);
    expect(text).toContain('样例台站，数据为模拟生成，不是真实观测。');
    expect(text).toContain('<meta name="robots" content="noindex">');
    expect(await page(`/stations/${station}`)).not.toContain('样例');
    const map = await page('/sitemap.xml');
    expect(map).toContain(`/stations/${station}</loc>`);
    expect(map).not.toContain(`/stations/${sample.id}<`);
  });

  it('is not sent again while it is the same', async () => {
    const first = (await world().anyone.get(`/stations/${station}`)).expect(200);
    expect(first.headers.get('cache-control')).toBe('no-cache');
    (await world().anyone.get(`/stations/${station}`, { headers: { 'if-none-match': first.etag } })).expect(304);
    await observe(open, [[ago(0), 123.5]]);
    expect((await world().anyone.get(`/stations/${station}`, { headers: { 'if-none-match': first.etag } })).expect(200).text).toContain('123.5 m');
  });
});
