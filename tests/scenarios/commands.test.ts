// The command line: help, exit codes, and what works without the server.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Client } from './support/client.ts';
import { pack, program } from './support/paths.ts';
import { kunyu } from './support/server.ts';
import { parseCsv } from './support/sheets.ts';
import { scenario } from './support/suite.ts';

const commands = ['serve', 'init', 'import', 'export', 'user', 'token', 'backup', 'restore', 'verify', 'pack', 'sample', 'routes'];

describe('without a data folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kunyu-commands-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('every command has its help', () => {
    const all = kunyu('--help');
    expect(all.code).toBe(0);
    for (const command of commands) {
      expect(all.out).toContain(command);
      const help = kunyu(command, '--help');
      expect([command, help.code]).toEqual([command, 0]);
      expect(help.out.length).toBeGreaterThan(40);
    }
  });

  it('a wrong command line is 2, a refusal 1, each with a sentence', () => {
    for (const wrong of [['fly'], ['serve', '--no-such'], ['init'], ['backup'], ['sample', 'shake'], []]) {
      const result = kunyu(...wrong);
      expect([wrong.join(' '), result.code]).toEqual([wrong.join(' '), 2]);
      expect((result.err + result.out).trim()).not.toBe('');
    }
    for (const refused of [['verify'], ['backup', join(folder, 'b')], ['serve'], ['token', 'create', '--user', 'admin']]) {
      const result = kunyu(...refused, '--data', join(folder, 'nothing'));
      expect([refused.join(' '), result.code]).toEqual([refused.join(' '), 1]);
      expect(result.err.trim()).not.toBe('');
    }
    expect(existsSync(join(folder, 'nothing'))).toBe(false);
  });

  it('checks packs: ours is sound; a damaged one is 3 and the fault is named', () => {
    expect(kunyu('pack', 'check', pack)).toMatchObject({ code: 0 });
    writeFileSync(join(folder, 'pack.json'), '{"format": 1, "id": 7}');
    const damaged = kunyu('pack', 'check', folder);
    expect(damaged.code).toBe(3);
    expect(damaged.out + damaged.err).toContain('pack.json');
  });

  it('init refuses a pack that is none, and a folder that is in use', () => {
    const data = join(folder, 'data');
    expect(kunyu('init', '--pack', folder, '--data', data).code).not.toBe(0);
    expect(kunyu('init', '--pack', pack, '--data', data)).toMatchObject({ code: 0 });
    expect(kunyu('init', '--pack', pack, '--data', data)).toMatchObject({ code: 1 });
    expect(kunyu('verify', '--data', data)).toMatchObject({ code: 0 });
  });

  it('refuses a public address without TLS, and a changed clock on real data', () => {
    const data = join(folder, 'data');
    const open = kunyu('serve', '--data', data, '--listen', '0.0.0.0:0');
    expect(open.code).toBe(1);
    expect(open.err).toContain('--insecure-http');
    expect(kunyu('serve', '--data', data, '--listen', '127.0.0.1:0', '--now', '2018-06-30').code).not.toBe(0);
  });
});

