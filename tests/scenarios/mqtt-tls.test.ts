// A broker that wants TLS and a log-in: its certificate and the password are right, or nothing is said to it.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Broker, freePort, hasBroker } from './support/broker.ts';
import { makeAuthority, makeCertificate } from './support/certificates.ts';
import { sqlite } from './support/engines.ts';
import { minutes, resultsOf, root, station } from './support/mqtt.ts';
import { until } from './support/poll.ts';
import { kunyu, World, type ServerProcess } from './support/server.ts';
import { Wire } from './support/wire.ts';

describe.skipIf(!hasBroker)('mqtt over tls', () => {
  let broker: Broker;
  let world: World;
  let port: number;
  let strangersPort: number;
  const file = (name: string): string => join(broker.folder, name);

  const listener = (folder: string, at: number, certificate: string): string[] => [
    `listener ${at} 127.0.0.1`,
    'allow_anonymous false',
    `password_file ${join(folder, 'passwords')}`,
    `certfile ${join(folder, certificate)}.crt`,
    `keyfile ${join(folder, certificate)}.key`,
  ];
  const options = (more: { port?: number; password?: string; ca?: string } = {}): string[] => [
    ...['--mqtt', `ssl://127.0.0.1:${more.port ?? port}`],
    ...['--mqtt-user', 'kunyu', '--mqtt-password-file', file(more.password ?? 'right-password')],
    ...['--mqtt-ca', file(more.ca ?? 'ca.crt')],
  ];
  /** Restarts the server, since only one has the folder. */
  const serve = async (more: Parameters<typeof options>[0] = {}): Promise<ServerProcess> => {
    await world.servers.at(-1)!.stop();
    return world.serve(options(more));
  };
  const says = (server: ServerProcess, text: string): Promise<true> => until(`the server says ${text}`, () => (server.log.includes(text) ? true : undefined));
  const admissions = (): number => (broker.log.match(/New client connected from \S+ as kunyu-/g) ?? []).length;

  beforeAll(async () => {
    [port, strangersPort] = [await freePort(), await freePort()];
    broker = await Broker.make((folder) => {
      makeAuthority(folder, 'ca');
      makeAuthority(folder, 'stranger');
      makeCertificate(folder, 'broker', 'ca', 'IP:127.0.0.1');
      makeCertificate(folder, 'elsewhere', 'ca', 'DNS:broker.example.cn');
      writeFileSync(join(folder, 'right-password'), '渡口 secret\n');
      writeFileSync(join(folder, 'wrong-password'), 'guess\n');
      execFileSync('mosquitto_passwd', ['-b', '-c', join(folder, 'passwords'), 'kunyu', '渡口 secret']);
      return [...listener(folder, port, 'broker'), ...listener(folder, strangersPort, 'elsewhere')];
    });
    await broker.start();
    world = await World.start(sqlite, []);
  });
  afterAll(async () => {
    await world?.stop();
    await broker?.remove();
  });

  it('with the right certificate and log-in what is posted arrives, and is told', async () => {
    const server = await serve();
    await until('both parts have joined', () => (admissions() === 2 ? true : undefined));
    const { stream, device } = await station(world);
    const reader = await broker.subscribe(`v1.1/Datastreams(${stream})/Observations`);
    await broker.publishLines(`devices/${device.key}/v1.1/Datastreams(${stream})/Observations`, minutes(0, 20));
    await until('all are in the archive', async () => ((await resultsOf(world.admin.at(world.url), stream)).length === 20 ? true : undefined));
    await reader.until('the last', (all) => all.length === 20);
    expect(server.log).not.toContain('渡口');
    const settings = (await world.anyone.get(root)).expect(200).body.serverSettings;
    expect(JSON.stringify(settings)).toContain(`mqtts://127.0.0.1:${port}`);
    reader.stop();
  });

  it('a broker that is far away is joined: while hands are shaken, the log-in waits', async () => {
    const before = admissions();
    const wire = await Wire.to(port, 30);
    try {
      await serve({ port: wire.port });
      await until('both parts have joined', () => (admissions() === before + 2 ? true : undefined), 8);
    } finally {
      wire.stop();
    }
  });

  it('a certificate that somebody else signed, or that is of another host, is refused before the log-in', async () => {
    for (const wrong of [{ ca: 'stranger.crt' }, { port: strangersPort }]) {
      const [before, heard] = [admissions(), broker.log.length];
      const server = await serve(wrong);
      await says(server, '"mqtt.unreachable"');
      await broker.says(/OpenSSL Error|Client \S+ disconnected: Protocol error/, heard);
      expect(admissions()).toBe(before);
      expect(server.log).not.toContain('"mqtt.connected"');
      // What has nothing to do with the broker works.
      (await world.anyone.get('/readyz')).expect(200);
    }
  });

  it('a wrong password is not admitted', async () => {
    const before = admissions();
    await says(await serve({ password: 'wrong-password' }), '"mqtt.not_admitted"');
    expect(admissions()).toBe(before);
  });

  it('files that cannot be read, and a password without tls, are told at once', async () => {
    await world.servers.at(-1)!.stop();
    const started = (...args: string[]): string => {
      const done = kunyu('serve', '--data', world.folder, '--listen', '127.0.0.1:0', ...args);
      expect(done.code).not.toBe(0);
      return done.out + done.err;
    };
    expect(started(...options({ ca: 'none.crt' }))).toContain('none.crt');
    expect(started(...options({ password: 'none' }))).toContain('none');
    expect(started('--mqtt', 'tcp://192.0.2.1', '--mqtt-user', 'kunyu', '--mqtt-password-file', file('right-password'))).toContain('192.0.2.1');
  });
});
