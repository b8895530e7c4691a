// The real program: command line, and servers as processes of their own.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from './client.ts';
import type { Engine, Store } from './engines.ts';
import { pack, program } from './paths.ts';
import { until } from './poll.ts';

export interface CommandResult {
  code: number;
  out: string;
  err: string;
}

/** Runs `kunyu …` to its end. */
export function kunyu(...args: string[]): CommandResult {
  const done = spawnSync(program(), args, { encoding: 'utf8', env: { ...process.env, LANG: 'C.UTF-8' }, timeout: 110_000 });
  if (done.error !== undefined) throw done.error;
  return { code: done.status ?? -1, out: done.stdout, err: done.stderr };
}
function must(result: CommandResult, what: string): CommandResult {
  if (result.code !== 0) throw new Error(`${what} ended with ${result.code}\n${result.out}${result.err}`);
  return result;
}

export class ServerProcess {
  log = '';
  url = '';
  private constructor(private readonly child: ChildProcess) {}

  static async start(folder: string, extra: string[] = []): Promise<ServerProcess> {
    const child = spawn(program(), ['serve', '--data', folder, '--listen', '127.0.0.1:0', ...extra], { stdio: ['ignore', 'pipe', 'pipe'] });
    const server = new ServerProcess(child);
    for (const stream of [child.stdout, child.stderr]) stream!.on('data', (part: Buffer) => (server.log += part.toString('utf8')));
    server.url = await until('the server answers', async () => {
      if (!server.alive) throw new Error(`serve ended with ${child.exitCode ?? child.signalCode}\n${server.log}`);
      const address = /https?:\/\/127\.0\.0\.1:(\d+)/.exec(server.log)?.[0];
      if (address === undefined) return undefined;
      return (await fetch(`${address}/readyz`)).ok ? address : undefined;
    });
    return server;
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }
  get pid(): number {
    return this.child.pid!;
  }
  /** Stops it as Ctrl-C does and answers its exit code. */
  async stop(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL' = 'SIGINT'): Promise<number | null> {
    if (this.alive) this.child.kill(signal);
    await until('the server ends', () => (this.alive ? undefined : true));
    return this.child.exitCode;
  }
}

/** A data folder on an engine with an administrator's token, and any number of servers on it. */
export class World {
  readonly folder: string;
  readonly servers: ServerProcess[] = [];
  readonly adminPassword: string;
  readonly adminToken: string;
  admin!: Client;

  private constructor(
    readonly engine: Engine,
    readonly store: Store,
    init: string[],
  ) {
    this.folder = join(mkdtempSync(join(tmpdir(), 'kunyu-scenario-')), 'data');
    const database = store.url === undefined ? [] : ['--database', store.url];
    const said = must(kunyu('init', '--pack', pack, '--data', this.folder, ...database, ...init), 'init').out;
    this.adminPassword = /(?:password|口令|密码)[^:：\n]*[:：]\s*(\S+)/i.exec(said)?.[1] ?? '';
    if (this.adminPassword === '') throw new Error(`init did not print a password:\n${said}`);
    this.adminToken = must(kunyu('token', 'create', '--user', 'admin', '--data', this.folder), 'token create').out.trim();
  }

  /** `extra` goes to serve, `init` to init. */
  static async start(engine: Engine, extra: string[] = [], init: string[] = []): Promise<World> {
    const world = new World(engine, engine.make(), init);
    await world.serve(extra);
    world.admin = Client.withToken(world.url, world.adminToken);
    return world;
  }

  async serve(extra: string[] = []): Promise<ServerProcess> {
    const server = await ServerProcess.start(this.folder, extra);
    this.servers.push(server);
    return server;
  }
  get url(): string {
    return this.servers.at(-1)!.url;
  }
  get anyone(): Client {
    return new Client(this.url);
  }
  kunyu(command: string, ...args: string[]): CommandResult {
    return kunyu(command, ...args, '--data', this.folder);
  }
  async stop(): Promise<void> {
    for (const server of this.servers) await server.stop();
    this.store.drop();
    rmSync(join(this.folder, '..'), { recursive: true, force: true });
  }
}
