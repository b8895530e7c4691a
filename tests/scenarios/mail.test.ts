// Mail, sent to a real server that behaves and misbehaves; never lost, never twice.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { person } from './support/cast.ts';
import { available, engines, type Engine } from './support/engines.ts';
import { MailSink } from './support/mail_sink.ts';
import { until } from './support/poll.ts';
import { kunyu, ServerProcess, World } from './support/server.ts';

const SENDER = '坤舆 <kunyu@example.cn>';
const plainOptions = (sink: MailSink): string[] => ['--mail-url', `smtp://127.0.0.1:${sink.port}`, '--mail-sender', SENDER, '--mail-starttls', 'never', '--mail-retry-seconds', '1', '--base-url', 'https://kunyu.example.cn'];

async function giveAddress(world: World, user: string, email: string): Promise<void> {
  const found = (await world.admin.get('/api/v1/accounts', { query: { q: user } })).expect(200).body.items.find((one: { user: string }) => one.user === user);
  const account = (await world.admin.get(`/api/v1/accounts/${found.id}`)).expect(200);
  (await world.admin.patch(`/api/v1/accounts/${found.id}`, { email }, { ifMatch: account.etag })).expect(200);
}
async function testMail(world: World): Promise<any> {
  return (await world.admin.post('/api/v1/mails/test', undefined)).expect(201).body;
}
async function mail(world: World, id: number): Promise<any> {
  return (await world.admin.all('/api/v1/mails')).find((one) => one.id === id);
}
const reached = (world: World, id: number, state: string, seconds = 60): Promise<any> =>
  until(
    `mail ${id} is ${state}`,
    async () => {
      const now = await mail(world, id);
      return now.state === state ? now : undefined;
    },
    seconds,
  );

function mailScenario(name: string, body: (world: () => World, sink: () => MailSink, engine: Engine) => void): void {
  for (const engine of engines) {
    describe.skipIf(!available(engine))(`${name} [${engine.name}]`, () => {
      let world: World;
      let sink: MailSink;
      beforeAll(async () => {
        sink = await new MailSink().start();
        world = await World.start(engine, plainOptions(sink));
        await giveAddress(world, 'admin', 'admin@example.cn');
      }, 120_000);
      afterEach(() => {
        sink.mails.length = 0;
        sink.recipients = ['accept'];
        sink.endings = ['accept'];
      });
      afterAll(async () => {
        await world?.stop();
        await sink?.stop();
      });
      body(
        () => world,
        () => sink,
        engine,
      );
    });
  }
}

