// Stations: made by their platform, seen by whom they are for, with programmes, sensors' epochs, devices and networks.
import { beforeAll, expect, it } from 'vitest';
import type { Client } from './support/client.ts';
import { cast, person, upload, type Cast } from './support/cast.ts';
import { scenario } from './support/suite.ts';

scenario('stations', (world) => {
  let people: Cast;
  let director: Client;
  let stranger: Client;
  let station: { path: string; id: number };

  beforeAll(async () => {
    people = await cast(world());
    director = await person(world(), 'zhou.zhuren', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P012' } }]);
    stranger = await person(world(), 'sun.bie', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P013' } }]);
    const made = (await director.post('/api/v1/stations', { name: '毛村地下河站', platform: 'P012', position: { longitude: 110.52, latitude: 25.18, elevation: 150 } })).expect(201);
    station = { path: `/api/v1/stations/${made.body.id}`, id: made.body.id };
  });

  it('is made by its platform, and by nobody else', async () => {
    const read = (await world().anyone.get(station.path)).expect(200);
    expect(read.body).toMatchObject({ name: '毛村地下河站', platform: { code: 'P012' }, position: { longitude: 110.52, latitude: 25.18, elevation: 150 }, streams: 0, steps: [] });
    expect((await director.get(station.path)).expect(200).body.steps).toEqual(['edit', 'manage_devices', 'read_internal']);
    (await stranger.post('/api/v1/stations', { name: '冒名', platform: 'P012' })).expect(403);
    (await world().anyone.post('/api/v1/stations', { name: '冒名' })).expect(401);
    (await director.post('/api/v1/stations', { name: '无主', description: '不属于平台' })).expect(403);
    (await world().admin.post('/api/v1/stations', { name: '无主', description: '不属于平台' })).expect(201);
    const wrong = (await director.post('/api/v1/stations', { name: '', platform: 'P012', position: { longitude: 25, latitude: 110 }, color: 1 })).expect(422);
    expect(wrong.body.fields.map((fault: any) => fault.path).sort()).toEqual(['/color', '/name', '/position/latitude']);
  });

  it('is changed by version, with people and documents', async () => {
    const document = await upload(director, '观测规范.pdf');
    const before = await director.get(station.path);
    (await director.patch(station.path, { name: '改' })).expect(428);
    const changed = (
      await director.patch(station.path, { people: [{ name: '张三', role: '站长', contact: '0773-1', from: '2020-01-01' }], attachments: [document.id] }, { ifMatch: before.etag })
    ).expect(200);
    expect(changed.body).toMatchObject({ name: '毛村地下河站', people: [{ name: '张三', contact: '0773-1' }], attachments: [{ id: document.id }] });
    expect((await director.patch(station.path, { name: '改' }, { ifMatch: before.etag })).expect(412).body.code).toBe('identity.version_conflict');
    const outside = (await world().anyone.get(station.path)).expect(200).body;
    expect(outside.people[0]).toMatchObject({ name: '张三', contact: null });
    (await world().anyone.get(`/api/v1/files/${document.id}`)).expect(200);
    (await stranger.patch(station.path, { name: '改' }, { ifMatch: changed.etag })).expect(403);
  });

  it('hidden from the public, it is nowhere to be found', async () => {
    const hidden = (await director.post('/api/v1/stations', { name: '内部观测站', platform: 'P012', is_public: false })).expect(201).body;
    const path = `/api/v1/stations/${hidden.id}`;
    const names = async (client: Client): Promise<string[]> => (await client.all('/api/v1/stations', { q: '内部观测站' })).map((one) => one.name);
    expect(await names(director)).toEqual(['内部观测站']);
    expect(await names(people.officer)).toEqual(['内部观测站']);
    expect(await names(stranger)).toEqual([]);
    expect(await names(world().anyone)).toEqual([]);
    for (const client of [stranger, world().anyone]) {
      (await client.get(path)).expect(404);
      (await client.get(`${path}/streams`)).expect(404);
      (await client.get(`${path}/programmes`)).expect(404);
    }
    (await stranger.get(`${path}/devices`)).expect(404);
    const document = await upload(director, '内部资料.pdf');
    const filed = (await director.patch(path, { attachments: [document.id] }, { ifMatch: '"1"' })).expect(200);
    (await stranger.get(`/api/v1/files/${document.id}`)).expect(404);
    (await director.delete(path, { ifMatch: filed.etag })).expect(204);
    (await director.get(path)).expect(404);
    (await people.officer.get(`/api/v1/files/${document.id}`)).expect(404);
  });

  it('lists by pages and filters', async () => {
    expect((await world().anyone.all('/api/v1/stations', { platform: 'P012', limit: 1 })).map((one) => one.id)).toContain(station.id);
    expect(await world().anyone.all('/api/v1/stations', { platform: 'P013' })).toEqual([]);
    (await world().anyone.get('/api/v1/stations', { query: { platform: 'P999' } })).expect(422);
    (await world().anyone.get('/api/v1/stations', { query: { cursor: 'x' } })).expect(400);
    (await world().anyone.get('/api/v1/stations', { query: { network: 'x' } })).expect(422);
  });

  it('a device has a key that is shown once, turned and revoked', async () => {
    const made = (await director.post(`${station.path}/devices`, { name: '遥测终端1号', per_minute: 60 })).expect(201);
    expect(made.body.key).toMatch(/^kunyu_device_/);
    const path = `/api/v1/devices/${made.body.id}`;
    const read = (await director.get(path)).expect(200);
    expect(read.text).not.toContain(made.body.key);
    expect(read.body.keys).toHaveLength(1);
    const turned = (await director.post(`${path}/rotate`, { overlap_seconds: 3600 })).expect(200);
    expect(turned.body.key).not.toBe(made.body.key);
    expect(turned.body.keys).toHaveLength(2);
    (await director.post(`${path}/rotate`, { overlap_seconds: 999_999_999 })).expect(422);
    (await director.patch(path, { per_minute: 10 }, { ifMatch: turned.etag })).expect(200);
    (await stranger.get(path)).expect(404);
    (await world().anyone.get(path)).expect(401);
    (await stranger.post(`${path}/revoke`, { reason: '冒名' })).expect(404);
    expect((await director.post(`${path}/revoke`, { reason: '设备被盗' })).expect(200).body).toMatchObject({ keys: [], revoked_because: '设备被盗' });
    expect((await director.post(`${path}/rotate`, { overlap_seconds: 0 })).expect(409).code).toBe('observations.device_revoked');
    expect((await director.get(`${station.path}/devices`)).expect(200).body.items).toHaveLength(1);
  });

  it('a network has members and a standard, kept by the ministry', async () => {
    const wish = { name: { zh: '岩溶监测网' }, standard: 'DZ/T 0307', members: [{ station: station.id, from: '2020-01-01' }] };
    (await director.post('/api/v1/station-networks', wish)).expect(403);
    const made = (await people.officer.post('/api/v1/station-networks', wish)).expect(201);
    const path = `/api/v1/station-networks/${made.body.id}`;
    expect((await world().anyone.get(path)).expect(200).body.members).toEqual([{ station: station.id, from: '2020-01-01', to: null }]);
    expect((await world().anyone.get(station.path)).expect(200).body.networks).toMatchObject([{ id: made.body.id }]);
    expect((await world().anyone.all('/api/v1/stations', { network: made.body.id })).map((one) => one.id)).toEqual([station.id]);
    const wrong = { members: [...wish.members, ...wish.members] };
    expect((await people.officer.patch(path, wrong, { ifMatch: made.etag })).expect(422).body.fields[0].code).toBe('observations.member_twice');
    const changed = (await people.officer.patch(path, { agreement: '数据共享' }, { ifMatch: made.etag })).expect(200);
    expect(changed.body).toMatchObject({ agreement: '数据共享', standard: 'DZ/T 0307', members: wish.members });
    (await people.officer.delete(path, { ifMatch: changed.etag })).expect(422);
    (await people.officer.delete(path, { ifMatch: changed.etag, query: { reason: '误建' } })).expect(204);
  });

  it('programmes, deployments and calibrations need what they are of', async () => {
    const programme = { observed_property: 77, protocol: 'GB/T 51040', protocol_version: '2014', cadence_seconds: 3600, from: '2020-01-01' };
    expect((await director.post(`${station.path}/programmes`, programme)).expect(422).body.fields[0]).toMatchObject({ path: '/observed_property', code: 'observations.unknown_link' });
    (await stranger.post(`${station.path}/programmes`, programme)).expect(403);
    (await director.get(`${station.path}/programmes/77`)).expect(404);
    const deployment = { sensor: 77, serial: 'SN-7', from: '2020-01-01T00:00:00Z', to: '2019-01-01T00:00:00Z' };
    expect((await director.post(`${station.path}/deployments`, deployment)).expect(422).body.fields.map((fault: any) => fault.path)).toEqual(['/sensor', '/to']);
    (await director.post('/api/v1/streams/77/calibrations', { from: '2020-01-01T00:00:00Z', factor: 1.1, offset: 0 })).expect(404);
    expect((await world().anyone.get(`${station.path}/programmes`)).expect(200).body.items).toEqual([]);
  });

  it('a stream has the cadence of the day, and its sensor epochs; all goes with the station', async () => {
    const thing = `/sta/v1.1/Things(${station.id})`;
    (
      await director.post(`${thing}/Datastreams`, {
        name: '水位',
        description: '地下河水位',
        observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
        unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'http://qudt.org/vocab/unit/M' },
        Sensor: { name: '水位计', description: '', encodingType: 'application/pdf', metadata: 'https://example.org/level.pdf' },
        ObservedProperty: { name: '水位', definition: 'https://example.org/level', description: '' },
      })
    ).expect(201);
    const streams = async (): Promise<any[]> => (await world().anyone.get(`${station.path}/streams`)).expect(200).body.items;
    const [stream] = await streams();
    expect(stream).toMatchObject({ name: '水位', units: [{ symbol: 'm' }], sensor: { name: '水位计' }, openness: 'open', cadence_seconds: null });

    const certificate = await upload(director, '检定证书.pdf');
    const wish = { observed_property: stream.observed_properties[0].id, protocol: 'GB/T 51040', protocol_version: '2014', cadence_seconds: 3600, from: '2020-01-01' };
    const programme = (await director.post(`${station.path}/programmes`, wish)).expect(201);
    const one = `${station.path}/programmes/${programme.body.id}`;
    expect((await streams())[0].cadence_seconds).toBe(3600);
    expect((await director.post(`${station.path}/programmes`, { ...wish, from: '2021-01-01' })).expect(422).body.fields[0].code).toBe('observations.programmes_overlap');
    (await director.patch(one, { cadence_seconds: 60 })).expect(428);
    (await director.patch(one, { cadence_seconds: 60 }, { ifMatch: programme.etag })).expect(200);
    expect((await director.patch(one, { cadence_seconds: 70 }, { ifMatch: programme.etag })).expect(412).body.code).toBe('identity.version_conflict');
    expect((await streams())[0].cadence_seconds).toBe(60);
    expect((await world().anyone.get(one)).expect(200).body).toMatchObject({ observed_property: { name: '水位' }, protocol_file: null, to: null });

    const calibrations = `/api/v1/streams/${stream.id}/calibrations`;
    const calibration = (await director.post(calibrations, { from: '2020-01-01T00:00:00Z', factor: 1.002, offset: -0.03, document_file: certificate.id })).expect(201);
    expect((await world().anyone.get(calibrations)).expect(200).body.items).toMatchObject([{ factor: 1.002, offset: -0.03, document_file: { id: certificate.id } }]);
    (await world().anyone.get(`/api/v1/files/${certificate.id}`)).expect(200);
    expect((await director.patch(`${calibrations}/${calibration.body.id}`, { factor: 0 }, { ifMatch: calibration.etag })).expect(422).body.fields[0].path).toBe('/factor');
    (await stranger.delete(`${calibrations}/${calibration.body.id}`, { ifMatch: calibration.etag })).expect(403);

    const deployment = (await director.post(`${station.path}/deployments`, { sensor: stream.sensor.id, serial: 'SN-7', from: '2020-01-01T00:00:00Z' })).expect(201);
    expect((await director.post(`${station.path}/deployments`, { sensor: stream.sensor.id, serial: 'SN-7', from: '2021-01-01T00:00:00Z' })).expect(422).body.fields[0].code).toBe('observations.deployed_elsewhere');
    (await director.delete(`${station.path}/deployments/${deployment.body.id}`, { ifMatch: deployment.etag })).expect(204);

    (await director.delete(station.path, { ifMatch: (await director.get(station.path)).etag })).expect(204);
    for (const gone of [one, calibrations, `${station.path}/streams`]) (await director.get(gone)).expect(404);
    (await world().anyone.get(`/api/v1/files/${certificate.id}`)).expect(404);
  });
});