scenario('beside a running server', (world) => {
  const folder = mkdtempSync(join(tmpdir(), 'kunyu-beside-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('makes and lists users, resets passwords, gives tokens', async () => {
    const added = world().kunyu('user', 'add', 'ming.ling', '--role', 'ministry_officer');
    expect(added, added.err).toMatchObject({ code: 0 });
    const password = /(?:password|口令|密码)[^:：\n]*[:：]\s*(\S+)/i.exec(added.out)![1]!;
    (await world().anyone.login('ming.ling', password)).expect(201);
    expect(world().kunyu('user', 'list').out).toContain('ming.ling');
    const token = world().kunyu('token', 'create', '--user', 'ming.ling');
    (await Client.withToken(world().url, token.out.trim()).get('/api/v1/session')).expect(200);
    expect(world().kunyu('user', 'disable', 'ming.ling')).toMatchObject({ code: 0 });
    (await Client.withToken(world().url, token.out.trim()).get('/api/v1/session')).expect(401);
    expect(world().kunyu('token', 'create', '--user', 'nobody')).toMatchObject({ code: 1 });
  });

  it('loads sample platforms up to the baseline, each marked, and removes them without a trace', async () => {
    const registers = ['inspections', 'commitments', 'regulations', 'meetings', 'suggestions'].map((one) => `/api/v1/${one}`);
    const count = async () => (await world().anyone.get('/api/v1/platforms/facets')).body.total as number;
    const before = await count();
    const loaded = world().kunyu('sample', 'load');
    expect(loaded, loaded.err).toMatchObject({ code: 0 });
    for (const register of registers) {
      const entries = await world().admin.all(register);
      expect(entries.filter((one) => one.sample).length, register).toBeGreaterThan(1);
    }
    const samples = await world().anyone.all('/api/v1/platforms', { sample: true });
    expect(samples.length).toBeGreaterThan(20);
    for (const sample of samples) expect(sample.sample).toBe(true);
    expect((await world().anyone.get(`/platforms/${samples[0].code}`)).text).toMatch(/示例|样例/);
    expect((await world().anyone.get('/api/v1/site')).body.has_samples).toBe(true);
    const stations = (await world().anyone.get('/api/v1/stations')).expect(200).body.items.filter((one: any) => one.sample);
    expect(stations.length).toBe(3);
    expect((await world().anyone.get('/api/v1/station-networks')).expect(200).body.items).toMatchObject([{ sample: true, members: [{}, {}, {}] }]);
    for (const station of stations)
      for (const stream of (await world().anyone.get(`/api/v1/stations/${station.id}/streams`)).expect(200).body.items) {
        const lines = async (skip_bad: boolean): Promise<number> =>
          (await world().anyone.get(`/api/v1/streams/${stream.id}/observations.csv`, { query: { skip_bad } })).expect(200).text.split('\n').length;
        expect(await lines(false), stream.name).toBeGreaterThan(1000);
        if (!stream.name.includes('Rainfall')) expect(await lines(true), stream.name).toBeLessThan(await lines(false));
      }
    expect(world().kunyu('sample', 'remove')).toMatchObject({ code: 0 });
    expect(await count()).toBe(before);
    for (const list of ['stations', 'station-networks']) expect((await world().admin.get(`/api/v1/${list}`)).expect(200).body.items, list).toEqual([]);
    for (const register of registers) expect((await world().admin.all(register)).filter((one) => one.sample), register).toEqual([]);
    expect((await world().admin.get('/api/v1/todos', { query: { state: 'waiting' } })).expect(200).body.items).toEqual([]);
    expect(world().kunyu('verify')).toMatchObject({ code: 0 });
  });

  it('exports and imports the same lists as the server', async () => {
    const file = join(folder, 'platforms.csv');
    expect(world().kunyu('export', 'platforms', '--format', 'csv', '--out', file)).toMatchObject({ code: 0 });
    expect(parseCsv(readFileSync(file, 'utf8'))).toEqual(parseCsv((await world().anyone.get('/api/v1/platforms/export', { query: { format: 'csv' }, lang: 'en' })).text));
    expect(world().kunyu('export', 'layout', '--format', 'json', '--as-of', '2018-06-30').out).toContain('ministry-key-laboratory');
    const layout = parseCsv(world().kunyu('export', 'layout', '--format', 'csv', '--as-of', '2018-06-30').out);
    expect(layout).toEqual(parseCsv((await world().anyone.get('/api/v1/layout/export', { query: { format: 'csv', as_of: '2018-06-30' }, lang: 'en' })).text));
    expect(world().kunyu('export', 'layout', '--format', 'xlsx', '--out', join(folder, 'layout.xlsx'))).toMatchObject({ code: 0 });
    const template = join(folder, 'template.csv');
    writeFileSync(template, (await world().admin.get('/api/v1/imports/templates/platforms', { query: { format: 'csv' } })).bytes);
    const dry = world().kunyu('import', 'platforms', template, '--dry-run');
    expect(dry, dry.err).toMatchObject({ code: 0 });
    writeFileSync(template, 'a,b\r\n1,2\r\n');
    expect(world().kunyu('import', 'platforms', template)).toMatchObject({ code: 1 });
  });

  it('an import on a terminal shows how far it is, up to the end', async () => {
    const template = (await world().admin.get('/api/v1/imports/templates/platforms', { query: { format: 'csv' } })).text;
    const [heading, example] = template.replace(/^\uFEFF/, '').split(/\r?\n/);
    const rest = example!.split(',').slice(2);
    const rows = Array.from({ length: 1500 }, (_, index) => [`PROGRESS${index}`, `进度平台${index}`, ...rest].join(','));
    const file = join(folder, 'many.csv');
    writeFileSync(file, [heading, ...rows].join('\r\n'));
    const command = [program(), 'import', 'platforms', file, '--data', world().folder].map((word) => `'${word}'`).join(' ');
    const shown = spawnSync('script', ['-qec', command, '/dev/null'], { encoding: 'utf8', timeout: 110_000 });
    expect(shown.status, shown.stdout).toBe(0);
    const percents = [...shown.stdout.matchAll(/\] +(\d+)%/g)].map((match) => Number(match[1]));
    expect(percents, 'never back').toEqual([...percents].sort((one, other) => one - other));
    expect(percents.some((percent) => percent > 0 && percent < 100), shown.stdout).toBe(true);
    expect(percents.at(-1)).toBe(100);
  });

  it('restore refuses a folder in use and a file that is no backup', () => {
    const file = join(folder, 'backup');
    expect(world().kunyu('backup', file)).toMatchObject({ code: 0 });
    expect(kunyu('restore', file, '--data', world().folder)).toMatchObject({ code: 1 });
    const cut = join(folder, 'cut');
    writeFileSync(cut, readFileSync(file).subarray(0, 2000));
    expect(kunyu('restore', cut, '--data', join(folder, 'cut-data')).code).not.toBe(0);
    writeFileSync(cut, 'nonsense');
    expect(kunyu('restore', cut, '--data', join(folder, 'cut-data-2')).code).not.toBe(0);
  });
});
