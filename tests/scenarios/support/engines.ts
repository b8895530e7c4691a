// The two stores under the same scenarios: SQLite in the data folder; PostgreSQL when KUNYU_TEST_PG names a cluster.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

export interface Store {
  /** For --database; nothing with SQLite. */
  url: string | undefined;
  drop(): void;
}
export interface Engine {
  name: 'sqlite' | 'postgresql';
  make(): Store;
}

const maintenance = process.env['KUNYU_TEST_PG'];

export const sqlite: Engine = { name: 'sqlite', make: () => ({ url: undefined, drop: () => undefined }) };
export const postgresql: Engine = {
  name: 'postgresql',
  make() {
    const name = `kunyu_scenario_${randomBytes(6).toString('hex')}`;
    psql(maintenance!, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
    const url = databaseUrl(name);
    return { url, drop: () => psql(maintenance!, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
  },
};
export const hasPostgresql = maintenance !== undefined && maintenance !== '';
/** What every scenario runs on; without KUNYU_TEST_PG the second is reported as skipped. */
export const engines: Engine[] = [sqlite, postgresql];
export function available(engine: Engine): boolean {
  return engine.name === 'sqlite' || hasPostgresql;
}

export function psql(url: string, statement: string): string {
  return execFileSync('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', statement], { encoding: 'utf8' });
}

/** The same address with another database; the addresses of sockets (postgresql:///x?host=/tmp) have no host part. */
function databaseUrl(name: string): string {
  return maintenance!.replace(/^(postgres(?:ql)?:\/\/[^/?]*)(\/[^?]*)?/, `$1/${name}`);
}
