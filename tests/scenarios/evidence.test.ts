// What observations tell of a platform: exact, with its parts, the same whenever it is asked, and nothing that is not the reader's.
import { beforeAll, expect, it } from 'vitest';
import type { Client } from './support/client.ts';
import { scenarioOn } from './support/suite.ts';

/** Hourly from the midnight with which the 25th begins in Shanghai. */
const hour = (number: number): string => new Date(Date.parse('2026-11-24T16:00:00Z') + number * 3_600_000).toISOString();
const path = '/api/v1/platforms/P012/evidence';
const yesterday = { from: '2026-11-25', to: '2026-11-26' };

scenarioOn('2026-11-26', 'evidence of observations', (world) => {
  let station: number;
  let stream: number;
  const facts = async (who: Client, query: Record<string, string> = {}): Promise<any> => (await who.get(path, { query: { ...yesterday, ...query } })).expect(200).body;
  const fact = (list: any, id: string): any => list.items.find((one: any) => one.indicator === `observations.${id}`);
  /** The administrator at the server that runs now. */
  const chief = (): Client => world().admin.at(world().url);
  const on = async (day: string): Promise<void> => {
    await world().servers.at(-1)!.stop();
    await world().serve(['--now', day]);
  };

  beforeAll(async () => {
    const admin = world().admin;
    station = (await admin.post('/api/v1/stations', { name: '水位站', platform: 'P012', position: { longitude: 110.5, latitude: 25.2 } })).expect(201).body.id;
    (
      await admin.post(`/sta/v1.1/Things(${station})/Datastreams`, {
        name: '水位',
        description: '',
        observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
        unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'http://qudt.org/vocab/unit/M' },
        Sensor: { name: '水位计', description: '', encodingType: 'application/pdf', metadata: 'https://example.org/level.pdf' },
        ObservedProperty: { name: '水位', definition: 'https://example.org/level', description: '' },
      })
    ).expect(201);
    const made = (await admin.get(`/api/v1/stations/${station}/streams`)).expect(200).body.items[0];
    stream = made.id;
    const programme = { observed_property: made.observed_properties[0].id, protocol: '规范', protocol_version: '1', cadence_seconds: 3600, from: '2026-11-01' };
    (await admin.post(`/api/v1/stations/${station}/programmes`, programme)).expect(201);
    const rows = Array.from({ length: 18 }, (_, number) => [hour(number), number]);
    const body = [{ Datastream: { '@iot.id': stream }, components: ['phenomenonTime', 'result'], dataArray: rows }];
    (await admin.post('/sta/v1.1/CreateObservations', body)).expect(201);
    // What comes in today is settled tomorrow.
    await on('2026-11-27');
  });

  it('tells numbers that their parts and the records behind them give again', async () => {
    const admin = chief();
    const told = await facts(admin);
    expect(told.as_of).toBe('2026-11-26T16:00:00.000000Z');
    expect(fact(told, 'completeness')).toMatchObject({ value: 750, numerator: 18, denominator: 24, unit: 'per_mille', scope: 'all', basis: 'ours', unknown: null });
    expect(fact(told, 'received')).toMatchObject({ value: 18, unit: 'count' });
    const part = fact(told, 'completeness').parts[0];
    expect(part).toMatchObject({ kind: 'station', id: station, value: 750 });
    const days = part.links.find((link: any) => link.rel === 'days');
    expect((await admin.get(days.href)).expect(200).body.all).toMatchObject({ expected: 24, received: 18, per_mille: 750 });
    const rates = fact(told, 'online_rate').parts[0].links.find((link: any) => link.rel === 'rates');
    expect((await admin.get(rates.href)).expect(200).body.online.expected).toBe(fact(told, 'online_rate').denominator);
    const counted = fact(told, 'received').parts[0].links[0];
    expect((await admin.get(counted.href)).expect(200).body['@iot.count']).toBe(18);
    expect((await admin.get(fact(told, 'received').links[0].href)).expect(200).body.items.map((one: any) => one.id)).toEqual([station]);
  });

  it('cuts the period at the edges of the calendar', async () => {
    const told = await facts(chief(), { from: '2026-10-15', to: '2026-11-27', by: 'month', indicator: 'observations.received' });
    expect(told.items.map((one: any) => [one.from, one.to, one.value])).toEqual([
      ['2026-10-15', '2026-11-01', 0],
      ['2026-11-01', '2026-11-27', 18],
    ]);
  });

  it('says why it does not know', async () => {
    const told = await facts(chief(), { from: '2027-01-01', to: '2027-02-01' });
    for (const one of told.items) expect(one).toMatchObject({ value: null, unknown: { code: 'evidence.not_begun' } });
    const nobody = (await world().anyone.get('/api/v1/platforms/P038/evidence', { query: yesterday })).expect(200).body;
    expect(fact(nobody, 'completeness')).toMatchObject({ value: null, unknown: { code: 'evidence.no_stations' } });
    expect(fact(nobody, 'received')).toMatchObject({ value: 0, unknown: null });
  });

  it('refuses what makes no sense, field by field', async () => {
    const ask = async (query: Record<string, string>): Promise<string[]> =>
      (await world().anyone.get(path, { query })).expect(422).body.fields.map((one: any) => one.path);
    expect(await ask({})).toEqual(['from', 'to']);
    const wrongs: Record<string, string>[] = [{ to: '2026-11-25' }, { to: '2040-01-01' }, { indicator: 'observations.nonsense' }, { as_of: 'gestern' }, { as_of: '2030-01-01T00:00:00Z' }, { by: 'week' }];
    for (const wrong of wrongs)
      expect(await ask({ ...yesterday, ...wrong }), JSON.stringify(wrong)).toEqual(Object.keys(wrong));
    (await world().anyone.get('/api/v1/platforms/P999/evidence', { query: yesterday })).expect(404);
  });

  it('tells the same as of then, whatever was changed and removed since', async () => {
    const as_of = '2026-11-26T16:00:00Z';
    const before = await facts(chief(), { as_of });
    await on('2026-11-28');
    const admin = chief();
    (await admin.patch(`/sta/v1.1/Datastreams(${stream})`, { properties: { note: 1 } })).expect(200);
    const programme = (await admin.get(`/api/v1/stations/${station}/programmes`)).expect(200).body.items[0];
    (await admin.delete(`/api/v1/stations/${station}/programmes/${programme.id}`, { ifMatch: `"${programme.version}"` })).expect(204);
    await on('2026-11-29');
    expect(await facts(chief(), { as_of })).toEqual(before);
    expect(fact(await facts(chief()), 'completeness').unknown.code).toBe('evidence.nothing_expected');
    (await chief().delete(`/sta/v1.1/Things(${station})`)).expect(200);
    await on('2026-11-30');
    expect(await facts(chief(), { as_of })).toEqual(before);
    expect(fact(await facts(chief()), 'received').value).toBe(0);
    // What is gone today is nobody's to see but the platform's own.
    expect(fact(await facts(world().anyone, { as_of }), 'received')).toMatchObject({ value: 0, scope: 'open' });
  });
});
