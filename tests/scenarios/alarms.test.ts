// Quality and alarms from end to end: what a device sends is tested and watched, people are told once, also over a restart.
import { beforeAll, expect, it } from 'vitest';
import { Client } from './support/client.ts';
import { person } from './support/cast.ts';
import { until } from './support/poll.ts';
import { parseCsv } from './support/sheets.ts';
import { scenarioOn } from './support/suite.ts';

const root = '/sta/v1.1';

scenarioOn('2026-11-26', 'alarms', (world) => {
  let director: Client;
  let stranger: Client;
  let device: string;
  let station: string;
  let stream: number;
  let alarm: string;
  let silence: string;
  let network: number;

  /** A value observed at the moment of the day, in Beijing. */
  const send = async (result: unknown, time: string, day = '2026-11-26'): Promise<void> => {
    const logger = Client.withToken(world().url, device);
    (await logger.post(`${root}/Datastreams(${stream})/Observations`, { phenomenonTime: `${day}T${time}+08:00`, result })).expect(201);
  };
  const quality = async (): Promise<number[]> =>
    (await world().anyone.get(`${root}/Datastreams(${stream})/Observations?$orderby=phenomenonTime`)).expect(200).body.value.map((one: any) => one.resultQuality?.qartod ?? 2);
  const status = async (path: string): Promise<string> => (await director.get(path)).expect(200).body.state.status;
  const changes = async (path: string): Promise<string[]> =>
    (await director.get(`${path}/entries`)).expect(200).body.items.map((one: any) => one.change).reverse();
  const told = async (kind: string): Promise<any[]> =>
    (await director.all('/api/v1/notifications')).filter((one: any) => one.kind === `observations.${kind}`);
  const raised = (path: string) => until('the alarm is raised', async () => ((await status(path)) === 'raised' ? true : undefined));

  beforeAll(async () => {
    // By tokens: sessions do not outlive the day that passes.
    const tokenOf = async (user: string, platform: string): Promise<Client> => {
      await person(world(), user, [{ role: 'platform_director', scope: { kind: 'platform', id: platform } }]);
      return Client.withToken(world().url, world().kunyu('token', 'create', '--user', user).out.trim());
    };
    director = await tokenOf('he.zhuren', 'P012');
    stranger = await tokenOf('lu.ren', 'P013');
    const made = (await director.post('/api/v1/stations', { name: '毛村站', platform: 'P012', position: { longitude: 110.5, latitude: 25.2, elevation: 150 } })).expect(201).body;
    station = `/api/v1/stations/${made.id}`;
    const datastream = (
      await director.post(`${root}/Datastreams`, {
        name: '水位',
        description: '地下河水位',
        observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
        unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'https://ucum.org/ucum#m' },
        Thing: { '@iot.id': made.id },
        Sensor: { name: '压力水位计', description: '甲型', encodingType: 'application/pdf', metadata: 'https://example.org/s.pdf' },
        ObservedProperty: { name: '水位', definition: 'https://example.org/level', description: '水面高程' },
      })
    ).expect(201);
    stream = Number(/\((\d+)\)$/.exec(datastream.headers.get('location')!)![1]);
    const property = (await director.get(`${root}/Datastreams(${stream})/ObservedProperty`)).body['@iot.id'];
    (await director.post(`${station}/programmes`, { observed_property: property, protocol: '岩溶水监测', protocol_version: '1', cadence_seconds: 600, from: '2026-11-26' })).expect(201);
    device = (await director.post(`${station}/devices`, { name: '一号采集器' })).expect(201).body.key;
  });

  it('the tests of a stream are set by its own people', async () => {
    const path = `/api/v1/streams/${stream}/quality-rules`;
    expect((await world().anyone.get(path)).expect(200).body).toMatchObject({ version: 0, rules: {}, updated_by: null });
    const rules = { gross_range: { fail: { min: -5, max: 60 }, suspect: { min: 0, max: 40 } } };
    const none = '"0"';
    (await stranger.put(path, rules, { ifMatch: none })).expect(403);
    const set = (await director.put(path, rules, { ifMatch: none })).expect(200);
    expect(set.body).toMatchObject({ version: 1, rules });
    (await director.put(path, rules)).expect(428);
    (await director.put(path, rules, { ifMatch: none })).expect(412);
    (await director.put(path, { gross_range: { fail: { min: 5, max: 1 } } }, { ifMatch: set.etag })).expect(422);
    expect((await director.put(path, { ...rules, syntax: true }, { ifMatch: set.etag })).expect(200).body.version).toBe(2);
  });

  it('alarms are set, and seen by the station\'s own people alone', async () => {
    const path = `/api/v1/streams/${stream}/alarms`;
    const rule = { severity: 'orange', threshold: { side: 'above', high: 12.5, hysteresis: 0.2 }, escalate_after_minutes: [30] };
    const made = (await director.post(path, { name: '水位超警戒', rule })).expect(201);
    alarm = `/api/v1/alarms/${made.body.id}`;
    const other = (await director.post(path, { name: '中断', rule: { severity: 'orange', silence: { cadences: 3 } } })).expect(201);
    silence = `/api/v1/alarms/${other.body.id}`;
    expect((await director.get(path)).expect(200).body.items.map((one: any) => one.name).sort()).toEqual(['中断', '水位超警戒'].sort());
    (await stranger.get(alarm)).expect(404);
    (await stranger.get(path)).expect(403, 404);
    (await world().anyone.get(alarm)).expect(401);
    (await director.post(path, { name: '空', rule: {} })).expect(422);
    const renamed = (await director.patch(alarm, { name: '地下河水位超警戒' }, { ifMatch: made.etag })).expect(200);
    expect(renamed.body).toMatchObject({ version: 2, state: { status: 'quiet' }, steps: ['edit', 'remove'] });
  });

  it('a device raises one by what it sends; bad values do not', async () => {
    await send(9999, '00:00:00');
    await send(11, '00:00:01');
    await send(12.9, '00:00:02');
    await raised(alarm);
    expect(await quality()).toEqual([4, 1, 1]);
    expect(await changes(alarm)).toEqual(['raised', 'notified']);
    const news = await until('he is told', async () => ((await told('alarm_raised')).length > 0 ? told('alarm_raised') : undefined));
    expect(news).toHaveLength(1);
    expect(news[0]).toMatchObject({ title: { zh: '橙色报警：毛村站，地下河水位超警戒' }, link: station.replace('/api/v1', '') });
    expect((await director.get('/api/v1/alarms')).expect(200).body.items.map((one: any) => one.name)).toEqual(['地下河水位超警戒']);
    expect((await stranger.get('/api/v1/alarms')).expect(200).body.items).toEqual([]);
  });

  it('alarms are listed by state, station and network', async () => {
    const names = async (query: string, who = director): Promise<string[]> =>
      (await who.get(`/api/v1/alarms?${query}`)).expect(200).body.items.map((one: any) => one.name);
    const id = station.split('/').at(-1);
    expect(await names('status=all')).toEqual(['地下河水位超警戒', '中断']);
    expect(await names(`status=quiet&station=${id}`)).toEqual(['中断']);
    expect(await names('status=acknowledged')).toEqual([]);
    expect(await names('status=all&station=1')).toEqual([]);
    expect(await names('status=all', stranger)).toEqual([]);
    network = (await world().admin.post('/api/v1/station-networks', { name: { zh: '岩溶网', en: null }, members: [{ station: Number(id), from: '2026-01-01' }] })).expect(201).body.id;
    expect(await names(`network=${network}`)).toEqual(['地下河水位超警戒']);
    const first = (await director.get('/api/v1/alarms?status=all&limit=1')).expect(200).body;
    expect(first.next).not.toBeNull();
    expect(await names(`status=all&limit=1&cursor=${first.next}`)).toEqual(['中断']);
    (await director.get('/api/v1/alarms?status=gone')).expect(422);
    (await director.get('/api/v1/alarms?network=1')).expect(422);
  });

  it('a restart in between loses nothing and tells nothing twice; silence raises another', async () => {
    await send(13, '00:00:03');
    await world().servers.at(-1)!.stop('SIGKILL');
    await world().serve(['--now', '2026-11-27']);
    director = director.at(world().url);
    stranger = stranger.at(world().url);
    await raised(silence);
    expect(await changes(silence)).toEqual(['raised', 'notified']);
    await until('he is told of the silence', async () => ((await told('alarm_raised')).length === 2 ? true : undefined));
    expect((await told('alarm_escalated')).length).toBe(1);
    expect(await changes(alarm)).toEqual(['raised', 'notified', 'escalated']);
    expect(await quality()).toEqual([4, 1, 1, 1]);
  });

  it('he acknowledges; what comes in again ends both', async () => {
    (await director.post(`${alarm}/acknowledgement`, { occurrence: 2 })).expect(409);
    expect((await director.post(`${alarm}/acknowledgement`, { occurrence: 1, note: '已派人检查' })).expect(200).body.state.status).toBe('acknowledged');
    expect((await director.get(`${alarm}/entries?limit=1`)).expect(200).body.items[0].reason.text.zh).toMatch(/已确认：已派人检查$/);
    (await director.delete(silence, { ifMatch: '"1"' })).expect(409);
    await send(10, '00:00:00', '2026-11-27');
    await until('both are over', async () => ((await status(alarm)) === 'quiet' && (await status(silence)) === 'cleared' ? true : undefined));
    await until('he is told', async () => ((await told('alarm_over')).length === 2 ? true : undefined));
    (await director.post(`${silence}/acknowledgement`, { occurrence: 1 })).expect(200);
    expect((await director.get('/api/v1/alarms')).expect(200).body.items).toEqual([]);
    (await director.delete(silence, { ifMatch: '"1"' })).expect(204);
  });

  it('work on the station is announced and ended', async () => {
    const path = `${station}/maintenance`;
    const work = (await director.post(path, { from: '2026-11-27T01:00:00Z', to: '2026-11-27T09:00:00Z', reason: '更换电池' })).expect(201).body;
    (await director.post(path, { from: '2026-11-27T09:00:00Z', to: '2026-11-27T01:00:00Z', reason: '倒了' })).expect(422);
    expect((await director.get(path)).expect(200).body.items).toHaveLength(1);
    expect((await director.post(`/api/v1/maintenance/${work.id}/end`, undefined)).expect(200).body.ended_at).not.toBeNull();
    (await stranger.get(path)).expect(403, 404);
  });

  it('a stream is tested again by other rules, as a later version', async () => {
    const path = `/api/v1/streams/${stream}/quality-rules`;
    const rules = (await director.get(path)).expect(200);
    (await director.put(path, { gross_range: { fail: { min: -5, max: 12 } } }, { ifMatch: rules.etag })).expect(200);
    const wish = { from: '2026-11-25T00:00:00Z', to: '2026-11-28T00:00:00Z', reason: '调整了量程检验' };
    (await stranger.post(`/api/v1/streams/${stream}/quality-runs`, wish)).expect(403, 404);
    const trying = { from: wish.from, to: wish.to, preview: true, rules: { gross_range: { suspect: { max: 11.5 } } } };
    const tried = (await director.post(`/api/v1/streams/${stream}/quality-runs`, trying)).expect(202);
    const found = await until('the preview ends', async () => {
      const now = (await director.get(`/api/v1/jobs/${tried.body.job}`)).expect(200).body;
      return ['done', 'failed'].includes(now.state) ? now : undefined;
    });
    expect(found).toMatchObject({ state: 'done', result: { tested: 5, changed: 3, suspect: 3, good: 2, bad: 0 } });
    expect(await quality(), 'a preview stores nothing').toEqual([4, 1, 1, 1, 1]);
    (await director.post(`/api/v1/streams/${stream}/quality-runs`, { from: wish.from, to: wish.to })).expect(422);
    const started = (await director.post(`/api/v1/streams/${stream}/quality-runs`, wish)).expect(202);
    const job = await until('the job ends', async () => {
      const now = (await director.get(`/api/v1/jobs/${started.body.job}`)).expect(200).body;
      return ['done', 'failed'].includes(now.state) ? now : undefined;
    });
    expect(job).toMatchObject({ state: 'done', result: { tested: 5, changed: 2 } });
    expect(await quality()).toEqual([4, 1, 4, 4, 1]);
  });

  it('completeness is measured against the programme', async () => {
    const days = { from: '2026-11-26', to: '2026-11-27' };
    const of = async (path: string) => (await world().anyone.get(path, { query: days })).expect(200).body;
    const whole = { expected: 144, received: 4, per_mille: 27 };
    expect((await of(`/api/v1/streams/${stream}/completeness`)).all).toEqual(whole);
    expect((await of(`${station}/completeness`)).items).toEqual([{ first: '2026-11-26', after: '2026-11-27', ...whole }]);
    expect(await of(`/api/v1/streams/${stream}/continuity`)).toMatchObject({ complete: { expected: 144, received: 1 }, online: { expected: 24, received: 1 }, transmitted: { received: 1 } });
    expect((await of(`/api/v1/streams/${stream}/gaps`)).items).toMatchObject([{ from: '2026-11-25T16:10:00.000000Z', missing: 143, open: true }]);
    expect((await world().anyone.get(`${station}/completeness`, { query: { from: '2026-11-01', to: '2026-12-01', by: 'month' } })).expect(200).body.items).toHaveLength(1);
    (await world().anyone.get(`/api/v1/streams/${stream}/completeness`, { query: { from: '2026-11-27' } })).expect(422);
    const out = async (path: string) => parseCsv((await world().anyone.get(`${path}/export`, { query: { ...days, format: 'csv' } })).expect(200).text);
    for (const path of [`/api/v1/streams/${stream}`, station, `/api/v1/station-networks/${network}`]) expect(await out(`${path}/completeness`)).toEqual([['首日', '末日（不含）', '应到观测数', '实到观测数', '完整率（‰）'], ['2026-11-26', '2026-11-27', '144', '4', '27']]);
    expect(await out(`/api/v1/streams/${stream}/gaps`)).toEqual([['缺测自', '缺测至（不含）', '缺测条数', '仍缺测'], ['2026-11-26 00:10:00', '2026-11-27 00:00:00', '143', '✓']]);
    (await world().anyone.get('/api/v1/streams/999999/gaps/export', { query: { ...days, format: 'csv' } })).expect(404);
  });
});
