// What screens show of streams: figures, plots, calendars, later versions, under an embargo too.
import { beforeAll, expect, it } from 'vitest';
import type { Client } from './support/client.ts';
import { person } from './support/cast.ts';
import { scenario } from './support/suite.ts';

const hour = 3600_000;
const begin = Date.parse('2026-05-31T16:00:00Z');
const at = (number: number): string => new Date(begin + number * hour).toISOString();

scenario('series', (world) => {
  let director: Client;
  let stranger: Client;
  let station: number;
  let streams: number[];

  const stream = async (name: string): Promise<number> => {
    const made = (
      await director.post('/sta/v1.1/Datastreams', {
        name,
        description: name,
        observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
        unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'https://ucum.org/ucum#m' },
        Sensor: { name: '水位计', description: '压力式', encodingType: 'application/pdf', metadata: 'https://example.org/s.pdf' },
        ObservedProperty: { name, definition: `https://example.org/${encodeURIComponent(name)}`, description: name },
        Thing: { '@iot.id': station },
      })
    ).expect(201);
    return Number(/\((\d+)\)$/.exec(new URL(made.headers.get('location')!).pathname)![1]);
  };
  const observe = async (id: number, rows: [string, number][]): Promise<void> => {
    const array = rows.map(([time, value]) => [time, value]);
    (await director.post('/sta/v1.1/CreateObservations', [{ Datastream: { '@iot.id': id }, components: ['phenomenonTime', 'result'], dataArray: array }])).expect(201);
  };
  const path = (index = 0): string => `/api/v1/streams/${streams[index]}`;

  beforeAll(async () => {
    director = await person(world(), 'qin.zhuren', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P012' } }]);
    stranger = await person(world(), 'bie.zhuren', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P013' } }]);
    station = (await director.post('/api/v1/stations', { name: '毛村地下河站', platform: 'P012', position: { longitude: 110.52, latitude: 25.18, elevation: 150 } })).expect(201).body.id;
    streams = [await stream('水位'), await stream('水温')];
    const programmes = `/api/v1/stations/${station}/programmes`;
    const property = (await director.get(`/sta/v1.1/Datastreams(${streams[0]})/ObservedProperty`)).expect(200).body['@iot.id'];
    (await director.post(programmes, { observed_property: property, protocol: 'SL 61-2003', protocol_version: '2003', cadence_seconds: 3600, from: '2026-06-01' })).expect(201);
    await observe(streams[0]!, Array.from({ length: 48 }, (_, i) => [at(i), i === 30 ? 99 : i / 10]));
    await observe(streams[1]!, [[at(-5), 18.5], [at(60), 19]]);
  });

  it('a stream says what there is of it', async () => {
    const read = (await world().anyone.get(path())).expect(200).body;
    expect(read).toMatchObject({ name: '水位', station: { id: station, name: '毛村地下河站' }, count: 48, latest: { result: 4.7, quality: 2 }, readable_until: null, steps: [], openness: 'open' });
    expect(Date.parse(read.extent.from)).toBe(begin);
    expect((await director.get(path())).expect(200).body.steps).toEqual(['edit', 'record', 'revise', 'read_internal']);
    (await world().anyone.get('/api/v1/streams/999999')).expect(404);
  });

  it('a plot is points where they are few, else equal parts', async () => {
    const few = (await world().anyone.get(`${path()}/series`, { query: { from: at(3), to: at(6) } })).expect(200).body;
    expect(few).toMatchObject({ count: 3, step_us: null, buckets: null });
    expect(few.points.map((one: any) => one.result)).toEqual([0.3, 0.4, 0.5]);
    const many = (await world().anyone.get(`${path()}/series`, { query: { from: '2026-06-01', to: '2026-06-03', buckets: 2 } })).expect(200).body;
    expect(many).toMatchObject({ count: 48, step_us: 86_400_000_000, points: null });
    expect(many.buckets).toMatchObject([{ count: 24, min: 0, max: 2.3 }, { count: 24, min: 2.4, max: 99 }]);
    const faults = (await world().anyone.get(`${path()}/series`, { query: { from: 'yesterday', buckets: 2001, to: '2026-13-01' } })).expect(422).body.fields;
    expect(faults.map((one: any) => one.path).sort()).toEqual(['buckets', 'from', 'to']);
    (await world().anyone.get(`${path()}/series`, { query: { from: at(2), to: at(2) } })).expect(422);
  });

  it('several streams stand on one axis', async () => {
    const both = (await world().anyone.get('/api/v1/series', { query: { streams: streams.join(',') } })).expect(200).body.items;
    expect(both.map((one: any) => [one.stream, one.count])).toEqual([[streams[0], 48], [streams[1], 2]]);
    expect(both[0].from).toBe(both[1].from);
    expect(Date.parse(both[0].from)).toBe(begin - 5 * hour);
    (await world().anyone.get('/api/v1/series')).expect(422);
    (await world().anyone.get('/api/v1/series', { query: { streams: `${streams[0]},${streams[0]}` } })).expect(422);
    (await world().anyone.get('/api/v1/series', { query: { streams: '1,2,3,4,5,6,7,8,9' } })).expect(422);
    (await world().anyone.get('/api/v1/series', { query: { streams: '999998' } })).expect(404);
  });

  it('a calendar stands against the programme of the day', async () => {
    const year = (await world().anyone.get(`/api/v1/stations/${station}/calendar`, { query: { year: 2026, stream: streams[0]! } })).expect(200).body;
    expect(year.days.find((one: any) => one.day === '2026-06-01')).toEqual({ day: '2026-06-01', count: 24, expected: 24, received: 24 });
    expect(year.days.find((one: any) => one.day === '2026-05-31')).toEqual({ day: '2026-05-31', count: 0, expected: null, received: null });
    const all = (await world().anyone.get(`/api/v1/stations/${station}/calendar`, { query: { year: 2026 } })).expect(200).body;
    expect(all.days.find((one: any) => one.day === '2026-05-31')).toMatchObject({ count: 1, expected: null });
    (await world().anyone.get(`/api/v1/stations/${station}/calendar`, { query: { year: 'x' } })).expect(422);
    (await world().anyone.get('/api/v1/stations/999999/calendar')).expect(404);
  });

  it('a spike is flagged with a reason, after a look', async () => {
    const spike = { from: at(30), to: at(31), flag: 4 };
    const look = (await director.post(`${path()}/flags`, { ...spike, preview: true })).expect(200).body;
    expect(look).toEqual({ stream: streams[0], preview: true, chosen: 1, changed: 1 });
    (await director.post(`${path()}/flags`, spike)).expect(422);
    (await stranger.post(`${path()}/flags`, { ...spike, preview: true })).expect(403);
    (await world().anyone.post(`${path()}/flags`, { ...spike, reason: '雷击' })).expect(401);
    const before = new Date().toISOString();
    (await director.post(`${path()}/flags`, { ...spike, reason: '雷击' })).expect(200);
    expect((await director.post(`${path()}/flags`, { ...spike, preview: true })).expect(200).body).toMatchObject({ chosen: 1, changed: 0 });
    const query = { from: at(24), to: at(48), buckets: 1 };
    const now = (await world().anyone.get(`${path()}/series`, { query })).expect(200).body;
    expect(now.buckets).toMatchObject([{ count: 24, max: 99, bad: 1 }]);
    const sound = (await world().anyone.get(`${path()}/series`, { query: { ...query, skip_bad: true } })).expect(200).body;
    expect(sound.buckets).toMatchObject([{ count: 23, max: 4.7, bad: 0 }]);
    const then = (await world().anyone.get(`${path()}/series`, { query: { ...query, as_of: before } })).expect(200).body;
    expect(then.buckets).toMatchObject([{ count: 24, bad: 0 }]);
    const versions = (await world().anyone.get(`${path()}/revisions`)).expect(200).body.items;
    expect(versions).toMatchObject([{ author: null, reason: '雷击', flagged: { 4: 1 } }]);
    expect((await director.get(`${path()}/revisions`)).expect(200).body.items[0].author).toBe('qin.zhuren 同志');
  });

  it('what is deleted can be put back', async () => {
    const points = (await director.get(`${path()}/series`, { query: { from: at(0), to: at(3) } })).expect(200).body.points;
    const ids = points.map((one: any) => one.id);
    expect((await director.post(`${path()}/deletions`, { ids, preview: true })).expect(200).body).toMatchObject({ chosen: 3, changed: 3 });
    (await director.post(`${path()}/deletions`, { ids, reason: '试验数据' })).expect(200);
    expect((await world().anyone.get(path())).expect(200).body.count).toBe(45);
    (await director.post(`${path()}/deletions`, { ids, reason: '再删' })).expect(422);
    const version = (await director.get(`${path()}/revisions`, { query: { limit: 1 } })).expect(200).body.items[0];
    expect(version).toMatchObject({ deleted: 3, reason: '试验数据' });
    (await director.post(`${path()}/deletions`, { undo: version.id, reason: '误删' })).expect(200);
    expect((await world().anyone.get(path())).expect(200).body.count).toBe(48);
    (await director.post(`${path()}/deletions`, { undo: 999_999, reason: '没有' })).expect(422);
    (await director.post(`${path()}/deletions`, { ids, from: at(0), to: at(1), reason: '两样' })).expect(422);
  });

  it('under an embargo, and of an internal stream, nothing is told', async () => {
    (await director.patch(`/sta/v1.1/Datastreams(${streams[1]})`, { openness: 'embargo', embargoDays: 1000 })).expect(200);
    const outside = (await world().anyone.get(path(1))).expect(200).body;
    expect(outside).toMatchObject({ count: 0, latest: null, extent: null });
    expect(outside.readable_until).not.toBeNull();
    expect((await world().anyone.get(`${path(1)}/series`, { query: { from: at(-10), to: at(100) } })).expect(200).body).toMatchObject({ count: 0, points: [] });
    expect((await director.get(path(1))).expect(200).body.count).toBe(2);
    const latest = async (client: Client, query = {}) => (await client.get('/api/v1/latest', { query })).expect(200).body.items.map((item: { stream: number }) => item.stream);
    expect(await latest(world().anyone)).toEqual([streams[0]]);
    expect(await latest(director, { station })).toEqual(streams.slice(0, 2));
    (await director.patch(`/sta/v1.1/Datastreams(${streams[1]})`, { openness: 'internal', embargoDays: 0 })).expect(200);
    expect(await latest(world().anyone, { station })).toEqual([streams[0]]);
    (await world().anyone.get('/api/v1/latest', { query: { station: 999_999 } })).expect(404);
    (await world().anyone.get('/api/v1/latest', { query: { station, network: 1 } })).expect(422);
    for (const below of ['', '/series', '/revisions']) (await world().anyone.get(`${path(1)}${below}`)).expect(404);
    (await stranger.post(`${path(1)}/flags`, { from: at(0), to: at(1), flag: 4, preview: true })).expect(404);
  });
});
