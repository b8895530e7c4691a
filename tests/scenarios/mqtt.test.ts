// SensorThings over MQTT (18-088, 14) through a real broker: loggers publish, readers subscribe, and whatever stops is started again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Broker, hasBroker, type Subscriber } from './support/broker.ts';
import { Client } from './support/client.ts';
import { available, engines } from './support/engines.ts';
import { idOf, minutes, place, range, resultsOf, root, station, stream } from './support/mqtt.ts';
import { until } from './support/poll.ts';
import { World } from './support/server.ts';

const wish = 'v1.1/Observations?$filter=result gt 1000&$select=result,id';

for (const engine of engines)
  describe.skipIf(!available(engine) || !hasBroker)(`mqtt [${engine.name}]`, () => {
    let broker: Broker;
    let world: World;
    let everything: Subscriber;
    let thing: number;
    let device: { id: number; key: string };
    let open: number;
    let embargoed: number;
    let internal: number;
    const serve = ['--mqtt', '', '--mqtt-topic', wish];

    const results = (of: number, client: Client = world.admin): Promise<number[]> => resultsOf(client.at(world.url), of);
    const post = async (of: number, result: number): Promise<void> => {
      (await world.admin.at(world.url).post(`${root}/Datastreams(${of})/Observations`, { result })).expect(201);
    };
    const connected = async (parts = 2): Promise<void> => {
      const server = world.servers.at(-1)!;
      await until('the server has joined the broker', () => (server.log.split('"mqtt.connected"').length > parts ? true : undefined));
    };

    beforeAll(async () => {
      broker = await Broker.make();
      await broker.start();
      serve[1] = broker.url;
      world = await World.start(engine, serve);
      await connected();
      everything = await broker.subscribe('v1.1/#');
      const made = await world.admin.post(`${root}/Things`, {
        name: '毛村站',
        description: '岩溶',
        Locations: [place],
        Datastreams: [stream('公开'), stream('保护期', { openness: 'embargo', embargoDays: 30 }), stream('内部', { openness: 'internal' })],
      });
      thing = idOf(made.expect(201).headers.get('location'));
      const streams: any[] = (await world.admin.get(`${root}/Things(${thing})/Datastreams?$orderby=id`)).expect(200).body.value;
      [open, embargoed, internal] = streams.map((one) => one['@iot.id']) as [number, number, number];
      device = (await world.admin.post(`/api/v1/stations/${thing}/devices`, { name: '采集器', per_minute: 600 })).expect(201).body;
    });
    afterAll(async () => {
      everything?.stop();
      await world?.stop();
      await broker?.remove();
    });

    it('the landing page names the broker', async () => {
      const settings = (await world.anyone.get(root)).expect(200).body.serverSettings;
      for (const name of ['create-observations-via-mqtt/observations-creation', 'receive-updates-via-mqtt/receive-updates']) {
        const requirement = `http://www.opengis.net/spec/iot_sensing/1.1/req/${name}`;
        expect(settings.conformance).toContain(requirement);
        expect(settings[requirement].endpoints).toEqual([`mqtt://127.0.0.1:${broker.port}`]);
      }
    });

    it('a logger hands in observations by its key, in the topic or beside the message', async () => {
      await broker.publish(`devices/${device.key}/v1.1/Datastreams(${open})/Observations`, { phenomenonTime: '2026-01-01T00:00:00Z', result: 1 });
      await broker.publish(`${device.key}/v1.1/Observations`, { result: 2, Datastream: { '@iot.id': open } }, [], broker.loggerPort);
      await broker.publish(`v1.1/Datastreams(${open})/Observations`, { result: 3 }, ['-V', '5', '-D', 'publish', 'user-property', 'authorization', `Bearer ${device.key}`], broker.loggerPort);
      await broker.publish(`${device.key}/v1.1/CreateObservations`, [{ Datastream: { '@iot.id': open }, components: ['result'], dataArray: [[4], [5]] }], [], broker.loggerPort);
      await until('all are in the archive', async () => ((await results(open)).length >= 5 ? true : undefined));
      expect(await results(open)).toEqual([1, 2, 3, 4, 5]);
    });

    it('an account hands in an observation with a feature of its own', async () => {
      const feature = { name: '水样', description: '', encodingType: 'application/geo+json', feature: { type: 'Point', coordinates: [110, 25] } };
      await broker.publish(`devices/${world.adminToken}/v1.1/Datastreams(${open})/Observations`, { result: 6, FeatureOfInterest: feature });
      await until('it is in the archive', async () => ((await results(open)).includes(6) ? true : undefined));
      await broker.publish(`devices/${world.adminToken}/v1.1/Things`, { name: '不收', description: '' });
      await until('another entity is refused', () => (world.servers.at(-1)!.log.includes('"path":"Things"') ? true : undefined));
    });

    it('what everybody may read is told once it is archived, and nothing else', async () => {
      await post(open, 7);
      await post(internal, 8);
      await post(embargoed, 9);
      const old = { result: 10, phenomenonTime: '2001-01-01T00:00:00Z' };
      (await world.admin.post(`${root}/Datastreams(${embargoed})/Observations`, old)).expect(201);
      await post(open, 1001);
      const news = await everything.until('the last', (all) => all.some((one) => one.topic === wish));
      expect(everything.of(`v1.1/Datastreams(${open})/Observations`).map((one) => one.result)).toEqual([1, 2, 3, 4, 5, 6, 7, 1001]);
      expect(everything.of('v1.1/Observations').map((one) => one.result)).toEqual([1, 2, 3, 4, 5, 6, 7, 10, 1001]);
      expect(everything.of(`v1.1/Datastreams(${embargoed})/Observations`).map((one) => one.result)).toEqual([10]);
      expect(Object.keys(everything.of(wish)[0]).sort()).toEqual(['@iot.id', 'result']);
      expect(news.filter((one) => one.topic.startsWith('v1.1/FeaturesOfInterest(') && one.topic.endsWith('/Observations'))).toHaveLength(9);
      expect(news.some((one) => one.topic.includes(`Datastreams(${internal})`) || one.body.name === '内部')).toBe(false);
      const first = everything.of('v1.1/Observations')[0];
      expect((await world.anyone.get(`${root}/Observations(${first['@iot.id']})`)).expect(200).body.result).toBe(1);
      expect(JSON.stringify(news)).not.toContain(device.key);
    });

    it('a correction is told, and what differs by it; a deletion and what nobody may read are not', async () => {
      const at = async (of: number, result: number): Promise<number> => {
        const found: any[] = (await world.admin.get(`${root}/Datastreams(${of})/Observations?$filter=result eq ${result}&$select=id`)).expect(200).body.value;
        return found[0]['@iot.id'];
      };
      const [wrong, deleted, hidden] = [await at(open, 1), await at(open, 2), await at(embargoed, 9)];
      const reader = await broker.subscribe('v1.1/Observations/#', `v1.1/Observations(${wrong})/#`, `v1.1/Observations(${deleted})/#`, `v1.1/Observations(${hidden})/#`, `v1.1/Datastreams(${open})/Observations`);
      (await world.admin.patch(`${root}/Observations(${hidden})`, { result: 90 })).expect(200);
      (await world.admin.delete(`${root}/Observations(${deleted})`)).expect(200);
      (await world.admin.patch(`${root}/Observations(${wrong})`, { result: 1.25 })).expect(200);
      const told = (topic: string): any[] => reader.of(topic).map((one) => one.result);
      await reader.until('the property', () => told(`v1.1/Observations(${wrong})/result`).length > 0);
      for (const topic of ['v1.1/Observations', `v1.1/Datastreams(${open})/Observations`, `v1.1/Observations(${wrong})`, `v1.1/Observations(${wrong})/result`]) expect([topic, told(topic)]).toEqual([topic, [1.25]]);
      expect(reader.of(`v1.1/Observations(${wrong})`)[0]['@iot.id']).toBe(wrong);
      expect(reader.of(`v1.1/Observations(${wrong})/phenomenonTime`)).toEqual([]);
      expect(reader.news.some((one) => one.topic.includes(`(${deleted})`) || one.topic.includes(`(${hidden})`))).toBe(false);
      reader.stop();
    });

    it('an entity that changes is told, and of its properties those that differ', async () => {
      await everything.until('the station', (all) => all.some((one) => one.topic === `v1.1/Things(${thing})`));
      const reader = await broker.subscribe(`v1.1/Things(${thing})/#`, `v1.1/Things(${thing})`, 'v1.1/Things', 'v1.1/Sensors');
      const quiet = async (): Promise<void> => {
        (await world.admin.post(`${root}/Sensors`, { name: '又一只', description: '', encodingType: 'application/pdf', metadata: 'y' })).expect(201);
        await reader.until('the sensor', () => reader.of('v1.1/Sensors').length > 0);
      };
      (await world.admin.patch(`${root}/Things(${thing})`, { name: '毛村新站' })).expect(200);
      await quiet();
      expect(reader.of('v1.1/Things').map((one) => one.name)).toEqual(['毛村新站']);
      expect(reader.of(`v1.1/Things(${thing})`).map((one) => one.name)).toEqual(['毛村新站']);
      expect(reader.of(`v1.1/Things(${thing})/name`)).toEqual([{ name: '毛村新站' }]);
      expect(reader.of(`v1.1/Things(${thing})/description`)).toEqual([]);
      reader.stop();
    });

    it('a message that is refused is told to its device with the reason, and holds up nobody', async () => {
      const told = await broker.subscribe(`devices/refusals/${device.id}`);
      const before = (await results(open)).length;
      const topic = `devices/${device.key}/v1.1/Datastreams(${open})/Observations`;
      await broker.publish(`devices/kunyu_device_wrong/v1.1/Datastreams(${open})/Observations`, { result: 1 });
      await broker.publish(`devices/v1.1/Datastreams(${open})/Observations`, { result: 1 });
      await broker.publish(topic, '{"result": ');
      await broker.publish(topic, { phenomenonTime: 'yesterday', result: 1 });
      await broker.publish(`devices/${device.key}/v1.1/Datastreams(99999)/Observations`, { result: 1 });
      await broker.publish(`devices/${device.key}/v1.1/Things`, { name: 'x' });
      await broker.publish(topic, { result: 11 });
      await until('what is right arrives', async () => ((await results(open)).length > before ? true : undefined));
      expect((await results(open)).slice(before)).toEqual([11]);
      const refusals = (await told.until('every refusal', (all) => all.length >= 4)).map((one) => one.body);
      expect(refusals.map((one) => [one.status, one.answer.code])).toEqual([
        [400, 'base.malformed_json'],
        [400, 'sensorthings.invalid_entity'],
        [400, 'sensorthings.invalid_entity'],
        [400, 'sensorthings.mqtt_observations_only'],
      ]);
      expect(JSON.stringify(refusals)).not.toContain(device.key);
      const log = world.servers.at(-1)!.log;
      expect(log).not.toContain(device.key);
      expect(log.split('"mqtt.refused"').length - 1).toBeGreaterThanOrEqual(6);
      told.stop();
    });

    for (const [signal, first] of [['SIGTERM', 2000], ['SIGKILL', 3000]] as const)
      it(`a broker that was away after ${signal} misses nothing, in order`, async () => {
        const topic = `v1.1/Datastreams(${open})/Observations`;
        const reader = await broker.subscribe(topic);
        const sent = Array.from({ length: 60 }, (_, number) => first + number);
        for (const number of sent.slice(0, 20)) await post(open, number);
        await reader.until('what came before', () => reader.of(topic).length >= 20);
        await broker.saved();
        await broker.stop(signal);
        for (const number of sent.slice(20, 40)) await post(open, number);
        await broker.start();
        for (const number of sent.slice(40)) await post(open, number);
        await reader.until('everything', (all) => all.some((one) => one.body.result === sent.at(-1)));
        const heard = reader.of(topic).map((one) => one.result as number);
        expect([...new Set(heard)]).toEqual(sent);
        reader.stop();
      });

    it('observations come in again after the broker was away', async () => {
      await broker.publish(`devices/${device.key}/v1.1/Datastreams(${open})/Observations`, { result: 12 });
      await until('it is in the archive', async () => ((await results(open)).includes(12) ? true : undefined));
    });

    it('a server that is killed whenever has every message that the broker has, once', async () => {
      const target = idOf((await world.admin.at(world.url).post(`${root}/Things(${thing})/Datastreams`, stream('断电'))).expect(201).headers.get('location'));
      const topic = `devices/${device.key}/v1.1/Datastreams(${target})/Observations`;
      const reader = await broker.subscribe(`v1.1/Datastreams(${target})/Observations`);
      // On PostgreSQL another process waits until the place of the one that died is free.
      const rounds = Number(process.env.KUNYU_MQTT_KILLS ?? (engine.name === 'sqlite' ? '5' : '2'));
      const each = 300;
      for (let round = 0; round < rounds; ++round) {
        await broker.publishLines(topic, minutes(round * each, each));
        // While they are coming in, wherever that is.
        await until('some have come', async () => ((await results(target)).length > round * each + Math.floor(Math.random() * each * 0.6) ? true : undefined));
        await world.servers.at(-1)!.stop('SIGKILL');
        await world.serve(serve);
      }
      const sent = range(0, rounds * each);
      await until('all have come', async () => ((await results(target)).length >= sent.length ? true : undefined));
      await broker.publish(topic, { phenomenonTime: '2026-06-01T00:00:00Z', result: -1 });
      await until('what came again is behind', async () => ((await results(target)).includes(-1) ? true : undefined));
      // The first ones of a stream wait for its feature, each by itself.
      expect((await results(target)).sort((one, other) => one - other)).toEqual([-1, ...sent]);
      await reader.until('every observation', (all) => new Set(all.map((one) => one.body['@iot.id'])).size === sent.length + 1, 180);
      reader.stop();
    }, 400_000);

    it('a logger that is over a day of its rate is refused what is too much, and told so once', async () => {
      const slow = await station(world, 1);
      const told = await broker.subscribe(`devices/refusals/${slow.device.id}`);
      const aDay = 24 * 60;
      await broker.publishLines(`devices/${slow.device.key}/v1.1/Datastreams(${slow.stream})/Observations`, minutes(0, aDay + 100));
      const [first] = await told.until('the refusal', (all) => all.length > 0);
      expect(first!.body).toMatchObject({ status: 429 });
      await until('the day is in the archive', async () => ((await results(slow.stream)).length >= aDay ? true : undefined));
      await broker.publish(`devices/${device.key}/v1.1/Datastreams(${open})/Observations`, { phenomenonTime: '2026-02-01T00:00:00Z', result: 13 });
      await until('others are not held up', async () => ((await results(open)).includes(13) ? true : undefined));
      // One more for each minute that this took.
      expect((await results(slow.stream)).length).toBeLessThan(aDay + 5);
      const log = world.servers.at(-1)!.log;
      expect(log).toContain('"mqtt.too_fast"');
      expect(log).not.toContain('device_too_fast');
      told.stop();
    });

    it('a server stops at once while its broker says nothing, and tells afterwards what it could not tell', async () => {
      const reader = await broker.subscribe(`v1.1/Datastreams(${open})/Observations`);
      broker.pause();
      try {
        await post(open, 14);
        const begun = Date.now();
        expect(await world.servers.at(-1)!.stop('SIGTERM')).toBe(0);
        expect(Date.now() - begun).toBeLessThan(4_000);
      } finally {
        broker.goOn();
      }
      await world.serve(serve);
      await reader.until('what came before', (all) => all.some((one) => one.body.result === 14), 60);
      reader.stop();
    }, 120_000);
  });
