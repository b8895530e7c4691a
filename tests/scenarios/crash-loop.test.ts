// Whatever is killed whenever: an observation that was acknowledged is there, once; one that nobody sent is not.
import { expect, it } from 'vitest';
import { Client } from './support/client.ts';
import { sqlite } from './support/engines.ts';
import { scenario } from './support/suite.ts';

const root = '/sta/v1.1';
/** How long the servers are killed and started again on each engine. */
const seconds = Number(process.env.KUNYU_CRASH_SECONDS ?? '60');
const writers = 6;

scenario('the crash loop', (world, engine) => {
  // On PostgreSQL a killed server keeps its number of sixteen for a minute (sql/node_lease.hpp): no more kills than that in one.
  const pause = engine === sqlite ? 1200 : 3700;
  it('loses no acknowledged observation and invents none', async () => {
    const admin = world().admin;
    const made = await admin.post(`${root}/Things`, {
      name: '断电站',
      description: '常断电',
      Locations: [{ name: '点', description: '', encodingType: 'application/geo+json', location: { type: 'Point', coordinates: [110, 25] } }],
      Datastreams: Array.from({ length: writers }, (_, number) => ({
        name: `流${number}`,
        description: '',
        observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
        unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'ucum:m' },
        Sensor: { name: '计', description: '', encodingType: 'application/pdf', metadata: 'x' },
        ObservedProperty: { name: '水位', definition: 'x', description: '' },
      })),
    });
    const thing = /\((\d+)\)$/.exec(made.expect(201).headers.get('location')!)![1]!;
    const streams: number[] = (await admin.get(`${root}/Things(${thing})/Datastreams`)).expect(200).body.value.map((one: any) => one['@iot.id']);
    const key = (await admin.post(`/api/v1/stations/${thing}/devices`, { name: '采集器', per_minute: 60_000 })).expect(201).body;
    const secret: string = key.key ?? key.secret;

    const sent: Set<number>[] = streams.map(() => new Set());
    const acknowledged: Map<number, string>[] = streams.map(() => new Map());
    let running = true;
    const until = Date.now() + seconds * 1000;

    /** Rows of numbers that never come twice; what no answer came to may be there or not. */
    const write = async (writer: number): Promise<void> => {
      let next = 0;
      while (running) {
        // A pace, so that what is to be read back in the end stays some ten thousand rows whatever the machine.
        await new Promise((resolve) => setTimeout(resolve, 10));
        const rows = Array.from({ length: next % 3 === 0 ? 1 : 40 }, () => next++);
        rows.forEach((row) => sent[writer]!.add(row));
        const dataArray = rows.map((row) => [new Date(Date.UTC(2020, 0, 1) + row * 60_000).toISOString(), row]);
        try {
          const answer = await Client.withToken(world().url, secret).post(`${root}/CreateObservations`, [
            { Datastream: { '@iot.id': streams[writer] }, components: ['phenomenonTime', 'result'], dataArray },
          ]);
          if (answer.status !== 201) throw new Error(answer.text);
          (answer.body as string[]).forEach((address, place) => acknowledged[writer]!.set(rows[place]!, new URL(address).pathname));
        } catch (fault) {
          // Refused connections and cut answers are what a kill looks like from outside; anything else is not.
          if (!/fetch failed|terminated|socket|ECONN|other side closed/i.test(`${String(fault)} ${String((fault as Error).cause)}`)) throw fault;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
    };
    const writing = streams.map((_, writer) => write(writer));
    let kills = 0;
    while (Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, pause + Math.random() * 1300));
      await world().servers.at(-1)!.stop('SIGKILL');
      await world().serve();
      kills += 1;
    }
    running = false;
    await Promise.all(writing);

    expect(kills).toBeGreaterThan(seconds / 10);
    for (const [writer, stream] of streams.entries()) {
      const found = new Map<number, string>();
      let path: string | undefined = `${root}/Datastreams(${stream})/Observations?$top=1000&$orderby=phenomenonTime&$select=id,result`;
      while (path !== undefined) {
        const page: any = (await world().anyone.get(path)).expect(200).body;
        for (const one of page.value) {
          expect(found.has(one.result), `${one.result} is there twice`).toBe(false);
          found.set(one.result, `${root}/Observations(${one['@iot.id']})`);
        }
        const link: string | undefined = page['@iot.nextLink'];
        path = link === undefined ? undefined : new URL(link).pathname + new URL(link).search;
      }
      const lost = [...acknowledged[writer]!].filter(([row, address]) => found.get(row) !== address);
      expect(lost, 'acknowledged, and not there under its address').toEqual([]);
      expect([...found.keys()].filter((row) => !sent[writer]!.has(row)), 'there, and sent by nobody').toEqual([]);
      expect(acknowledged[writer]!.size).toBeGreaterThan(50);
      const count = (await world().anyone.get(`${root}/Datastreams(${stream})/Observations?$count=true&$top=0`)).expect(200).body['@iot.count'];
      expect(count).toBe(found.size);
    }
  });
});
