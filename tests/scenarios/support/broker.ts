// A real broker on a free port of this machine, and people who publish and subscribe, by Debian's mosquitto.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './poll.ts';

const programs = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/usr/bin/mosquitto'];
const mosquitto = programs.find((path) => existsSync(path));
export const hasBroker = mosquitto !== undefined;

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export class Broker {
  log = '';
  private child: ChildProcess | undefined;
  private constructor(
    readonly folder: string,
    readonly port: number,
    /** Where loggers connect: what they publish is put below devices/. */
    readonly loggerPort: number,
  ) {}

  /** `more`: further listeners. */
  static async make(more: (folder: string) => string[] = () => []): Promise<Broker> {
    const folder = mkdtempSync(join(tmpdir(), 'kunyu-broker-'));
    const broker = new Broker(folder, await freePort(), await freePort());
    writeFileSync(
      join(folder, 'mosquitto.conf'),
      [
        'per_listener_settings true',
        'persistence true',
        `persistence_location ${folder}/`,
        'autosave_on_changes true',
        'autosave_interval 1',
        'max_queued_messages 0',
        `listener ${broker.port} 127.0.0.1`,
        'allow_anonymous true',
        `listener ${broker.loggerPort} 127.0.0.1`,
        'allow_anonymous true',
        'mount_point devices/',
        ...more(folder),
        '',
      ].join('\n'),
    );
    return broker;
  }
  get url(): string {
    return `tcp://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const user = process.getuid?.() === 0 ? spawnSync('chown', ['-R', 'mosquitto', this.folder]) : undefined;
    if (user !== undefined && user.status !== 0) throw new Error('mosquitto has no account');
    this.child = spawn(mosquitto!, ['-v', '-c', join(this.folder, 'mosquitto.conf')], { stdio: ['ignore', 'pipe', 'pipe'] });
    const child = this.child;
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream!.on('data', (part: Buffer) => {
        said += part.toString('utf8');
        this.log += part.toString('utf8');
      });
    await until('the broker runs', () => {
      if (child.exitCode !== null) throw new Error(`mosquitto ended with ${child.exitCode}\n${said}`);
      return /mosquitto version \S+ running/.test(said) ? true : undefined;
    });
  }
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.child;
    if (child === undefined) return;
    child.kill(signal);
    await until('the broker ends', () => (child.exitCode === null && child.signalCode === null ? undefined : true));
    this.child = undefined;
  }
  /** Connections stay, and nothing is answered. */
  pause(): void {
    this.child!.kill('SIGSTOP');
  }
  goOn(): void {
    this.child!.kill('SIGCONT');
  }
  /** Once everything is on the disk: what only the memory has dies with a broker that is killed. */
  async saved(): Promise<void> {
    const from = this.log.length;
    this.child!.kill('SIGUSR1');
    await this.says(/Saving in-memory database/, from);
    // It does one thing at a time: when it takes this, it has saved.
    await this.publish('saved', 1);
  }
  /** Once the log has the text after `from`. */
  async says(text: RegExp, from = 0): Promise<void> {
    await until(`the broker says ${text}`, () => (text.test(this.log.slice(from)) ? true : undefined));
  }

  /** Publishes with QoS 1 and waits until the broker has it. */
  publish(topic: string, payload: unknown, options: string[] = [], port = this.port): Promise<void> {
    return this.hand(['-p', String(port), '-t', topic, '-s', ...options], typeof payload === 'string' ? payload : JSON.stringify(payload));
  }
  /** One message a line, over one connection. */
  publishLines(topic: string, payloads: unknown[]): Promise<void> {
    return this.hand(['-p', String(this.port), '-t', topic, '-l'], payloads.map((one) => JSON.stringify(one) + '\n').join(''));
  }
  /** Not waited for within one call: the broker stands still when nobody reads what it says. */
  private async hand(options: string[], input: string): Promise<void> {
    const child = spawn('mosquitto_pub', ['-q', '1', ...options], { stdio: ['pipe', 'ignore', 'pipe'] });
    let fault = '';
    child.stderr.on('data', (part: Buffer) => (fault += part.toString('utf8')));
    child.stdin.end(input);
    const status = await new Promise<number | null>((ended) => child.on('close', ended));
    if (status !== 0) throw new Error(`mosquitto_pub: ${fault}`);
  }
  async subscribe(...topics: string[]): Promise<Subscriber> {
    return Subscriber.start(this, topics);
  }
  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface News {
  topic: string;
  body: any;
}

/** A subscriber whose session outlives the broker's restart. */
export class Subscriber {
  private text = '';
  private static count = 0;
  private constructor(private readonly child: ChildProcess) {
    child.stdout!.on('data', (part: Buffer) => (this.text += part.toString('utf8')));
  }
  static async start(broker: Broker, topics: string[]): Promise<Subscriber> {
    const name = `reader-${process.pid}-${++Subscriber.count}`;
    const from = broker.log.length;
    const child = spawn('mosquitto_sub', ['-p', String(broker.port), '-q', '1', '-c', '-i', name, '-F', '%t\t%p', ...topics.flatMap((topic) => ['-t', topic])], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await broker.says(new RegExp(`Sending SUBACK to ${name}`), from);
    return new Subscriber(child);
  }
  get news(): News[] {
    return this.text
      .split('\n')
      .slice(0, -1)
      .map((line) => {
        const tab = line.indexOf('\t');
        return { topic: line.slice(0, tab), body: JSON.parse(line.slice(tab + 1)) };
      });
  }
  of(topic: string): any[] {
    return this.news.filter((one) => one.topic === topic).map((one) => one.body);
  }
  async until(what: string, found: (news: News[]) => boolean, seconds = 60): Promise<News[]> {
    return until(`${what} is told`, () => (found(this.news) ? this.news : undefined), seconds).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${this.text.slice(-2000)}`);
    });
  }
  stop(): void {
    this.child.kill('SIGKILL');
  }
}

