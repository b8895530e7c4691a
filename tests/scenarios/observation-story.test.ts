// From a new station to a corrected record, as its people go: a logger is played, falls silent, files come in, a spike is flagged, the record goes out.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from './support/client.ts';
import { person, upload } from './support/cast.ts';
import { Ear } from './support/ear.ts';
import { until } from './support/poll.ts';
import { program } from './support/paths.ts';
import { scenario } from './support/suite.ts';

const day = 86_400_000;
const dayOf = (number: number): string => new Date(Date.UTC(2009, 0, 2) + number * day).toISOString().slice(0, 10);
/** Daily displacement in the form of a common export, with one day missing and one spike; KUNYU_STORY_GNSS names a file of one's own. */
function gnss(): string {
  if (process.env.KUNYU_STORY_GNSS) return readFileSync(process.env.KUNYU_STORY_GNSS, 'utf8');
  const rows = Array.from({ length: 400 }, (_, i) => `${dayOf(i)},${(i / 50).toFixed(2)},${(-i / 80).toFixed(2)},${(i === 200 ? 95 : Math.sin(i / 9)).toFixed(2)},G001`);
  rows.splice(300, 1);
  return ['time,lon,lat,ver,group', ...rows, ''].join('\n');
}
/** Hourly sea level; KUNYU_STORY_LEVEL likewise. */
function level(): string {
  if (process.env.KUNYU_STORY_LEVEL) return readFileSync(process.env.KUNYU_STORY_LEVEL, 'utf8');
  const rows = Array.from({ length: 500 }, (_, i) => `${new Date(Date.UTC(2018, 8, 5, 21) + i * 3_600_000).toISOString()},,,0,${(0.5 + Math.sin(i / 6) / 5).toFixed(4)}`);
  return ['time,longitude,latitude,z,sea_surface_height_above_sea_level', ...rows, ''].join('\n');
}

