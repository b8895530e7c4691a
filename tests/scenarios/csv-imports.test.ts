// CSV files of a station: looked at, mapped, tried, brought in.
import { beforeAll, expect, it } from 'vitest';
import type { Client } from './support/client.ts';
import { person, upload } from './support/cast.ts';
import { until } from './support/poll.ts';
import { scenario } from './support/suite.ts';

const text = (lines: string[]): Uint8Array => new TextEncoder().encode(`${lines.join('\r\n')}\r\n`);

/** What a provincial data centre hands out: a line a sensor and hour. */
const exported = text(['监测时间,传感器编码,监测值', ...[0, 1, 2, 3].flatMap((hour) => [`2026/7/1 ${hour}:00,L1_LF_1,${3.1 + hour * hour}`, `2026/7/1 ${hour}:00,L3_YL_1,${hour * 2}`]), 'yesterday,L1_LF_1,1']);

scenario('CSV files of a station', (world) => {
  let director: Client;
  let stranger: Client;
  let station: string;
  let file: any;

  beforeAll(async () => {
    director = await person(world(), 'he.zhuren', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P012' } }]);
    stranger = await person(world(), 'lu.ren', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P013' } }]);
    const made = (await director.post('/api/v1/stations', { name: '滑坡监测站', platform: 'P012', position: { longitude: 110.5, latitude: 25.2, elevation: 300 } })).expect(201);
    station = `/api/v1/stations/${made.body.id}`;
    file = await upload(director, '监测数据.csv', exported, 'text/csv');
  });

  it('guesses how a file is to be read', async () => {
    const guess = (await director.post('/api/v1/csv-mappings/suggest', { file: file.id })).expect(200).body;
    expect(guess.mapping).toMatchObject({ code_columns: ['传感器编码'], time: { columns: ['监测时间'], format: 'YYYY/M/D H:mm', zone: '+08:00' } });
    expect(guess.columns.map((one: any) => one.role)).toEqual(['time', 'code', 'value']);
    expect(guess.streams).toMatchObject([
      { key: 'L1_LF_1', sensor: { code: 'LF', property: 'crack_opening', unit: 'mm', confirmed: true } },
      { key: 'L3_YL_1', sensor: { code: 'YL', property: null } },
    ]);
    (await stranger.post('/api/v1/csv-mappings/suggest', { file: file.id })).expect(422);
    (await world().anyone.post('/api/v1/csv-mappings/suggest', { file: file.id })).expect(401);
  });

  it('shows the first rows and what is wrong', async () => {
    const guess = (await director.post('/api/v1/csv-mappings/suggest', { file: file.id })).expect(200).body;
    const shown = (await director.post('/api/v1/csv-mappings/preview', { file: file.id, mapping: guess.mapping })).expect(200).body;
    expect(shown).toMatchObject({ values: 8, error_count: 1, errors: [{ row: 10, column: '#1', value: 'yesterday', rule: 'observation_files.bad_time' }] });
    expect(shown.rows[0]).toEqual({ line: 2, stream: 'L1_LF_1', time: '2026-06-30T16:00:00.000000Z', value: 3.1, quality: 2 });
    const wrong = (await director.post('/api/v1/csv-mappings/preview', { file: file.id, mapping: { time: { columns: ['时刻'] }, values: [{ column: '监测值', stream: '1' }] } })).expect(422);
    expect(wrong.body.code).toBe('observation_files.no_such_column');
    const faults = (await director.post('/api/v1/csv-mappings/preview', { file: file.id, mapping: { time: { columns: ['a'], format: 'HH:mm' }, values: [] } })).expect(422);
    expect(faults.body.fields.map((fault: any) => fault.path).sort()).toEqual(['/mapping/time/format', '/mapping/values']);
  });

  it('keeps mappings with the station', async () => {
    const mapping = { time: { columns: ['监测时间'], format: 'YYYY/M/D H:mm' }, values: [{ column: '监测值' }], code_columns: ['传感器编码'] };
    const made = (await director.post(`${station}/csv-mappings`, { name: '省平台导出', mapping })).expect(201);
    const path = `/api/v1/csv-mappings/${made.body.id}`;
    expect((await director.get(`${station}/csv-mappings`)).expect(200).body.items).toMatchObject([{ name: '省平台导出', version: 1 }]);
    (await stranger.get(path)).expect(404);
    (await stranger.get(`${station}/csv-mappings`)).expect(403);
    (await director.patch(path, { name: '改' })).expect(428);
    const changed = (await director.patch(path, { name: '省平台' }, { ifMatch: made.etag })).expect(200);
    expect(changed.body.mapping).toEqual(made.body.mapping);
    (await director.delete(path, { ifMatch: changed.etag, query: { reason: '不用了' } })).expect(204);
    (await director.get(path)).expect(404);
  });

  it('tries a file by a job that names lines', async () => {
    const mapping = { time: { columns: ['监测时间'], format: 'YYYY/M/D H:mm' }, values: [{ column: '监测值' }], code_columns: ['传感器编码'] };
    (await stranger.post(`${station}/csv-imports`, { file: file.id, mapping })).expect(403);
    const started = (await director.post(`${station}/csv-imports`, { file: file.id, mapping })).expect(202);
    const job = `/api/v1/jobs/${started.body.job}`;
    const done = await until('the job ends', async () => {
      const now = (await director.get(job)).expect(200).body;
      return now.state === 'done' ? now : undefined;
    });
    expect(done).toMatchObject({ dry_run: true, result: { records: 9, values: 8, added: 0, errors: 9 }, error_count: 9 });
    const errors = (await director.get(`${job}/errors`)).expect(200).body.items;
    expect(errors[0]).toMatchObject({ row: 2, rule: 'observation_files.unknown_stream' });
    expect(errors[8]).toMatchObject({ row: 10, rule: 'observation_files.bad_time' });
  });

  it('brings a file in, once however often it comes', async () => {
    const thing = Number(station.split('/').pop());
    const made = (
      await director.post('/sta/v1.1/Datastreams', {
        name: '裂缝',
        description: '后缘裂缝张开度',
        observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
        unitOfMeasurement: { name: 'millimetre', symbol: 'mm', definition: 'https://ucum.org/ucum#mm' },
        Sensor: { name: '裂缝计', description: '拉线式', encodingType: 'application/pdf', metadata: 'https://example.org/lf.pdf' },
        ObservedProperty: { name: '裂缝张开度', definition: 'https://example.org/crack', description: '累计变化量' },
        Thing: { '@iot.id': thing },
      })
    ).expect(201);
    const datastream = new URL(made.headers.get('location')!).pathname;
    const stream = /\((\d+)\)$/.exec(datastream)![1]!;
    const mapping = {
      time: { columns: ['监测时间'], format: 'YYYY/M/D H:mm' },
      values: [{ column: '监测值' }],
      code_columns: ['传感器编码'],
      codes: [{ code: 'L1_LF_1', stream }],
    };
    const bring = async (): Promise<any> => {
      const job = (await director.post(`${station}/csv-imports`, { file: file.id, mapping, dry_run: false })).expect(202).body.job;
      return until('the job ends', async () => {
        const now = (await director.get(`/api/v1/jobs/${job}`)).expect(200).body;
        return now.state === 'done' ? now.result : undefined;
      });
    };
    // The rain has no stream; one time is none.
    expect(await bring()).toMatchObject({ values: 8, added: 4, known: 0, errors: 5 });
    expect(await bring()).toMatchObject({ values: 8, added: 0, known: 4, errors: 5 });
    const observations = (await world().anyone.get(`${datastream}/Observations?$orderby=phenomenonTime&$count=true`)).expect(200).body;
    expect(observations['@iot.count']).toBe(4);
    expect(observations.value.map((one: any) => one.result)).toEqual([3.1, 4.1, 7.1, 12.1]);
  });
});
