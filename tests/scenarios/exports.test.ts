// Every list goes out as CSV, XLSX and JSON, as filtered, and can be read again.
import { expect, it } from 'vitest';
import { parseCsv, readXlsx, unzipSync } from './support/sheets.ts';
import { scenario } from './support/suite.ts';

scenario('exports', (world) => {
  const lists: { path: string; list: string; filter: Record<string, string> }[] = [
    { path: '/api/v1/platforms/export', list: '/api/v1/platforms', filter: { category: 'ministry-key-laboratory', province: '11' } },
    { path: '/api/v1/organisations/export', list: '/api/v1/organisations', filter: { kind: 'province' } },
    { path: '/api/v1/audit/export', list: '/api/v1/audit', filter: {} },
  ];
  for (const { path, list, filter } of lists) {
    it(`${path} as CSV, XLSX and JSON has the rows of the filtered list`, async () => {
      const admin = world().admin;
      const shown = await admin.all(list, filter);
      expect(shown.length).toBeGreaterThan(0);
      const text = (await admin.get(path, { query: { ...filter, format: 'csv' } })).expect(200);
      expect([...text.bytes.subarray(0, 3)], 'byte order mark, for spreadsheets').toEqual([0xef, 0xbb, 0xbf]);
      expect(text.headers.get('content-disposition')).toMatch(/attachment; .*\.csv/);
      const rows = parseCsv(text.text);
      expect(rows.slice(1)).toHaveLength(shown.length);
      expect(new Set(rows.map((row) => row.length)).size).toBe(1);
      const book = readXlsx((await admin.get(path, { query: { ...filter, format: 'xlsx' } })).expect(200).bytes);
      expect(book).toHaveLength(rows.length);
      expect(book[0]).toEqual(rows[0]);
      const json = (await admin.get(path, { query: { ...filter, format: 'json' } })).expect(200).body;
      const ids = (items: any[]): number[] => items.map((item) => item.id ?? item.sequence);
      // The record goes out as it was written, oldest first; the page shows the newest first.
      expect(ids(json.items)).toEqual(list.endsWith('/audit') ? ids(shown).reverse() : ids(shown));
    });
  }

  it('headings follow the language', async () => {
    const heading = async (lang: 'zh' | 'en') => parseCsv((await world().anyone.get('/api/v1/platforms/export', { query: { format: 'csv' }, lang })).text)[0]!.join();
    expect(await heading('zh')).toMatch(/\p{Script=Han}/u);
    expect(await heading('en')).not.toMatch(/\p{Script=Han}/u);
  });

  it('an export as of a day is of that day', async () => {
    const then = (await world().anyone.get('/api/v1/platforms/export', { query: { format: 'json', as_of: '2018-06-30' } })).expect(200).body;
    expect(then.items).toEqual(await world().anyone.all('/api/v1/platforms', { as_of: '2018-06-30' }));
  });

  it('GeoJSON has a feature for each platform, a point where the place is known', async () => {
    const collection = (await world().anyone.get('/api/v1/platforms.geojson')).expect(200).body;
    expect(collection.features).toHaveLength(91);
    const beijing = collection.features.find((feature: any) => feature.properties.code === 'P012');
    expect(beijing.geometry.coordinates[0]).toBeCloseTo(116.4, 0);
    expect(collection.features.some((feature: any) => feature.geometry === null)).toBe(true);
  });

  it('the dossier holds the record, the life line and the attachments', async () => {
    const zip = unzipSync((await world().admin.get('/api/v1/platforms/P012/dossier')).expect(200).bytes);
    expect(Object.keys(zip).length).toBeGreaterThan(0);
    for (const name of Object.keys(zip)) expect(name).not.toMatch(/^\/|\.\./);
    const texts = Object.values(zip).map((bytes) => new TextDecoder().decode(bytes));
    expect(texts.some((text) => text.includes('国土资源部土地利用重点实验室'))).toBe(true);
  });

  it('the open data page links downloads that work without logging in', async () => {
    const page = (await world().anyone.get('/data')).expect(200).text;
    const links = [...page.matchAll(/href="(\/api\/v1\/[^"]+)"/g)].map((match) => match[1]!.replaceAll('&amp;', '&'));
    expect(links.length).toBeGreaterThanOrEqual(3);
    for (const link of links) (await world().anyone.get(link)).expect(200);
  });
});
