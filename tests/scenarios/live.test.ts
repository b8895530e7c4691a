// Values as they come in: to whom, once each, across broken connections, two processes, killed servers.
import { afterEach, beforeAll, expect, it } from 'vitest';
import { Client } from './support/client.ts';
import { passwordOf, person } from './support/cast.ts';
import { Ear } from './support/ear.ts';
import { postgresql } from './support/engines.ts';
import { World, type ServerProcess } from './support/server.ts';
import { scenario } from './support/suite.ts';

interface Streams {
  open: number;
  other: number;
  embargoed: number;
  internal: number;
}

async function makeStreams(world: World): Promise<Streams> {
  const stream = (name: string, more = {}): object => ({
    name,
    description: '',
    observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
    unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'https://ucum.org/ucum#m' },
    Sensor: { name: '水位计', description: '', encodingType: 'application/pdf', metadata: 'https://example.org/s.pdf' },
    ObservedProperty: { name, definition: `https://example.org/${encodeURIComponent(name)}`, description: '' },
    ...more,
  });
  const station = (await world.admin.post('/api/v1/stations', { name: '实时站', platform: 'P012', position: { longitude: 110.52, latitude: 25.18, elevation: 150 } })).expect(201).body.id as number;
  const made: number[] = [];
  for (const one of [stream('公开'), stream('另一个'), stream('保护期', { openness: 'embargo', embargoDays: 30 }), stream('内部', { openness: 'internal' })])
    made.push(Number(/\((\d+)\)$/.exec((await world.admin.post(`/sta/v1.1/Things(${station})/Datastreams`, one)).expect(201).headers.get('location')!)![1]));
  const [open, other, embargoed, internal] = made as [number, number, number, number];
  return { open, other, embargoed, internal };
}

const now = (minutes = 0): string => new Date(Date.now() + minutes * 60_000).toISOString();

