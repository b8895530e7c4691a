// The command line of observations, beside a running server and without one.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scenario } from './support/suite.ts';

scenario('kunyu observe', (world, engine) => {
  let folder: string;
  let station: string;
  let stream: string;

  const read = async (path: string): Promise<any> => (await world().anyone.get(path)).expect(200).body;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kunyu-observe-'));
    station = String((await world().admin.post('/api/v1/stations', { name: '毛村地下河站', description: '站', position: { longitude: 110.52, latitude: 25.18, elevation: 150 } })).expect(201).body.id);
    (
      await world().admin.post(`/sta/v1.1/Things(${station})/Datastreams`, {
        name: '水位',
        description: '水位',
        observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
        unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'https://ucum.org/ucum#m' },
        Sensor: { name: '水位计', description: '压力式', encodingType: 'application/pdf', metadata: 'https://example.org/s.pdf' },
        ObservedProperty: { name: '水位', definition: 'https://example.org/level', description: '水位' },
      })
    ).expect(201);
    stream = String((await world().admin.get(`/api/v1/stations/${station}/streams`)).expect(200).body.items[0].id);
    writeFileSync(join(folder, 'level.csv'), 'time,level\n2018-06-01 00:00,1.5\n2018-06-01 01:00,1.6\nyesterday,2\n');
    writeFileSync(join(folder, 'mapping.json'), JSON.stringify({ time: { columns: ['time'] }, values: [{ column: 'level', stream }] }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const bring = (...more: string[]): { code: number; out: string; err: string } => world().kunyu('observe', 'import', join(folder, 'level.csv'), '--station', station, ...more);

  it('brings a file in beside the server, after a look', async () => {
    expect(bring().err).toMatch(/--mapping/);
    const mapping = ['--mapping', join(folder, 'mapping.json')];
    const look = bring(...mapping, '--dry-run');
    expect([look.code, look.out]).toEqual([1, 'Checked: 2 values, 2 would be added, 0 are there already, 1 faults\n']);
    expect(look.err).toContain('4 #1 “yesterday”');
    expect((await read(`/api/v1/streams/${stream}`)).count).toBe(0);
    expect(bring(...mapping).out).toContain('2 added');
    expect((await read(`/api/v1/streams/${stream}`)).count).toBe(2);
    expect(bring(...mapping).out).toContain('2 were there already');
    expect(world().kunyu('observe', 'import', join(folder, 'level.csv'), '--station', '1', ...mapping).code).toBe(1);
  });

  it('writes streams as files beside the server', () => {
    const out = join(folder, 'out.csv');
    const done = world().kunyu('observe', 'export', '--stream', stream, '--out', out, '--from', '2018-06-01T00:30:00+08:00');
    expect([done.code, done.err]).toEqual([0, '']);
    expect(readFileSync(out, 'utf8').trim().split('\r\n')[1]).toBe('2018-06-01T01:00:00+08:00,1.6,2');
    expect(world().kunyu('observe', 'export', '--stream', '99999', '--out', out).code).toBe(1);
    expect(world().kunyu('observe', 'export', '--stream', stream, '--format', 'xlsx', '--out', out).code).toBe(2);
  });

  it('plays a logger whose values say that they are simulated', async () => {
    const done = world().kunyu('observe', 'simulate', '--station', station, '--url', world().url, '--history', '60', '--cadence', '60', '--minutes', '0');
    expect([done.code, done.err]).toEqual([0, '']);
    const streams = (await read(`/api/v1/stations/${station}/streams`)).items;
    const simulated = streams.find((one: any) => one.name === 'simulated groundwater level');
    const page = await read(`/api/v1/streams/${simulated.id}`);
    expect(page.properties.simulation).toMatchObject({ generator: 'kunyu observe simulate' });
    expect(page.count).toBeGreaterThan(50);
    const observation = (await read(`/sta/v1.1/Datastreams(${simulated.id})/Observations?$top=1`)).value[0];
    expect(observation.parameters.simulation.generator).toBe('kunyu observe simulate');
    const devices = (await world().admin.get(`/api/v1/stations/${station}/devices`)).expect(200).body.items;
    expect(devices.every((one: any) => one.revoked_at !== null)).toBe(true);
    const again = world().kunyu('observe', 'simulate', '--station', station, '--url', world().url, '--minutes', '0');
    expect(again.code).toBe(0);
    expect((await read(`/api/v1/stations/${station}/streams`)).items).toHaveLength(2);
    expect(world().kunyu('observe', 'simulate', '--station', station, '--url', world().url, '--key', 'kunyu_device_x', '--stream', stream, '--minutes', '0').err).toMatch(/401/);
    expect(world().kunyu('observe', 'simulate', '--station', station, '--url', 'http://127.0.0.1:9', '--minutes', '0').err).toMatch(/cannot be reached/);
  });

  it('does all of it without a server too', async () => {
    await world().servers[0]!.stop();
    writeFileSync(join(folder, 'more.csv'), 'time,level\n2018-06-01 02:00,1.7\n');
    const brought = world().kunyu('observe', 'import', join(folder, 'more.csv'), '--station', station, '--mapping', join(folder, 'mapping.json'));
    expect([brought.code, brought.out]).toEqual([0, 'Imported: 1 values, 1 added, 0 were there already, 0 faults\n']);
    const out = join(folder, 'all.nc');
    expect(world().kunyu('observe', 'export', '--station', station, '--format', 'nc', '--out', out).code).toBe(0);
    expect(readFileSync(out).subarray(1, 4).toString()).toBe('HDF');
    const figures = world().kunyu('observe', 'stat').out;
    expect(figures).toMatch(/stations 1\nstreams 2\n/);
    expect(figures).not.toMatch(/unknown/);
    await world().serve();
    expect((await read(`/api/v1/streams/${stream}`)).count).toBe(3);
    if (engine.name === 'sqlite') expect(world().kunyu('observe', 'stat').out).toMatch(/unknown/);
  });
});
