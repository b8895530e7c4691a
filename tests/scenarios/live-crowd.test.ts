// Thousands who listen to one server, some of whom do not read: each hears each value once, in order, and who writes is not kept waiting.
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { until } from './support/poll.ts';
import { scenarioOnce } from './support/suite.ts';

/** As many as files may be open here: one for each on both sides, in two processes. */
const openFiles = Number(/Max open files\s+\d+\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 1024);
const crowd = Math.min(2000, openFiles - 300);
const stuck = 20;
const values = 30;

/** One connection of /api/v1/live, read without looking at more than the results. */
class Listener {
  results: number[] = [];
  welcomed = false;
  ended = false;
  private rest = '';
  readonly socket: Socket;

  constructor(base: string, stream: number) {
    const { hostname, port } = new URL(base);
    this.socket = connect(Number(port), hostname);
    this.socket.setEncoding('utf8');
    this.socket.on('data', (part: string) => this.take(part));
    for (const end of ['end', 'error', 'close']) this.socket.on(end, () => (this.ended = true));
    this.socket.write(`GET /api/v1/live?streams=${stream} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
  }
  private take(part: string): void {
    this.rest += part;
    for (let end = this.rest.indexOf('\n\n'); end >= 0; end = this.rest.indexOf('\n\n')) {
      const event = this.rest.slice(0, end);
      this.rest = this.rest.slice(end + 2);
      if (event.includes('event: ready')) this.welcomed = true;
      if (event.includes('event: observations')) for (const [, result] of event.matchAll(/"result":\s*(\d+)/g)) this.results.push(Number(result));
    }
  }
}

scenarioOnce('a crowd of listeners', (world) => {
  it('hears each value once, in order; who does not read is let go; writes stay quick', async () => {
    await world().servers.at(-1)!.stop();
    world().servers.pop();
    const server = await world().serve(['--listeners', '10000', '--listeners-of-one', '10000']);
    const admin = world().admin.at(world().url);
    const station = (await admin.post('/api/v1/stations', { name: '众听站', platform: 'P012', position: { longitude: 110.52, latitude: 25.18, elevation: 150 } })).expect(201).body.id as number;
    const stream = async (name: string): Promise<number> => {
      const made = await admin.post(`/sta/v1.1/Things(${station})/Datastreams`, {
        name,
        description: '',
        observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
        unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'https://ucum.org/ucum#m' },
        Sensor: { name: '水位计', description: '', encodingType: 'application/pdf', metadata: 'https://example.org/s.pdf' },
        ObservedProperty: { name, definition: `https://example.org/${encodeURIComponent(name)}`, description: '' },
      });
      return Number(/\((\d+)\)$/.exec(made.expect(201).headers.get('location')!)![1]);
    };
    const [heard, flooded] = [await stream('水位'), await stream('洪流')];
    const resident = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))![1]);

    const before = resident();
    const listeners: Listener[] = [];
    const join = async (count: number, to: number): Promise<Listener[]> => {
      const joined: Listener[] = [];
      while (joined.length < count) {
        const some = Array.from({ length: Math.min(200, count - joined.length) }, () => new Listener(world().url, to));
        joined.push(...some);
        listeners.push(...some);
        await until('they are welcomed', () => (some.every((one) => one.welcomed) ? true : undefined), 20);
      }
      return joined;
    };
    try {
      const readers = await join(crowd, heard);
      // Kilobytes, with all that the system's memory allocator keeps; 256 KiB would be what waits for one who does not read.
      expect((resident() - before) / crowd).toBeLessThan(64);
      const sleepers = await join(stuck, flooded);
      for (const one of sleepers) one.socket.pause();

      const rows = Array.from({ length: 400 }, (_, i) => [new Date(Date.now() - i * 1000).toISOString(), `${i}`.padEnd(2000, '水')]);
      const flood = [{ Datastream: { '@iot.id': flooded }, components: ['phenomenonTime', 'result'], dataArray: rows }];
      const took: number[] = [];
      for (let value = 0; value < values; value += 1) {
        const begun = performance.now();
        (await admin.post(`/sta/v1.1/Datastreams(${heard})/Observations`, { phenomenonTime: new Date().toISOString(), result: value })).expect(201);
        took.push(performance.now() - begun);
        if (value % 5 !== 0) continue;
        // Each flood in a round of its own.
        (await admin.post('/sta/v1.1/CreateObservations', flood)).expect(201);
        await until('it is told', () => (readers[0]!.results.length > value ? true : undefined), 20);
      }
      const expected = Array.from({ length: values }, (_, i) => i);
      await until('all have heard all', () => (readers.every((one) => one.results.length >= values) ? true : undefined), 30);
      for (const one of readers) expect(one.results).toEqual(expected);
      expect(readers.filter((one) => one.ended)).toEqual([]);
      // Twice the time for a machine that is busy; by itself it is some 20 ms.
      took.sort((one, other) => one - other);
      expect(took[Math.floor(took.length * 0.9)]).toBeLessThan(1000);

      // What was in the sockets is all that they get.
      for (const one of sleepers) one.socket.resume();
      await until('those who did not read are let go', () => (sleepers.every((one) => one.ended) ? true : undefined), 30);
    } finally {
      for (const one of listeners) one.socket.destroy();
    }
  }, 90_000);
});