scenario('a station, from its first value to a corrected record', (world) => {
  let director: Client;
  let station: number;
  let folder: string;
  let logger: ChildProcess | undefined;
  let simulated: number;
  const streams = new Map<string, number>();

  const makeStream = async (name: string, unit: string): Promise<number> => {
    const made = await director.post('/sta/v1.1/Datastreams', {
      name,
      description: name,
      observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
      unitOfMeasurement: { name: unit, symbol: unit, definition: `ucum:${unit}` },
      Sensor: { name: '采集器', description: '自动', encodingType: 'application/pdf', metadata: 'https://example.org/s.pdf' },
      ObservedProperty: { name, definition: `https://example.org/${encodeURIComponent(name)}`, description: name },
      Thing: { '@iot.id': station },
    });
    return Number(/\((\d+)\)$/.exec(made.expect(201).headers.get('location')!)![1]);
  };
  const bring = async (name: string, text: string, mapping: object): Promise<any> => {
    const file = await upload(director, name, new TextEncoder().encode(text), 'text/csv');
    const job = (await director.post(`/api/v1/stations/${station}/csv-imports`, { file: file.id, mapping, dry_run: false })).expect(202).body.job;
    return until('the import ends', async () => {
      const now = (await director.get(`/api/v1/jobs/${job}`)).expect(200).body;
      return ['done', 'failed'].includes(now.state) ? now : undefined;
    });
  };

  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'kunyu-story-'))));
  afterAll(() => {
    logger?.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it('a new director makes a station', async () => {
    director = await person(world(), 'xin.zhuren', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P012' } }]);
    station = (await director.post('/api/v1/stations', { name: '试验站', platform: 'P012', position: { longitude: 110.5, latitude: 25.2, elevation: 150 } })).expect(201).body.id;
  });

  it('a simulated logger is seen live', async () => {
    const key = (await director.post(`/api/v1/stations/${station}/devices`, { name: '模拟采集器' })).expect(201).body.key;
    logger = spawn(program(), ['observe', 'simulate', '--station', String(station), '--url', world().url, '--key', key, '--cadence', '1', '--stream', String((simulated = await makeStream('地下水位', 'm')))], { stdio: 'ignore' });
    const ear = await new Ear(world().url, [simulated]).ready();
    await ear.until('three values have come', () => ear.results(simulated).length >= 3);
    expect(ear.told(simulated)[0].result).toBeTypeOf('number');
    const observation = (await world().anyone.get(`/sta/v1.1/Datastreams(${simulated})/Observations?$top=1`)).expect(200).body.value[0];
    expect(observation.parameters.simulation.generator).toBe('kunyu observe simulate');
    ear.close();
  });

  it('unplugged, it is missed', async () => {
    const property = (await director.get(`/sta/v1.1/Datastreams(${simulated})/ObservedProperty`)).body['@iot.id'];
    (await director.post(`/api/v1/stations/${station}/programmes`, { observed_property: property, protocol: '地下水监测', protocol_version: '1', cadence_seconds: 1, from: '2020-01-01' })).expect(201);
    const alarm = (await director.post(`/api/v1/streams/${simulated}/alarms`, { name: '中断', rule: { severity: 'orange', silence: { cadences: 3 } } })).expect(201).body.id;
    logger!.kill('SIGINT');
    await until('the alarm is raised', async () => ((await director.get(`/api/v1/alarms/${alarm}`)).expect(200).body.state.status === 'raised' ? true : undefined), 60);
    const news = await until('he is told', async () => (await director.all('/api/v1/notifications')).find((one: any) => one.kind === 'observations.alarm_raised'), 20);
    expect(news.title.zh).toContain('试验站');
    (await director.post(`/api/v1/alarms/${alarm}/acknowledgement`, { occurrence: 1, note: '已派人检查' })).expect(200);
  });

  it('files come in through the CSV door, once', async () => {
    for (const name of ['东向位移', '北向位移', '垂向位移']) streams.set(name, await makeStream(name, 'mm'));
    streams.set('海平面', await makeStream('海平面', 'm'));
    const of = (name: string): string => String(streams.get(name));
    const displacement = { time: { columns: ['time'] }, values: [{ column: 'lon', stream: of('东向位移') }, { column: 'lat', stream: of('北向位移') }, { column: 'ver', stream: of('垂向位移') }] };
    const rows = gnss().trim().split(/\r?\n/).length - 1;
    expect(await bring('G001.csv', gnss(), displacement)).toMatchObject({ state: 'done', result: { records: rows, values: 3 * rows, added: 3 * rows, errors: 0 } });
    expect((await bring('G001.csv', gnss(), displacement)).result).toMatchObject({ added: 0, known: 3 * rows });
    const sea = await bring('water_level.csv', level(), { time: { columns: ['time'] }, values: [{ column: 'sea_surface_height_above_sea_level', stream: of('海平面') }] });
    expect(sea).toMatchObject({ state: 'done', result: { errors: 0 } });
    expect((await world().anyone.get(`/api/v1/streams/${of('海平面')}`)).expect(200).body.count).toBe(sea.result.added);
  });

  it('a spike is flagged with a reason, and seen before and after', async () => {
    const path = `/api/v1/streams/${streams.get('垂向位移')}`;
    const all = (await world().anyone.get(`/sta/v1.1/Datastreams(${streams.get('垂向位移')})/Observations?$orderby=result desc&$top=1`)).expect(200).body.value[0];
    const asked = { ids: [all['@iot.id']], flag: 4, reason: '天线受扰，突跳' };
    expect((await director.post(`${path}/flags`, { ...asked, preview: true })).expect(200).body).toMatchObject({ preview: true, chosen: 1, changed: 1 });
    const before = (await world().anyone.get(path)).headers.get('date');
    const known = new Date(Date.parse(before!) + 999).toISOString();
    await until('a second has gone', () => (Date.now() > Date.parse(known) ? true : undefined));
    (await director.post(`${path}/flags`, asked)).expect(200);
    const range = { from: new Date(Date.parse(all.phenomenonTime) - day).toISOString(), to: new Date(Date.parse(all.phenomenonTime) + day).toISOString() };
    const flagOf = async (query: object): Promise<number> => (await world().anyone.get(`${path}/series`, { query: { ...range, ...query } })).expect(200).body.points.find((one: any) => one.id === all['@iot.id']).quality;
    expect(await flagOf({})).toBe(4);
    expect(await flagOf({ as_of: known })).not.toBe(4);
    expect((await world().anyone.get(`${path}/revisions`)).expect(200).body.items[0]).toMatchObject({ reason: '天线受扰，突跳', flagged: { 4: 1 } });
  });

  it('the record goes out as NetCDF that ncdump reads', async () => {
    const file = join(folder, 'station.nc');
    const bytes = (await world().anyone.get(`/api/v1/stations/${station}/observations.nc`, { lang: 'en' })).expect(200).bytes;
    writeFileSync(file, bytes);
    const dump = spawnSync('ncdump', ['-h', file], { encoding: 'utf8' });
    expect([dump.status, dump.stderr]).toEqual([0, '']);
    expect(dump.stdout).toContain(':Conventions = "CF-1.8, ACDD-1.3"');
  });
});
