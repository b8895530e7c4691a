// OGC SensorThings 1.1 (18-088) as a client sees it: entities made, linked, read, changed and removed, observations that last.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Client } from './support/client.ts';
import { person } from './support/cast.ts';
import { scenario } from './support/suite.ts';

const root = '/sta/v1.1';
const measurement = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement';

const place = (longitude = 110.52, latitude = 25.18) => ({
  name: '毛村',
  description: '地下河出口',
  encodingType: 'application/geo+json',
  location: { type: 'Point', coordinates: [longitude, latitude] },
});
const stream = (name: string, more: object = {}) => ({
  name,
  description: `${name}的观测`,
  observationType: measurement,
  unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'https://ucum.org/ucum#m' },
  Sensor: { name: '压力水位计', description: '甲型', encodingType: 'application/pdf', metadata: 'https://example.org/s.pdf' },
  ObservedProperty: { name: '水位', definition: 'https://example.org/level', description: '水面高程' },
  ...more,
});
const station = (name: string, more: object = {}) => ({ name, description: '野外站', properties: { karst: true }, Locations: [place()], Datastreams: [stream('水位')], ...more });

const below = (answer: Answer): string => new URL(answer.headers.get('location')!).pathname;
const idOf = (path: string): number => Number(/\((\d+)\)$/.exec(path)![1]);

