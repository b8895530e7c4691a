// Imports: templates, dry run, all or nothing, every error with its place, and files that mean harm.
import { beforeAll, expect, it } from 'vitest';
import type { Client } from './support/client.ts';
import { upload } from './support/cast.ts';
import { until } from './support/poll.ts';
import { scenario } from './support/suite.ts';
import { csv, csvGb18030, csvText, entityBomb, parseCsv, readXlsx, strToU8, xlsx, XLSX, zipBomb, zipSync } from './support/sheets.ts';

scenario('imports', (world) => {
  let admin: Client;
  let heading: string[];
  let example: Record<string, string>;

  beforeAll(async () => {
    admin = world().admin;
    const template = (await admin.get('/api/v1/imports/templates/platforms', { query: { format: 'csv' } })).expect(200);
    const rows = parseCsv(template.text);
    heading = rows[0]!;
    example = Object.fromEntries(heading.map((column, index) => [column, rows[1]?.[index] ?? '']));
  });

  /** A row of the template's columns with some cells replaced; columns are found by any of their usual headings. */
  const row = (changes: Record<string, string>): string[] =>
    heading.map((column) => {
      const change = Object.entries(changes).find(([name]) => columnOf(name) === column);
      return change === undefined ? (example[column] ?? '') : change[1];
    });
  const columnOf = (name: string): string => {
    const aliases: Record<string, RegExp> = { code: /^(code|编号|代码)/, name: /^(name|名称)(?!.*(en|英))/i, category: /^(category|类别)/, field: /^(field|领域)/, state: /^(state|状态)/ };
    const found = heading.find((column) => aliases[name]!.test(column));
    if (found === undefined) throw new Error(`no column ${name} in ${heading.join(' | ')}`);
    return found;
  };
  const rows = (count: number, changes: (index: number) => Record<string, string> = () => ({})): string[][] => [
    heading,
    ...Array.from({ length: count }, (_, index) => row({ code: `T${String(index + 1).padStart(4, '0')}`, name: `导入平台${index + 1}`, ...changes(index) })),
  ];
  async function run(bytes: Uint8Array, options: { name?: string; type?: string; dryRun?: boolean; kind?: string } = {}): Promise<any> {
    const file = await upload(admin, options.name ?? '平台.csv', bytes, options.type ?? 'text/csv');
    const started = (await admin.post('/api/v1/imports', { kind: options.kind ?? 'platforms', file: file.id, dry_run: options.dryRun ?? false })).expect(202);
    expect(started.headers.get('location')).toContain(String(started.body.id));
    return finished(started.body.id);
  }
  const finished = (id: number): Promise<any> =>
    until('the job ends', async () => {
      const job = (await admin.get(`/api/v1/jobs/${id}`)).expect(200).body;
      return ['done', 'failed', 'cancelled'].includes(job.state) ? job : undefined;
    }, 60);
  const errors = async (job: { id: number }): Promise<any[]> => admin.all(`/api/v1/jobs/${job.id}/errors`);
  const platforms = async (): Promise<number> => (await admin.get('/api/v1/platforms/facets')).body.total as number;

  it('the template is at hand as XLSX too, with the same headings', async () => {
    const template = (await admin.get('/api/v1/imports/templates/platforms', { query: { format: 'xlsx' } })).expect(200);
    expect(readXlsx(template.bytes)[0]).toEqual(heading);
    for (const format of ['csv', 'xlsx']) (await admin.get('/api/v1/imports/templates/organisations', { query: { format } })).expect(200);
    (await admin.get('/api/v1/imports/templates/cats', { query: { format: 'csv' } })).expect(400, 404, 422);
  });

  it('a dry run says what would happen and stores nothing', async () => {
    const before = await platforms();
    const job = await run(csv(rows(3)), { dryRun: true });
    expect(job).toMatchObject({ state: 'done', dry_run: true, error_count: 0, result: { rows: 3, created: 3 } });
    expect(await platforms()).toBe(before);
  });

  it('CSV in UTF-8 with and without byte order mark, in GB18030, and XLSX are the same sheet', async () => {
    const before = await platforms();
    const sheets: [string, Uint8Array, string][] = [
      ['一.csv', csv(rows(1, () => ({ code: 'U0001', name: '导入甲' }))), 'text/csv'],
      ['二.csv', strToU8(`\uFEFF${csvText(rows(1, () => ({ code: 'U0002', name: '导入乙' })))}`), 'text/csv'],
      ['三.csv', csvGb18030(rows(1, () => ({ code: 'U0003', name: '导入丙' }))), 'text/csv'],
      ['四.xlsx', xlsx(rows(1, () => ({ code: 'U0004', name: '导入丁' }))), XLSX],
    ];
    for (const [name, bytes, type] of sheets) expect([name, await run(bytes, { name, type })]).toEqual([name, expect.objectContaining({ state: 'done', error_count: 0, result: expect.objectContaining({ created: 1 }) })]);
    expect(await platforms()).toBe(before + 4);
    for (const [index, name] of ['导入甲', '导入乙', '导入丙', '导入丁'].entries()) {
      const got = (await admin.get(`/api/v1/platforms/U000${index + 1}`)).expect(200).body;
      expect(got.name.zh).toBe(name);
      expect(got.events[0].type).toBe('record');
    }
  });

  it('one bad row among many stores nothing; each error names sheet, row, column, value and rule', async () => {
    const before = await platforms();
    const bad: Record<number, Record<string, string>> = { 4: { category: '部重点' }, 9: { name: '' }, 11: { state: 'flying' }, 17: { field: 'no-field' } };
    const job = await run(xlsx(rows(20, (index) => bad[index] ?? {}), { name: '平台' }), { name: '平台.xlsx', type: XLSX });
    expect(job.state).toBe('failed');
    const found = await errors(job);
    expect(found.map((error) => error.row)).toEqual([6, 11, 13, 19]);
    expect(found[0]).toMatchObject({ column: columnOf('category'), value: '部重点', sheet: '平台' });
    for (const error of found) expect(error.message).toMatch(/\p{Script=Han}/u);
    expect(job.error_count).toBe(found.length);
    expect(await platforms()).toBe(before);
    const file = (await admin.get(`/api/v1/jobs/${job.id}/errors`, { query: { format: 'csv' } })).expect(200);
    expect(parseCsv(file.text)).toHaveLength(5);
    const book = (await admin.get(`/api/v1/jobs/${job.id}/errors`, { query: { format: 'xlsx' } })).expect(200);
    expect(readXlsx(book.bytes)).toHaveLength(5);
    const english = (await admin.get(`/api/v1/jobs/${job.id}/errors`, { lang: 'en' })).body.items[0];
    expect(english.message).toMatch(/[a-z]{3}/);
  });

  it('two rows of one code, and a code already taken with another content, are errors', async () => {
    const twice = await run(csv(rows(2, () => ({ code: 'V0001' }))), { dryRun: true });
    expect(twice.error_count).toBeGreaterThan(0);
    expect((await errors(twice))[0]).toMatchObject({ row: 3 });
  });

  it('the same file twice changes nothing the second time', async () => {
    const sheet = csv(rows(5, (index) => ({ code: `W000${index + 1}`, name: `重复导入${index}` })));
    expect(await run(sheet)).toMatchObject({ state: 'done', result: { created: 5 } });
    const before = await platforms();
    const again = await run(sheet);
    expect(again.result?.created ?? 0).toBe(0);
    expect(await platforms()).toBe(before);
  });

  it('organisations come in too', async () => {
    const template = parseCsv((await admin.get('/api/v1/imports/templates/organisations', { query: { format: 'csv' } })).text);
    const job = await run(csv([template[0]!, template[1]!]), { kind: 'organisations', dryRun: true });
    expect(job).toMatchObject({ state: 'done', result: { rows: 1 } });
  });

  it('damaged, hostile and foreign files fail with a reason, and the server stays', async () => {
    const before = await platforms();
    const files: [string, Uint8Array, string][] = [
      ['不是表.xlsx', zipSync({ 'a.txt': strToU8('x') }), XLSX],
      ['截断.xlsx', xlsx(rows(50)).slice(0, 900), XLSX],
      ['炸弹.xlsx', zipBomb(300), XLSX],
      ['实体.xlsx', entityBomb(), XLSX],
      ['路径.xlsx', xlsx(rows(1), { extra: { '../../../../tmp/kunyu-escape': strToU8('x') }, sheetXml: strToU8('<worksheet') }), XLSX],
      ['没有表头.csv', strToU8('\r\n\r\n'), 'text/csv'],
      ['错表头.csv', csv([['a', 'b'], ['1', '2']]), 'text/csv'],
      ['未知编码.csv', new Uint8Array([0xff, 0xfe, 0x31, 0x00, 0x0a, 0x00]), 'text/csv'],
      ['坏字节.csv', Uint8Array.from([...csv(rows(1)), 0xff, 0xff, 0xff]), 'text/csv'],
      ['引号.csv', strToU8(`${heading.join(',')}\r\n"没有结束的引号`), 'text/csv'],
      ['空字符.csv', csv(rows(1, () => ({ name: '甲\u0000乙' }))), 'text/csv'],
    ];
    const tame: string[] = [];
    for (const [name, bytes, type] of files) {
      const sent = await admin.send('POST', '/api/v1/files', { query: { name }, raw: bytes, type });
      if (sent.status !== 201) {
        sent.expect(415, 422);
        continue;
      }
      const started = await admin.post('/api/v1/imports', { kind: 'platforms', file: sent.body.id, dry_run: false });
      if (started.status !== 202) {
        started.expect(409, 422);
        continue;
      }
      const job = await finished(started.body.id);
      if (job.state !== 'failed' || (job.problem === null && job.error_count === 0)) tame.push(`${name}: ${JSON.stringify(job)}`);
    }
    expect(tame).toEqual([]);
    expect(await platforms()).toBe(before);
    expect(world().servers[0]!.alive).toBe(true);
  });

  it('more than 10,000 rows are refused as a whole; 10,000 go in', async () => {
    const many = (count: number, letter: string) => csv(rows(count, (index) => ({ code: `${letter}${String(index + 1).padStart(5, '0')}`, name: `大批导入${letter}${index + 1}` })));
    const over = await run(many(10_001, 'X'), { dryRun: true });
    expect(over.state).toBe('failed');
    const all = await run(many(10_000, 'Y'), { dryRun: true });
    expect(all).toMatchObject({ state: 'done', error_count: 0, result: { rows: 10_000, created: 10_000 } });
  }, 120_000);

  it('SQL and formulas in cells are text, also on the way out', async () => {
    const nasty = `=HYPERLINK("http://x")'); DROP TABLE platform;--`;
    expect(await run(csv(rows(1, () => ({ code: 'Z0001', name: nasty }))))).toMatchObject({ state: 'done' });
    expect((await admin.get('/api/v1/platforms/Z0001')).body.name.zh).toBe(nasty);
    const out = (await admin.get('/api/v1/platforms/export', { query: { format: 'csv', q: 'Z0001' } })).expect(200);
    expect(out.text).not.toMatch(/(^|,|\n)"?=HYPERLINK/);
  });
});
