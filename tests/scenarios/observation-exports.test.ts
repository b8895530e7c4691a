// Observations as files that others read, and stations as OGC API Features.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { Client } from './support/client.ts';
import { person } from './support/cast.ts';
import { until } from './support/poll.ts';
import { scenario } from './support/suite.ts';

/** What ncdump makes of a file. */
function ncdump(bytes: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'kunyu-nc-'));
  try {
    const file = join(folder, 'observations.nc');
    writeFileSync(file, bytes);
    const done = spawnSync('ncdump', [file], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(done.stderr);
    return done.stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

scenario('exports of observations', (world) => {
  let director: Client;
  let stranger: Client;
  let station: number;
  let stream: number;

  beforeAll(async () => {
    director = await person(world(), 'lan.zhuren', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P012' } }]);
    stranger = await person(world(), 'wai.ren', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P013' } }]);
    station = (await director.post('/api/v1/stations', { name: '毛村地下河站', platform: 'P012', position: { longitude: 110.52, latitude: 25.18, elevation: 150 } })).expect(201).body.id;
    await director.post(`/sta/v1.1/Things(${station})/Datastreams`, {
      name: '水位',
      description: '水位',
      observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
      unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'https://ucum.org/ucum#m' },
      Sensor: { name: '水位计', description: '压力式', encodingType: 'application/pdf', metadata: 'https://example.org/s.pdf' },
      ObservedProperty: { name: 'groundwater_level', definition: 'https://example.org/level', description: '水位' },
      licence: 'CC-BY-4.0',
    });
    stream = (await director.get(`/api/v1/stations/${station}/streams`)).expect(200).body.items[0].id;
    const dataArray = [0, 1, 2, 3].map((hour) => [`2018-06-01T0${hour}:00:00Z`, 152 + hour / 4]);
    (await director.post('/sta/v1.1/CreateObservations', [{ Datastream: { '@iot.id': stream }, components: ['phenomenonTime', 'result'], dataArray }])).expect(201);
  });

  it('CSV holds the range that was asked for', async () => {
    const answer = (await world().anyone.get(`/api/v1/streams/${stream}/observations.csv`, { query: { from: '2018-06-01T01:00:00Z', to: '2018-06-01T03:00:00Z' } })).expect(200);
    expect(answer.headers.get('content-disposition')).toContain(encodeURIComponent('毛村地下河站 水位.csv'));
    const lines = answer.text.trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toBe('2018-06-01T09:00:00+08:00,152.25,2');
    (await world().anyone.get('/api/v1/streams/999999/observations.csv')).expect(404);
    (await world().anyone.get(`/api/v1/streams/${stream}/observations.csv`, { query: { from: 'x' } })).expect(422);
  });

  it('NetCDF is read by ncdump', async () => {
    for (const path of [`/api/v1/streams/${stream}`, `/api/v1/stations/${station}`]) {
      const dump = ncdump((await world().anyone.get(`${path}/observations.nc`, { lang: 'en' })).expect(200).bytes);
      expect(dump).toContain('groundwater_level');
      expect(dump).toContain(':units = "m"');
      expect(dump).toContain('152, 152.25, 152.5, 152.75');
      expect(dump).toContain(':license = "CC-BY-4.0"');
      expect(dump).toContain(':Conventions = "CF-1.8, ACDD-1.3"');
    }
  });

  it('a job makes a file of any length', async () => {
    const wish = { format: 'nc', from: '2018-06-01T02:00:00Z' };
    (await world().anyone.post(`/api/v1/streams/${stream}/exports`, wish)).expect(401);
    (await director.post(`/api/v1/streams/${stream}/exports`, { format: 'xlsx' })).expect(422);
    const job = (await director.post(`/api/v1/streams/${stream}/exports`, wish)).expect(202).body.job;
    await until('the job ends', async () => ((await director.get(`/api/v1/jobs/${job}`)).expect(200).body.state === 'done' ? true : undefined));
    const file = (await director.get(`/api/v1/jobs/${job}/result`)).expect(200);
    expect(ncdump(file.bytes)).toContain('152.5, 152.75');
    (await stranger.get(`/api/v1/jobs/${job}/result`)).expect(404);
  });

  it('stations are points with their latest values', async () => {
    const all = (await world().anyone.get('/api/v1/stations.geojson')).expect(200).body;
    const feature = all.features.find((one: any) => one.id === String(station));
    expect(feature).toMatchObject({ geometry: { type: 'Point', coordinates: [110.52, 25.18, 150] }, properties: { name: '毛村地下河站', series: [{ property: 'groundwater_level', value: 152.75 }] } });
  });

  it('OGC API Features leads from its landing page to a station', async () => {
    const follow = async (from: any, relation: string): Promise<any> => {
      const link = from.links.find((one: any) => one.rel === relation);
      return (await world().anyone.get(new URL(link.href).pathname + new URL(link.href).search)).expect(200).body;
    };
    const landing = (await world().anyone.get('/ogc/v1')).expect(200).body;
    expect((await follow(landing, 'conformance')).conformsTo).toContain('http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core');
    expect((await follow(landing, 'service-desc')).openapi).toMatch(/^3\.0/);
    const collection = (await follow(landing, 'data')).collections[0];
    const items = await follow(await follow(collection, 'self'), 'items');
    expect(items.features.map((one: any) => one.id)).toContain(station);
    expect((await world().anyone.get(`/ogc/v1/collections/stations/items/${station}`)).expect(200).body.properties.streams).toMatchObject([{ name: '水位', unit: 'm' }]);
    (await world().anyone.get('/ogc/v1/collections/stations/items/1')).expect(404);
  });

  it('finds stations by place, time and page', async () => {
    const ids = async (query: Record<string, string | number>): Promise<number[]> => (await world().anyone.get('/ogc/v1/collections/stations/items', { query })).expect(200).body.features.map((one: any) => one.id);
    expect(await ids({ bbox: '110,25,111,26' })).toContain(station);
    expect(await ids({ bbox: '-10,25,10,26' })).not.toContain(station);
    expect(await ids({ datetime: '2018-06-01/..' })).toContain(station);
    expect(await ids({ datetime: '../2018-05-31' })).not.toContain(station);
    (await director.post('/api/v1/stations', { name: '二号站', platform: 'P012', position: { longitude: 110.6, latitude: 25.2, elevation: null } })).expect(201);
    const page = (await world().anyone.get('/ogc/v1/collections/stations/items', { query: { limit: 1, bbox: '110,25,111,26' } })).expect(200).body;
    const next = new URL(page.links.find((one: any) => one.rel === 'next').href);
    const second = (await world().anyone.get(next.pathname + next.search)).expect(200).body;
    expect(second.features[0].id).not.toBe(page.features[0].id);
    for (const wrong of ['bbox=1,2,3', 'datetime=x', 'limit=0', 'colour=red']) (await world().anyone.get(`/ogc/v1/collections/stations/items?${wrong}`)).expect(400);
  });

  it('an embargo is respected by files too', async () => {
    (await director.patch(`/sta/v1.1/Datastreams(${stream})`, { openness: 'embargo', embargoDays: 3650 })).expect(200);
    expect((await world().anyone.get(`/api/v1/streams/${stream}/observations.csv`)).expect(200).text.trim().split('\r\n')).toHaveLength(1);
    expect((await director.get(`/api/v1/streams/${stream}/observations.csv`)).expect(200).text.trim().split('\r\n')).toHaveLength(5);
    const seen = (await world().anyone.get('/api/v1/stations.geojson')).expect(200).body.features.find((one: any) => one.id === String(station));
    expect(seen.properties.series[0].value).toBeNull();
    const ids = (await world().anyone.get('/ogc/v1/collections/stations/items', { query: { datetime: '2018-06-01/..' } })).expect(200).body.features.map((one: any) => one.id);
    expect(ids).not.toContain(station);
    (await director.patch(`/sta/v1.1/Datastreams(${stream})`, { openness: 'internal', embargoDays: 0 })).expect(200);
    (await stranger.get(`/api/v1/streams/${stream}/observations.nc`)).expect(404);
    (await stranger.post(`/api/v1/streams/${stream}/exports`, { format: 'csv' })).expect(404);
  });
});
