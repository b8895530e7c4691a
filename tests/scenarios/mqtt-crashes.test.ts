// Nothing that a broker has is lost or there twice, whoever stops in the midst of it: this server, another one beside it, or the broker.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Broker, hasBroker } from './support/broker.ts';
import { available, engines } from './support/engines.ts';
import { minutes, range, resultsOf, root, station } from './support/mqtt.ts';
import { until } from './support/poll.ts';
import { World, type ServerProcess } from './support/server.ts';
import { Wire } from './support/wire.ts';

for (const engine of engines)
  describe.skipIf(!available(engine) || !hasBroker)(`mqtt when something stops [${engine.name}]`, () => {
    let broker: Broker;
    let wire: Wire;
    let world: World;
    let target: number;
    let topic: string;
    let serve: string[];

    const results = (): Promise<number[]> => resultsOf(world.admin.at(world.url), target);
    const arrived = (count: number): Promise<true> => until(`${count} are in the archive`, async () => ((await results()).length >= count ? true : undefined), 120);
    const connections = (server: ServerProcess): number => server.log.split('"mqtt.connected"').length - 1;
    const connected = (server: ServerProcess): Promise<true> => until('the server has joined the broker', () => (connections(server) >= 2 ? true : undefined));
    const delivered = (): number => broker.log.split(`Sending PUBLISH to kunyu-inbox`).length - 1;
    const again = (): number => (broker.log.match(/Sending PUBLISH to kunyu-inbox \(d1/g) ?? []).length;

    beforeAll(async () => {
      broker = await Broker.make();
      await broker.start();
      wire = await Wire.to(broker.port);
      serve = ['--mqtt', wire.url];
      world = await World.start(engine, serve);
      await connected(world.servers[0]!);
      const made = await station(world);
      target = made.stream;
      topic = `devices/${made.device.key}/v1.1/Datastreams(${target})/Observations`;
    });
    afterAll(async () => {
      await world?.stop();
      wire?.stop();
      await broker?.remove();
    });

    it('what is archived when its acknowledgement is lost comes again and is not added again', async () => {
      // As many as the broker hands over before it hears of the first.
      const count = 15;
      wire.loseWhatIsSaid();
      await broker.publishLines(topic, minutes(0, count));
      await arrived(count);
      const before = delivered();
      await world.servers.at(-1)!.stop('SIGKILL');
      await world.serve(serve);
      await connected(world.servers.at(-1)!);
      await until('they come again', () => (delivered() >= before + count ? true : undefined));
      expect(again()).toBeGreaterThanOrEqual(count);
      await broker.publishLines(topic, minutes(count, 1));
      await arrived(count + 1);
      // The first ones of a stream wait for its feature, each by itself.
      expect((await results()).sort((one, other) => one - other)).toEqual(range(0, count + 1));
    });

    it('so it is with a dataArray, of which what is new is added', async () => {
      const before = await results();
      const rows = (from: number, count: number): object => [
        { Datastream: { '@iot.id': target }, components: ['phenomenonTime', 'result'], dataArray: minutes(from, count).map((one) => [one.phenomenonTime, one.result]) },
      ];
      const arrays = topic.replace(/Datastreams.*/, 'CreateObservations');
      for (const [from, count] of [
        [100, 50],
        [100, 50],
        [140, 30],
      ] as const)
        await broker.publish(arrays, rows(from, count));
      await broker.publishLines(topic, minutes(200, 1));
      await until('the last is in the archive', async () => ((await results()).includes(200) ? true : undefined));
      expect(await results()).toEqual([...before, ...range(100, 70), 200]);
    });

    for (const signal of ['SIGTERM', 'SIGKILL'] as const)
      it(`a broker that ends by ${signal} while loggers post and readers listen loses nothing`, async () => {
        const first = signal === 'SIGTERM' ? 1_000 : 2_000;
        const kept = await results();
        const told = `v1.1/Datastreams(${target})/Observations`;
        const reader = await broker.subscribe(told);
        const post = async (numbers: { phenomenonTime: string; result: number }[]): Promise<void> => {
          for (const one of numbers) (await world.admin.at(world.url).post(`${root}/Datastreams(${target})/Observations`, one)).expect(201);
        };
        const coming = broker.publishLines(topic, minutes(first, 300));
        await post(minutes(first + 300, 20));
        await coming;
        await broker.saved();
        await broker.stop(signal);
        await post(minutes(first + 320, 20));
        await broker.start();
        await broker.publishLines(topic, minutes(first + 340, 100));
        await post(minutes(first + 440, 20));
        await arrived(kept.length + 460);
        // What the archive had before may be told behind it.
        const since = <T extends { result: number }>(all: T[]): T[] => all.filter((one) => one.result >= first);
        await reader.until('every observation', (all) => new Set(since(all.map((one) => one.body)).map((one) => one['@iot.id'])).size >= 460);
        await broker.publishLines(topic, minutes(first + 460, 1));
        await until('what came again is behind', async () => ((await results()).includes(first + 460) ? true : undefined));
        expect((await results()).slice(kept.length).sort((one, other) => one - other)).toEqual(range(first, 461));
        await reader.until('the last', (all) => all.some((one) => one.body.result === first + 460));
        expect(new Set(since(reader.of(told)).map((one) => one.result))).toEqual(new Set(range(first, 461)));
        reader.stop();
      });

    it.skipIf(engine.name === 'sqlite')('another process goes on where the one that was killed stopped', async () => {
      const kept = (await results()).length;
      const holder = world.servers.at(-1)!;
      const heir = await world.serve(serve);
      const reader = await broker.subscribe(`v1.1/Datastreams(${target})/Observations`);
      await broker.publishLines(topic, minutes(5_000, 300));
      await arrived(kept + 30);
      await holder.stop('SIGKILL');
      expect(connections(heir)).toBe(0);
      await broker.publishLines(topic, minutes(5_300, 100));
      await arrived(kept + 400);
      expect(connections(heir)).toBeGreaterThanOrEqual(1);
      await broker.publishLines(topic, minutes(5_400, 1));
      await until('the last is in the archive', async () => ((await results()).includes(5_400) ? true : undefined));
      expect((await results()).slice(kept)).toEqual(range(5_000, 401));
      await reader.until('every observation', (all) => new Set(all.filter((one) => one.body.result >= 5_000).map((one) => one.body['@iot.id'])).size === 401);
      reader.stop();
    });
  });