scenario('live', (world, engine) => {
  let streams: Streams;
  let ears: Ear[] = [];
  const post = async (stream: number, result: number, time = now(), client = world().admin): Promise<void> => {
    (await client.post(`/sta/v1.1/Datastreams(${stream})/Observations`, { phenomenonTime: time, result })).expect(201);
  };
  const listen = async (heard: number[], headers: Record<string, string> = {}, base = world().url): Promise<Ear> => {
    const ear = new Ear(base, heard, headers);
    ears.push(ear);
    return ear.ready();
  };

  beforeAll(async () => {
    streams = await makeStreams(world());
  });
  afterEach(() => {
    ears.forEach((ear) => ear.close());
    ears = [];
  });

  it('tells what is posted, with its id, to who listens to the stream', async () => {
    const ear = await listen([streams.open, streams.other]);
    expect(ear.status).toBe(200);
    expect(ear.headers).toMatchObject({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    expect(ear.headers['content-encoding']).toBeUndefined();
    expect(ear.events[0]!.name).toBe('ready');
    const bystander = await listen([streams.other]);
    await post(streams.open, 1.25);
    await ear.until('the value', () => ear.results(streams.open).length === 1);
    const [told] = ear.told(streams.open);
    expect(told).toMatchObject({ result: 1.25, quality: 2 });
    const kept = (await world().anyone.get(`/sta/v1.1/Observations(${told.id})`)).expect(200).body;
    expect(kept).toMatchObject({ '@iot.id': told.id, result: 1.25 });
    await post(streams.other, 2);
    await bystander.until('his value', () => bystander.results(streams.other).length === 1);
    expect(bystander.results(streams.open)).toEqual([]);
  });

  it('a broken connection misses nothing and hears nothing twice', async () => {
    let ear = await listen([streams.open]);
    let place = ear.place;
    const told: unknown[] = [];
    const posted: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      for (let i = 0; i < 3; i += 1) {
        posted.push(100 + posted.length);
        await post(streams.open, posted.at(-1)!);
      }
      if (round % 2 === 0) await ear.until('something', () => ear.results(streams.open).length > 0);
      ear.close();
      // What came after the break counts for nothing: the place is that of the last event read before.
      told.push(...ear.results(streams.open));
      place = ear.place || place;
      posted.push(100 + posted.length);
      await post(streams.open, posted.at(-1)!);
      ear = await listen([streams.open], { 'last-event-id': place });
      expect(ear.events[0]!.name).toBe('ready');
    }
    await ear.until('the rest', () => told.length + ear.results(streams.open).length >= posted.length);
    expect([...told, ...ear.results(streams.open)]).toEqual(posted);
  });

  it('later versions are told as a range to read anew', async () => {
    const ear = await listen([streams.open]);
    const time = now(-5);
    await post(streams.open, 999, time);
    await ear.until('the value', () => ear.results(streams.open).includes(999));
    const id = ear.told(streams.open).at(-1).id;
    const flagged = (await world().admin.post(`/api/v1/streams/${streams.open}/flags`, { ids: [id], flag: 4, reason: '尖峰' })).expect(200).body;
    expect(flagged.changed).toBe(1);
    await ear.until('the version', () => ear.named('revised').length === 1);
    expect(ear.named('revised')[0]!.data.streams).toMatchObject([{ stream: streams.open, reread: true, flags: [] }]);
    expect(Date.parse(ear.named('revised')[0]!.data.streams[0].first)).toBe(Date.parse(time));
    (await world().admin.post(`/api/v1/streams/${streams.open}/deletions`, { ids: [id], reason: '误传' })).expect(200);
    await ear.until('the deletion', () => ear.named('revised').length === 2);
    expect(Date.parse(ear.named('revised')[1]!.data.streams[0].last)).toBe(Date.parse(time));
  });

  it('what is under embargo is told to the station alone, and so is what is internal', async () => {
    expect((await listen([streams.internal])).status).toBe(404);
    expect((await listen([streams.open, 987654321])).status).toBe(404);
    const director = await person(world(), 'shi.shi', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P012' } }]);
    const anybody = await listen([streams.embargoed]);
    const own = await listen([streams.embargoed, streams.internal], { cookie: director.cookie });
    expect(own.status).toBe(200);
    await post(streams.embargoed, 7);
    await post(streams.embargoed, 8, now(-31 * 24 * 60));
    await post(streams.internal, 9);
    await own.until('all', () => own.results(streams.embargoed).length === 2 && own.results(streams.internal).length === 1);
    await anybody.until('the old one', () => anybody.results(streams.embargoed).length > 0);
    expect(anybody.results(streams.embargoed)).toEqual([8]);
  });

  it('ends for who logs out', async () => {
    await person(world(), 'tui.chu', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P012' } }]);
    const leaver = new Client(world().url);
    (await leaver.login('tui.chu', passwordOf('tui.chu'))).expect(201);
    const ear = await listen([streams.internal], { cookie: leaver.cookie });
    await post(streams.internal, 1);
    await ear.until('the first', () => ear.results(streams.internal).length === 1);
    (await leaver.delete('/api/v1/session')).expect(204);
    await post(streams.internal, 2);
    // At the next event when that was recorded, else at the heartbeat.
    await ear.until('the end', () => ear.ended, 40);
    expect(ear.results(streams.internal).filter((one) => one === 2)).toEqual([]);
  }, 60_000);

  it('refuses what is no place, too many streams, none, and the other methods', async () => {
    const { anyone } = world();
    const faults = async (query: Record<string, string>): Promise<string[]> => (await anyone.get('/api/v1/live', { query })).expect(422).body.fields.map((one: any) => one.path);
    expect(await faults({})).toEqual(['streams']);
    expect(await faults({ streams: `${streams.open}`, after: 'yesterday' })).toEqual(['after']);
    expect(await faults({ streams: Array.from({ length: 51 }, (_, i) => i + 1).join(',') })).toEqual(['streams']);
    const reset = new Ear(world().url, [streams.open], { 'last-event-id': '999999999-1-1' });
    ears.push(reset);
    expect((await reset.ready()).events[0]!.name).toBe('reset');
    const head = new Ear(world().url, [streams.open], {}, 'HEAD');
    ears.push(head);
    await head.until('the end', () => head.ended);
    expect(head.status).toBe(200);
  });

  // On SQLite the folder is the first server's alone.
  it.skipIf(engine.name === 'sqlite')('one caller takes only so many places', async () => {
    const small = await world().serve(['--listeners', '5', '--listeners-of-one', '2']);
    const [first] = [await listen([streams.open], {}, small.url), await listen([streams.open], {}, small.url)];
    const refused = await listen([streams.open], {}, small.url);
    expect(refused.status).toBe(429);
    first!.close();
    let again = await listen([streams.open], {}, small.url);
    await again.until('a place', () => {
      if (again.status === 200) return true;
      again = new Ear(small.url, [streams.open]);
      ears.push(again);
      return false;
    });
    await small.stop();
    world().servers.pop();
  });

  it('who does not read is ended, and the others are not kept waiting', async () => {
    const slow = await listen([streams.other]);
    const quick = await listen([streams.open]);
    slow.stall();
    const rows = Array.from({ length: 400 }, (_, i) => [now(-i), `${i}`.padEnd(2000, '水')]);
    const flood = { Datastream: { '@iot.id': streams.other }, components: ['phenomenonTime', 'result'], dataArray: rows };
    for (let i = 0; i < 8; i += 1) (await world().admin.post('/sta/v1.1/CreateObservations', [flood])).expect(201);
    await post(streams.open, 4711);
    await quick.until('the quick one', () => quick.results(streams.open).includes(4711));
  }, 60_000);

  it('a killed server is taken up again where it was left', async () => {
    const before = await listen([streams.open]);
    await post(streams.open, 5001);
    await before.until('the value', () => before.results(streams.open).includes(5001));
    await world().servers.at(-1)!.stop('SIGKILL');
    await before.until('the end', () => before.ended);
    world().servers.pop();
    await world().serve();
    const admin = world().admin.at(world().url);
    await post(streams.open, 5002, now(), admin);
    const after = await listen([streams.open], { 'last-event-id': before.place });
    await after.until('what came meanwhile', () => after.results(streams.open).length > 0);
    await post(streams.open, 5003, now(), admin);
    await after.until('what comes', () => after.results(streams.open).includes(5003));
    expect(after.results(streams.open)).toEqual([5002, 5003]);
    const begun = Date.now();
    await world().servers.at(-1)!.stop();
    expect(Date.now() - begun).toBeLessThan(10_000);
    await after.until('the end', () => after.ended);
  }, 60_000);
});

scenario('live from two processes', (world) => {
  it('each tells what was posted to either', async () => {
    const { open } = await makeStreams(world());
    const here = world().url;
    const there: ServerProcess = await world().serve();
    const ears = [new Ear(here, [open]), new Ear(there.url, [open])];
    for (const ear of ears) await ear.ready();
    for (let i = 0; i < 10; i += 1)
      (await world().admin.at(i % 2 === 0 ? here : there.url).post(`/sta/v1.1/Datastreams(${open})/Observations`, { phenomenonTime: now(i), result: i })).expect(201);
    for (const ear of ears) {
      await ear.until('all', () => ear.results(open).length === 10);
      expect(ear.results(open)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
    expect(ears[0]!.told(open)).toEqual(ears[1]!.told(open));
    // The place of one process is a place of the other.
    const moved = await new Ear(there.url, [open], { 'last-event-id': ears[0]!.named('observations')[0]!.id }).ready();
    const rest = 10 - ears[0]!.named('observations')[0]!.data.streams[0].observations.length;
    await moved.until('the rest', () => moved.results(open).length === rest);
    for (const ear of [...ears, moved]) ear.close();
  }, 60_000);
}, [postgresql]);