mailScenario('mail', (world, sink, engine) => {
  it('arrives whole, once, with a Message-ID of its own', async () => {
    const sent = await testMail(world());
    await reached(world(), sent.id, 'sent');
    expect(sink().mails).toHaveLength(1);
    const got = sink().mails[0]!;
    expect(got.to).toEqual(['admin@example.cn']);
    expect(got.from).toBe('kunyu@example.cn');
    expect(got.headers.get('from')).toBe(SENDER);
    expect(got.headers.get('message-id')).toBe(`<mail-${sent.id}@example.cn>`);
    expect(got.subject).toBe('坤舆试发邮件');
    expect(got.body).toContain('收到本邮件，说明邮件发送正常。');
    expect(got.raw.slice(0, got.raw.indexOf('\r\n\r\n'))).toMatch(/^[\x20-\x7e\r\n]+$/);
  });

  it('a notification goes out at once to whoever wants it so, with its link', async () => {
    const host = await person(world(), 'mail.host', [{ role: 'host_manager', scope: { kind: 'organisation', id: 'clspi' } }], 'clspi');
    const officer = await person(world(), 'mail.officer', [{ role: 'ministry_officer', scope: { kind: 'all' } }], 'mlr-sti');
    await giveAddress(world(), 'mail.officer', 'officer@example.cn');
    const settings = (await officer.get('/api/v1/me/notification-settings')).expect(200);
    expect(settings.body.mail).toEqual({ on: true, address: 'officer@example.cn' });
    const wanted = { kinds: [{ kind: 'todo.opened', in_inbox: true, mail: 'at_once' }], digest: settings.body.digest };
    (await officer.put('/api/v1/me/notification-settings', wanted, { ifMatch: settings.etag })).expect(200);
    const platform = (await host.get('/api/v1/readiness')).expect(200).body.items[0];
    const report = (await host.get(`/api/v1/platforms/${platform.platform.id}/readiness`)).expect(200);
    const conditions = report.body.conditions.map((one: { id: string }) => ({ id: one.id, met: true, note: null }));
    (await host.put(`/api/v1/platforms/${platform.platform.id}/readiness`, { ready: true, expected_on: null, note: null, conditions }, { ifMatch: report.etag })).expect(200);
    const got = await until('the mail', () => sink().mails.find((one) => one.to[0] === 'officer@example.cn'));
    expect(got.body).toContain(`https://kunyu.example.cn/workbench/platforms/${platform.platform.id}`);
  }, 60_000);

  it('waits for a server that is away', async () => {
    const port = sink().port;
    await sink().stop();
    const sent = await testMail(world());
    const waiting = await until('a first try', async () => {
      const now = await mail(world(), sent.id);
      return now.attempts >= 1 && now.state === 'waiting' ? now : undefined;
    });
    expect(waiting.reason).toMatch(/connect/i);
    sink().port = port;
    await sink().start();
    await reached(world(), sent.id, 'sent');
    expect(sink().mails).toHaveLength(1);
  }, 90_000);

  it('comes again after 4xx, with the same Message-ID', async () => {
    sink().endings = [{ code: 451, text: 'try later' }, 'accept'];
    sink().recipients = [{ code: 450, text: 'mailbox busy' }, 'accept'];
    const sent = await testMail(world());
    const done = await reached(world(), sent.id, 'sent');
    expect(done.attempts).toBe(3);
    expect(sink().mails.map((one) => one.headers.get('message-id'))).toEqual([`<mail-${sent.id}@example.cn>`]);
  }, 90_000);

  it('ends with 5xx and keeps the words of the server', async () => {
    sink().recipients = [{ code: 550, text: 'no such mailbox' }];
    const sent = await testMail(world());
    const failed = await reached(world(), sent.id, 'failed');
    expect(failed).toMatchObject({ attempts: 1, next_at: null });
    expect(failed.reason).toContain('550');
    expect(failed.reason).toContain('no such mailbox');
    sink().recipients = ['accept'];
    (await world().admin.post(`/api/v1/mails/${sent.id}/send-again`, undefined)).expect(200);
    await reached(world(), sent.id, 'sent');
    (await world().admin.post(`/api/v1/mails/${sent.id}/send-again`, undefined)).expect(409);
  });

  it('is uncertain, and not sent again, when the connection ends before the answer', async () => {
    sink().endings = ['drop'];
    const sent = await testMail(world());
    const lost = await reached(world(), sent.id, 'uncertain');
    expect(lost.attempts).toBe(1);
    sink().endings = ['accept'];
    const after = await testMail(world());
    await reached(world(), after.id, 'sent');
    expect((await mail(world(), sent.id)).state).toBe('uncertain');
    expect(sink().mails).toHaveLength(2);
  });

  it('is uncertain, and not sent again, when the process dies in the middle', async () => {
    sink().endings = ['hold'];
    const sent = await testMail(world());
    await until('the whole mail has come', () => (sink().mails.length === 1 ? true : undefined));
    expect((await mail(world(), sent.id)).state).toBe('sending');
    await world().servers.at(-1)!.stop('SIGKILL');
    sink().endings = ['accept'];
    sink().cut();
    await world().serve(plainOptions(sink()));
    world().admin = world().admin.at(world().url);
    const after = await testMail(world());
    await reached(world(), after.id, 'sent');
    const lost = await reached(world(), sent.id, 'uncertain');
    expect(lost.attempts).toBe(1);
    expect(sink().mails).toHaveLength(2);
  }, 120_000);

  it('a restore holds what waited: it may have been sent meanwhile', async () => {
    const port = sink().port;
    await sink().stop();
    const sent = await testMail(world());
    const folder = mkdtempSync(join(tmpdir(), 'kunyu-mail-'));
    const file = join(folder, 'backup.tar');
    expect(world().kunyu('backup', file).code).toBe(0);
    sink().port = port;
    await sink().start();
    await reached(world(), sent.id, 'sent');
    const before = sink().mails.length;
    expect(kunyu('restore', file, '--data', join(folder, 'data')).code).toBe(0);
    const restored = await ServerProcess.start(join(folder, 'data'), plainOptions(sink()));
    try {
      const admin = world().admin.at(restored.url);
      const held = (await admin.all('/api/v1/mails')).find((one) => one.id === sent.id);
      expect(held.state).toBe('uncertain');
      const other = (await admin.post('/api/v1/mails/test', undefined)).expect(201).body;
      await until('the other is sent', async () => ((await admin.all('/api/v1/mails')).find((one) => one.id === other.id).state === 'sent' ? true : undefined));
      expect(sink().mails).toHaveLength(before + 1);
    } finally {
      await restored.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);

  it.runIf(engine.name === 'postgresql')('goes out once with two processes', async () => {
    const second = await world().serve(plainOptions(sink()));
    const other = world().admin.at(second.url);
    const ids: number[] = [];
    for (let i = 0; i < 30; ++i) ids.push((await (i % 2 === 0 ? world().admin : other).post('/api/v1/mails/test', undefined)).expect(201).body.id);
    await until('all are sent', async () => ((await world().admin.get('/api/v1/mails')).body.counts.waiting + (await world().admin.get('/api/v1/mails')).body.counts.sending === 0 ? true : undefined));
    const got = sink().mails.map((one) => one.headers.get('message-id')).sort();
    expect(got).toEqual(ids.map((id) => `<mail-${id}@example.cn>`).sort());
  }, 90_000);
});

describe('mail over TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kunyu-mail-tls-'));
  const password = 'a-password-that-must-not-be-seen';
  const passwordFile = join(folder, 'password');
  let world: World;
  let sink: MailSink;

  const options = (): string[] => ['--mail-url', `smtp://localhost:${sink.port}`, '--mail-sender', 'kunyu@example.cn', '--mail-user', 'kunyu', '--mail-password-file', passwordFile, '--mail-ca-file', join(folder, 'cert.pem'), '--mail-retry-seconds', '1'];

  beforeAll(async () => {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')], { stdio: 'ignore' });
    sink = await new MailSink({
      authOptional: false,
      disabledCommands: [],
      key: readFileSync(join(folder, 'key.pem')),
      cert: readFileSync(join(folder, 'cert.pem')),
      onAuth: (auth: { username: string; password: string }, _: unknown, reply: (error: Error | null, answer?: unknown) => void) =>
        auth.username === 'kunyu' && auth.password === password ? reply(null, { user: auth.username }) : reply(Object.assign(new Error('wrong password'), { responseCode: 535 })),
    }).start();
    writeFileSync(passwordFile, 'wrong\n', { mode: 0o600 });
    world = await World.start(engines[0]!, options());
    await giveAddress(world, 'admin', 'admin@example.cn');
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
    await sink?.stop();
  });

  it('a refused log-in is no fault of the mail', async () => {
    const sent = await testMail(world);
    const waiting = await until('a first try', async () => {
      const now = await mail(world, sent.id);
      return now.attempts >= 1 ? now : undefined;
    });
    expect(['waiting', 'sending']).toContain(waiting.state);
    expect(sink.mails).toHaveLength(0);
    await world.servers.at(-1)!.stop();
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    await world.serve(options());
    world.admin = world.admin.at(world.url);
    await reached(world, sent.id, 'sent');
    expect(sink.mails).toHaveLength(1);
    expect(sink.mails[0]).toMatchObject({ secure: true, user: 'kunyu' });
  }, 90_000);

  it('no secret stands in the log', () => {
    const log = world.servers.map((server) => server.log).join('');
    expect(log).toContain('inbox.mail_not_sent');
    expect(log).not.toContain(password);
    expect(log).not.toContain(Buffer.from(`\u0000kunyu\u0000${password}`).toString('base64'));
  });

  it('nothing goes to a server that does not encrypt', async () => {
    const plain = await new MailSink().start();
    const other = await World.start(engines[0]!, ['--mail-url', `smtp://localhost:${plain.port}`, '--mail-sender', 'kunyu@example.cn', '--mail-retry-seconds', '1']);
    try {
      await giveAddress(other, 'admin', 'admin@example.cn');
      const sent = await testMail(other);
      const waiting = await until('a first try', async () => {
        const now = await mail(other, sent.id);
        return now.attempts >= 1 && now.state === 'waiting' ? now : undefined;
      });
      expect(waiting.reason).toMatch(/SSL|TLS/);
      expect(plain.mails).toHaveLength(0);
    } finally {
      await other.stop();
      await plain.stop();
    }
  }, 120_000);
});