scenario('sensorthings', (world) => {
  let steward: Client;
  let thing: string;
  let datastream: string;

  /** What a path answers to everybody. */
  const read = async (path: string, status = 200): Promise<any> => {
    const answer = (await world().anyone.get(path.startsWith('/') ? path : `${root}/${path}`)).expect(status);
    return answer.bytes.length > 0 && answer.headers.get('content-type')!.startsWith('application/json') ? answer.body : answer.text;
  };
  const make = async (set: string, body: unknown): Promise<string> => below((await steward.post(`${root}/${set}`, body)).expect(201));
  const observe = async (path: string, results: [string, unknown][]): Promise<string[]> => {
    const made: string[] = [];
    for (const [phenomenonTime, result] of results) made.push(await make(`${path.slice(root.length + 1)}/Observations`, { phenomenonTime, result }));
    return made;
  };

  beforeAll(async () => {
    steward = await person(world(), 'he.shuju', [{ role: 'data_steward', scope: { kind: 'all' } }]);
    thing = await make('Things', station('毛村站'));
    datastream = `${root}/Datastreams(${(await read(`${thing}/Datastreams`)).value[0]['@iot.id']})`;
  });

  it('names at its root exactly what works', async () => {
    const landing = await read(root);
    expect(landing.value.map((one: any) => one.name).sort()).toEqual(
      ['Datastreams', 'FeaturesOfInterest', 'HistoricalLocations', 'Locations', 'MultiDatastreams', 'Observations', 'ObservedProperties', 'Sensors', 'Things'],
    );
    for (const set of landing.value) expect((await read(new URL(set.url).pathname)).value).toBeInstanceOf(Array);
    const conformance: string[] = landing.serverSettings.conformance;
    for (const part of ['create-update-delete/deep-insert', 'batch-request', 'data-array', 'multi-datastream'])
      expect(conformance.some((one) => one.includes(part)), part).toBe(true);
    expect((await read('/sta/v1.0')).value.map((one: any) => one.name)).toContain('Things');
  });

  it('makes a station with all that belongs to it in one piece, or nothing of it', async () => {
    const whole = await read(`${thing}?$expand=Locations,HistoricalLocations,Datastreams($expand=Sensor,ObservedProperty)`);
    expect(whole).toMatchObject({ name: '毛村站', properties: { karst: true } });
    expect(whole.Locations[0].location).toEqual({ type: 'Point', coordinates: [110.52, 25.18] });
    expect(whole.HistoricalLocations).toHaveLength(1);
    expect(whole.Datastreams[0]).toMatchObject({ name: '水位', unitOfMeasurement: { symbol: 'm' }, Sensor: { name: '压力水位计' }, ObservedProperty: { name: '水位' } });
    const before = (await read('Things?$count=true&$top=0'))['@iot.count'];
    for (const wrong of [
      station('缺传感器', { Datastreams: [{ ...stream('x'), Sensor: undefined }] }),
      station('缺类型', { Datastreams: [{ ...stream('x'), observationType: undefined }] }),
      { description: '没有名称' },
      station('位置不对', { Locations: [place(25.18, 110.52)] }),
    ]) {
      const refused = (await steward.post(`${root}/Things`, wrong)).expect(400);
      expect(refused.body.fields.length).toBeGreaterThan(0);
    }
    expect((await read('Things?$count=true&$top=0'))['@iot.count']).toBe(before);
  });

  it('is written by whom the station is for, and by nobody else', async () => {
    (await world().anyone.post(`${root}/Things`, station('冒名'))).expect(401);
    const reader = await person(world(), 'du.zhe', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P013' } }]);
    (await reader.post(`${root}/Things`, station('别家的'))).expect(403);
    (await reader.post(`${datastream}/Observations`, { phenomenonTime: '2026-01-01T00:00:00Z', result: 1 })).expect(400, 403, 404);
    expect((await read(`${datastream}/Observations`)).value).toEqual([]);
  });

  describe('observations', () => {
    let made: string[];
    beforeAll(async () => {
      made = await observe(datastream, [
        ['2026-01-01T08:00:00+08:00', 1.25],
        ['2026-01-01T00:01:00Z', 2],
        ['2026-01-01T00:02:00Z', null],
        ['2026-01-01T00:03:00Z/2026-01-01T00:04:00Z', 4.5],
      ]);
    });

    it('come back as they were sent, with the feature made from the station', async () => {
      expect(await read(made[0]!)).toMatchObject({ phenomenonTime: '2026-01-01T00:00:00Z', resultTime: null, result: 1.25 });
      expect((await read(`${made[3]!}/phenomenonTime`)).phenomenonTime).toBe('2026-01-01T00:03:00Z/2026-01-01T00:04:00Z');
      expect(await read(`${made[0]!}/result/$value`)).toBe('1.25');
      (await world().anyone.get(`${made[2]!}/result`)).expect(204);
      const features = await Promise.all(made.map((one) => read(`${one}/FeatureOfInterest`)));
      expect(new Set(features.map((one) => one['@iot.id'])).size).toBe(1);
      expect(features[0].feature).toEqual({ type: 'Point', coordinates: [110.52, 25.18] });
      expect((await read(`${made[0]!}/Datastream/Thing`)).name).toBe('毛村站');
    });

    it('are filtered, ordered, counted and paged', async () => {
      const of = async (query: string): Promise<unknown[]> => (await read(`${datastream}/Observations?${query}`)).value.map((one: any) => one.result);
      expect(await of('$orderby=phenomenonTime desc')).toEqual([4.5, null, 2, 1.25]);
      expect(await of('$filter=result gt 1.5')).toEqual([2, 4.5]);
      expect(await of("$filter=result gt '1.5'&$orderby=result desc")).toEqual([4.5, 2]);
      expect(await of('$filter=phenomenonTime ge 2026-01-01T00:01:00Z and phenomenonTime lt 2026-01-01T00:03:00Z')).toEqual([2, null]);
      expect(await of('$filter=year(phenomenonTime) eq 2026 and minute(phenomenonTime) eq 1')).toEqual([2]);
      const page = await read(`${datastream}/Observations?$top=3&$count=true&$orderby=phenomenonTime`);
      expect(page['@iot.count']).toBe(4);
      expect(page.value).toHaveLength(3);
      const next = new URL(page['@iot.nextLink']);
      expect((await read(next.pathname + next.search)).value.map((one: any) => one.result)).toEqual([4.5]);
      const first = (await read(`Observations?$count=true&$top=1&$skip=1&$orderby=phenomenonTime asc&$filter=Datastream/id eq ${idOf(datastream)} and result gt 1`)) as any;
      expect([first['@iot.count'], first.value[0].result]).toEqual([3, 2]);
      (await world().anyone.get(`${datastream}/Observations?$apply=x`)).expect(501);
      (await world().anyone.get(`${datastream}/Observations?$filter=result gt`)).expect(400);
    });

    it('are corrected and removed as later versions, and the past stays as it was', async () => {
      const before = new Date(Date.now() + 11 * 60_000).toISOString();
      (await steward.patch(made[1]!, { result: 2.5 })).expect(200);
      expect((await read(made[1]!)).result).toBe(2.5);
      (await steward.delete(made[3]!)).expect(200);
      (await world().anyone.get(made[3]!)).expect(404);
      expect((await read(`${datastream}/Observations?$count=true`))['@iot.count']).toBe(3);
      const reader = await person(world(), 'du.zhe2', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P013' } }]);
      (await reader.patch(made[0]!, { result: 9 })).expect(403, 404);
      expect(before).toContain('T');
    });
  });

  it('takes dataArrays: good rows are kept, bad ones named, in order', async () => {
    const target = await make('Datastreams', { ...stream('成批'), Thing: { '@iot.id': idOf(thing) } });
    const answer = (
      await steward.post(`${root}/CreateObservations`, [
        {
          Datastream: { '@iot.id': idOf(target) },
          components: ['phenomenonTime', 'result'],
          'dataArray@iot.count': 4,
          dataArray: [['2026-02-01T00:00:00Z', 1], ['yesterday', 2], ['2026-02-01T00:01:00Z', 3], ['2026-02-01T00:02:00Z']],
        },
        { Datastream: { '@iot.id': 200_000 }, components: ['phenomenonTime', 'result'], dataArray: [['2026-02-01T00:00:00Z', 1]] },
      ])
    ).expect(201);
    expect(answer.body.map((one: string) => one.startsWith('error'))).toEqual([false, true, false, true, true]);
    expect((await read(new URL(answer.body[2]).pathname)).result).toBe(3);
    const array = await read(`${target}/Observations?$resultFormat=dataArray&$select=phenomenonTime,result`);
    expect(array.value[0].dataArray.map((row: unknown[]) => row[1])).toEqual([1, 3]);
    (await steward.post(`${root}/CreateObservations`, [{ components: 3 }])).expect(400);
  });

  it('changes entities by PATCH, PUT and JSON Patch', async () => {
    const one = await make('Things', { name: '甲', description: '乙', properties: { a: 1, b: { c: 2 } } });
    (await steward.patch(one, { description: '丙' })).expect(200);
    expect(await read(one)).toMatchObject({ name: '甲', description: '丙', properties: { a: 1 } });
    (await steward.patch(one, [{ op: 'replace', path: '/properties/b/c', value: 3 }], { type: 'application/json-patch+json' })).expect(200);
    expect((await read(`${one}/properties/b`)).b).toEqual({ c: 3 });
    (await steward.put(one, { name: '丁', description: '戊' })).expect(200);
    expect((await read(one)).properties ?? {}).toEqual({});
    (await steward.put(one, { name: '丁' })).expect(400);
    (await steward.patch(one, { Datastreams: [stream('x')] })).expect(400);
    (await steward.patch(`${root}/Things(1)`, { name: 'x' })).expect(404);
    (await steward.delete(one)).expect(200);
    (await world().anyone.get(one)).expect(404);
    (await steward.delete(one)).expect(404);
  });

  it('removes what belongs to an entity with it', async () => {
    const one = await make('Things', station('要拆的站'));
    const its = `${root}/Datastreams(${(await read(`${one}/Datastreams`)).value[0]['@iot.id']})`;
    const [seen] = await observe(its, [['2026-03-01T00:00:00Z', 1]]);
    (await steward.delete(one)).expect(200);
    for (const gone of [its, seen!, `${one}/Datastreams`]) (await world().anyone.get(gone)).expect(404);
  });

  it('keeps several values that belong together', async () => {
    const multi = await make('MultiDatastreams', {
      name: '风',
      description: '风速风向',
      observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_ComplexObservation',
      multiObservationDataTypes: [measurement, measurement],
      unitOfMeasurements: [{ name: 'm/s', symbol: 'm/s', definition: 'ucum:m/s' }, { name: 'degree', symbol: '°', definition: 'ucum:deg' }],
      Thing: { '@iot.id': idOf(thing) },
      Sensor: { name: '风速仪', description: '乙型', encodingType: 'application/pdf', metadata: 'x' },
      ObservedProperties: [{ name: '风速', definition: 'a', description: 'b' }, { name: '风向', definition: 'c', description: 'd' }],
    });
    await observe(multi, [['2026-04-01T00:00:00Z', [3.5, 270]]]);
    expect((await read(`${multi}/Observations`)).value[0].result).toEqual([3.5, 270]);
    expect((await read(`${multi}/ObservedProperties`)).value.map((one: any) => one.name)).toEqual(['风速', '风向']);
    (await steward.post(`${multi}/Observations`, { result: [1] })).expect(400);
  });

  it('takes many requests in one, change sets as a whole', async () => {
    const json = (
      await steward.post(`${root}/$batch`, {
        requests: [
          { id: '1', atomicityGroup: 'g', method: 'post', url: 'Things', body: { name: '批一', description: 'x' } },
          { id: '2', atomicityGroup: 'g', method: 'post', url: '$1/Datastreams', body: stream('批流') },
          { id: '3', method: 'get', url: "Things?$filter=name eq '批一'&$expand=Datastreams" },
          { id: '4', atomicityGroup: 'h', method: 'post', url: 'Things', body: { name: '批二', description: 'x' } },
          { id: '5', atomicityGroup: 'h', method: 'post', url: 'Things', body: { description: '没有名称' } },
        ],
      })
    ).expect(200).body.responses;
    expect(json.map((one: any) => one.status)).toEqual([201, 201, 200, 424, 400]);
    expect(json[2].body.value[0].Datastreams[0].name).toBe('批流');
    expect((await read("Things?$filter=name eq '批二'")).value).toEqual([]);
    const part = (body: string) => `--b\r\nContent-Type: application/http\r\n\r\n${body}\r\n`;
    const multipart = (
      await steward.send('POST', `${root}/$batch`, {
        raw: `${part('GET Things?$top=1 HTTP/1.1\r\n')}${part(`POST Things HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${JSON.stringify({ name: '批三', description: 'x' })}`)}--b--\r\n`,
        type: 'multipart/mixed; boundary=b',
      })
    ).expect(200);
    expect(multipart.text).toContain('HTTP/1.1 201');
    expect((await read("Things?$filter=name eq '批三'")).value).toHaveLength(1);
  });

  it('finds stations by place, text and links', async () => {
    const names = async (filter: string): Promise<string[]> => (await read(`Things?$filter=${encodeURIComponent(filter)}`)).value.map((one: any) => one.name);
    expect(await names("startswith(name,'毛村')")).toEqual(['毛村站']);
    expect(await names("geo.distance(Locations/location,geography'POINT(110.5 25.2)') lt 1 and name eq '毛村站'")).toEqual(['毛村站']);
    expect(await names("st_within(Locations/location,geography'POLYGON((0 0,1 0,1 1,0 1,0 0))')")).toEqual([]);
    expect(await names("Datastreams/ObservedProperty/name eq '水位' and properties/karst eq true")).toContain('毛村站');
    expect((await read(`${thing}/Datastreams/$ref`)).value[0]['@iot.selfLink']).toContain('Datastreams(');
  });

  it('devices hand in observations of their own station by key, and nothing else', async () => {
    const device = (await world().admin.post(`/api/v1/stations/${idOf(thing)}/devices`, { name: '一号采集器' })).expect(201).body;
    const logger = (await import('./support/client.ts')).Client.withToken(world().anyone.base, device.key ?? device.secret);
    const at = below((await logger.post(`${datastream}/Observations`, { phenomenonTime: '2026-05-01T00:00:00Z', result: 7 })).expect(201));
    expect((await read(at)).result).toBe(7);
    const elsewhere = await make('Things', station('别的站'));
    const other = (await read(`${elsewhere}/Datastreams`)).value[0]['@iot.id'];
    (await logger.post(`${root}/Datastreams(${other})/Observations`, { phenomenonTime: '2026-05-01T00:00:00Z', result: 7 })).expect(400);
    (await logger.post(`${root}/Things`, station('设备造的'))).expect(403);
    (await logger.delete(at)).expect(403);
    const wrong = (await import('./support/client.ts')).Client.withToken(world().anyone.base, 'kunyu_device_nonsense');
    (await wrong.post(`${datastream}/Observations`, { phenomenonTime: '2026-05-01T00:00:00Z', result: 7 })).expect(401);
  });
});
