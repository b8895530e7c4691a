// OGC SensorThings 1.1 (18-088) requirement by requirement: each that the landing page lists is the name of tests here. What MQTT is
// asked for stands in mqtt.test.ts.
import { beforeAll, describe, expect, it } from 'vitest';
import { person } from './support/cast.ts';
import { Client, type Answer } from './support/client.ts';
import { door, ids, root } from './support/sensorthings-door.ts';
import { observed, ofObservations, ofThings, places } from './support/sensorthings-filters.ts';
import * as model from './support/sensorthings-model.ts';
import { leadsToMany, ref, typeOf, types, type Anchors, type Type } from './support/sensorthings-model.ts';
import { scenario } from './support/suite.ts';

const namespace = 'http://www.opengis.net/spec/iot_sensing/1.1/req/';
const tested = [
  'datamodel',
  'resource-path/resource-path-to-entities',
  'request-data',
  'multi-datastream',
  'create-update-delete/create-entity',
  'create-update-delete/link-to-existing-entities',
  'create-update-delete/deep-insert',
  'create-update-delete/deep-insert-status-code',
  'create-update-delete/update-entity',
  'create-update-delete/update-entity-put',
  'create-update-delete/update-entity-jsonpatch',
  'create-update-delete/delete-entity',
  'create-update-delete/historical-location-auto-creation',
  'create-update-delete/historical-location-manual-creation',
  'batch-request/batch-request',
  'data-array/data-array',
];

const sorted = <T>(values: T[]): T[] => [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
const membersOf = (entity: object): string[] => sorted(Object.keys(entity).filter((name) => !name.includes('@iot.')));

scenario('sensorthings-conformance', (world) => {
  let steward: Client;
  let stations: number[];
  let stream: number;
  let multi: number;
  let at: Anchors;

  const { get, read, make, count, walk } = door(() => world().anyone, () => steward);
  const countsOfAll = (): Promise<number[]> => Promise.all(types.map((type) => count(type.set)));
  const anyOf = async (type: Type): Promise<number> => ids(await read(`${type.set}?$top=1`))[0]!;
  const makeA = (name: string): Promise<number> => make(typeOf(name).set, model.bodies[name]!(at));
  const gone = async (...paths: string[]): Promise<void> => {
    for (const path of paths) (await get(path)).expect(404);
  };

  beforeAll(async () => {
    steward = await person(world(), 'he.shuju', [{ role: 'data_steward', scope: { kind: 'all' } }]);
    stations = [];
    for (const [name, geometry] of Object.entries(places)) stations.push(await make('Things', model.station(name, geometry)));
    stream = ids(await read(`Things(${stations[0]})/Datastreams`))[0]!;
    multi = ids(await read(`Things(${stations[0]})/MultiDatastreams`))[0]!;
    at = { thing: stations[0]!, location: ids(await read(`Things(${stations[0]})/Locations`))[0]!, datastream: ids(await read(`Things(${stations[1]})/Datastreams`))[0]! };
    for (const [phenomenonTime, result] of observed)
      await make(`Datastreams(${stream})/Observations`, {
        phenomenonTime,
        result,
        resultTime: new Date(Date.parse(phenomenonTime) + 10_000).toISOString(),
        validTime: '2021-01-01T00:00:00Z/2023-01-01T00:00:00Z',
        resultQuality: { checked: true },
        parameters: { turn: 1 },
      });
    await make(`MultiDatastreams(${multi})/Observations`, { phenomenonTime: '2022-01-01T00:00:00Z', result: [3.5, 270] });
    await make('Observations', { phenomenonTime: '2022-01-02T00:00:00Z', result: [4, 280], MultiDatastream: ref(multi), FeatureOfInterest: model.feature() });
  });

  it('each requirement of the landing page is tested', async () => {
    const landing = await read('');
    const listed = landing.serverSettings.conformance.map((one: string) => one.slice(namespace.length));
    expect(sorted(listed.filter((one: string) => !one.includes('mqtt')))).toEqual(sorted(tested));
    expect(sorted(landing.value.map((one: any) => one.name))).toEqual(sorted(types.map((type) => type.set)));
    for (const set of landing.value) expect(set.url.endsWith(`${root}/${set.name}`)).toBe(true);
  });

  describe('datamodel', () => {
    it.each(types)('$set have their control information, members and links', async (type) => {
      for (const one of (await read(type.set)).value) {
        expect(new URL(one['@iot.selfLink']).pathname).toBe(`${root}/${type.set}(${one['@iot.id']})`);
        for (const member of type.required) expect(one, member).toHaveProperty(member);
        for (const member of membersOf(one)) expect([...type.required, ...type.optional]).toContain(member);
        const links = Object.keys(one).filter((name) => name.endsWith('@iot.navigationLink'));
        const missing = type.name === 'Observation' ? 1 : 0; // it is of a Datastream or of a MultiDatastream
        expect(links.length).toBe(Object.keys(type.links).length - missing);
        for (const link of links) await read(new URL(one[link]).pathname);
      }
    });
    it('a stream tells the extents of its observations', async () => {
      const one = await read(`Datastreams(${stream})`);
      expect(one.phenomenonTime).toBe('2021-12-31T23:59:58.5Z/2022-04-30T21:00:30Z');
      expect(one.resultTime).toBe('2022-01-01T00:00:08.5Z/2022-04-30T21:00:40Z');
      expect(one.observedArea).toEqual(places.Alpha);
      const other = await read(`MultiDatastreams(${multi})`);
      expect(other.phenomenonTime).toBe('2022-01-01T00:00:00Z/2022-01-02T00:00:00Z');
      expect(other).not.toHaveProperty('resultTime');
      expect(other.observedArea.type).toBe('Polygon');
    });
  });

  describe('resource-path/resource-path-to-entities', () => {
    it.each(types)('$set: entities, members and their values; 404 for what is not there', async (type) => {
      const one = (await read(`${type.set}?$top=1`)).value[0];
      const path = `${type.set}(${one['@iot.id']})`;
      expect(await read(path)).toMatchObject(Object.fromEntries(membersOf(one).map((member) => [member, one[member]])));
      for (const member of membersOf(one)) {
        if (one[member] === null) {
          (await get(`${path}/${member}`)).expect(204);
          continue;
        }
        expect(await read(`${path}/${member}`)).toEqual({ [member]: one[member] });
        const value = (await get(`${path}/${member}/$value`)).expect(200);
        expect(typeof one[member] === 'object' ? JSON.parse(value.text) : value.text).toEqual(typeof one[member] === 'object' ? one[member] : String(one[member]));
      }
      for (const wrong of [`${type.set}(9007199254740)`, `${path}/nothing`, `${type.set}/name`, `${path}/${type.required[0]}/$ref`])
        expect([400, 404], wrong).toContain((await get(wrong)).status);
      (await get(`${type.set}(9007199254740)`)).expect(404);
    });
    it.each(types)('every way of four steps from $set leads somewhere, and references hold nothing but links', async (type) => {
      const follow = async (path: string, kind: Type, steps: number): Promise<void> => {
        for (const [link, target] of Object.entries(kind.links)) {
          const answer = await get(`${path}/${link}`);
          if (!leadsToMany(link)) {
            if (answer.status === 404) {
              expect(['Datastream', 'MultiDatastream']).toContain(link);
              continue;
            }
            answer.expect(200);
            expect(Object.keys(await read(`${path}/${link}/$ref`))).toEqual(['@iot.selfLink']);
            if (steps > 1) await follow(`${path}/${link}`, typeOf(target), steps - 1);
            continue;
          }
          const members = answer.expect(200).body.value;
          for (const one of (await read(`${path}/${link}/$ref`)).value) expect(Object.keys(one)).toEqual(['@iot.selfLink']);
          if (members.length === 0) continue;
          const id = members[0]['@iot.id'];
          expect((await read(`${path}/${link}(${id})`))['@iot.id']).toBe(id);
          if (steps > 1) await follow(`${path}/${link}(${id})`, typeOf(target), steps - 1);
        }
      };
      const first = type.name === 'Observation' ? ids(await read(`Datastreams(${stream})/Observations?$top=1`))[0]! : await anyOf(type);
      await follow(`${type.set}(${first})`, type, 3);
      (await get(`${type.set}/$ref`)).expect(200);
    });
    it('an entity that is elsewhere is not found below another', async () => {
      await gone(`Things(${stations[1]})/Datastreams(${stream})`, `Datastreams(${stream})/Observations(${ids(await read(`MultiDatastreams(${multi})/Observations`))[0]})`);
      (await get('Nothings')).expect(404);
      (await get('Things(x)')).expect(400, 404);
    });
  });

  describe('request-data', () => {
    it.each(ofThings)('Things: %s', async (filter, names) => {
      const found = (await read(`Things?$filter=${encodeURIComponent(filter)}`)).value.map((one: any) => one.name);
      expect(sorted(found)).toEqual(names);
    });
    it.each(ofObservations)('Observations: %s', async (filter, results) => {
      const found = await read(`Datastreams(${stream})/Observations?$count=true&$filter=${encodeURIComponent(filter)}`);
      expect(found.value.map((one: any) => one.result)).toEqual(results);
      expect(found['@iot.count']).toBe(results.length);
    });
    it.each(types)('$set: $select answers what is selected alone', async (type) => {
      for (const member of [...type.required, ...type.optional])
        for (const one of (await read(`${type.set}?$select=${member}`)).value) expect(membersOf(one).filter((name) => name !== member)).toEqual([]);
      const both = (await read(`${type.set}?$select=id,${type.required[0]}&$top=1`)).value[0];
      expect([membersOf(both), Number.isInteger(both['@iot.id'])]).toEqual([[type.required[0]], true]);
      (await get(`${type.set}?$select=nothing`)).expect(400);
    });
    it.each(types)('$set: $expand answers what the links lead to, two steps far', async (type) => {
      for (const [link, target] of Object.entries(type.links)) {
        for (const one of (await read(`${type.set}?$expand=${link}`)).value) {
          const linked = await get(`${type.set}(${one['@iot.id']})/${link}`);
          if (linked.status === 404) expect(one).not.toHaveProperty(link);
          else expect(one[link]).toEqual(leadsToMany(link) ? linked.body.value : linked.body);
        }
        for (const further of Object.keys(typeOf(target).links)) {
          const options = leadsToMany(link) ? `$top=1;$select=id;$orderby=id desc;$expand=${further}` : `$select=id;$expand=${further}`;
          const nested = (await read(`${type.set}?$top=1&$expand=${link}(${options})`)).value[0];
          const first = leadsToMany(link) ? nested[link]?.[0] : nested[link];
          if (first === undefined) continue;
          expect(membersOf(first).filter((name) => name !== further)).toEqual([]);
          const plain = (await read(`${type.set}(${nested['@iot.id']})?$expand=${link}/${further}`))[link];
          const same = leadsToMany(link) ? plain.find((one: any) => one['@iot.id'] === first['@iot.id']) : plain;
          expect(first[further]).toEqual(same?.[further]);
        }
      }
      (await get(`${type.set}?$expand=Nothings`)).expect(400);
    });
    it.each(types)('$set: the pages of every order together are the whole, and $count says how many', async (type) => {
      const whole = ids(await read(`${type.set}?$top=1000`));
      expect(whole.length).toBeGreaterThan(1);
      expect(await count(type.set)).toBe(whole.length);
      const keys = [type.required[0]!, ...(type.name === 'Observation' ? ['phenomenonTime', 'resultTime'] : [])];
      for (const key of ['id', ...keys.filter((one) => !['unitOfMeasurements'].includes(one))])
        for (const order of [key, `${key} desc`]) {
          const once = ids(await read(`${type.set}?$top=1000&$orderby=${order}`));
          expect(sorted(once), order).toEqual(sorted(whole));
          expect((await walk(`${type.set}?$top=2&$orderby=${order}`)).map((one) => one['@iot.id']), order).toEqual(once);
          if (key === 'id') expect(once).toEqual(order === 'id' ? sorted(whole) : sorted(whole).reverse());
        }
      expect((await walk(`${type.set}?$top=1`)).map((one) => one['@iot.id'])).toEqual(whole);
      expect(ids(await read(`${type.set}?$skip=1&$top=2`))).toEqual(whole.slice(1, 3));
      const page = await read(`${type.set}?$skip=${whole.length - 1}&$count=true`);
      expect([ids(page), page['@iot.count'], page['@iot.nextLink']]).toEqual([whole.slice(-1), whole.length, undefined]);
      expect(await count(`${type.set}?$filter=id ne ${whole[0]}`)).toBe(whole.length - 1);
    });
    it('options are evaluated in the order of the standard: filter, count, order, skip, top', async () => {
      const page = await read(`Datastreams(${stream})/Observations?$top=1&$skip=1&$count=true&$orderby=result desc&$filter=result gt 2`);
      expect([page['@iot.count'], page.value.map((one: any) => one.result)]).toEqual([4, [4.4]]);
      expect(page).toHaveProperty(['@iot.nextLink']);
      const nested = await read(`Things(${stations[0]})?$expand=Datastreams($expand=Observations($count=true;$top=2;$filter=result gt 2;$orderby=result))`);
      expect(nested.Datastreams[0]['Observations@iot.count']).toBe(4);
      expect(nested.Datastreams[0].Observations.map((one: any) => one.result)).toEqual([2.5, 3.7]);
      const next = new URL(nested.Datastreams[0]['Observations@iot.nextLink']);
      expect((await read(next.pathname + next.search)).value.map((one: any) => one.result)).toEqual([4.4, 5.9]);
    });
    it.each([
      ['$apply=x', 501],
      ['$filter=name gt', 400],
      ['$filter=nofunction(name)', 400],
      ['$top=-1', 400],
      ['$skip=x', 400],
      ['$count=maybe', 400],
      ['$orderby=nothing', 400],
      ['top=1', 400],
    ])('%s answers %i', async (query, status) => {
      (await get(`Things?${query}`)).expect(status);
    });
  });

  describe('create-update-delete/create-entity', () => {
    it.each(types)('$name: 201 with its address; 400 without a member it must have', async (type) => {
      const body = model.bodies[type.name]!(at);
      const made = (await steward.post(`${root}/${type.set}`, body)).expect(201);
      const path = new URL(made.headers.get('location')!).pathname;
      expect(path).toMatch(new RegExp(`^${root}/${type.set}\\(\\d+\\)$`));
      const found = await read(path);
      for (const member of type.required) expect(found[member], member).toEqual(body[member]);
      const before = await countsOfAll();
      for (const member of [...type.required, ...Object.keys(body).filter((name) => name in type.links)])
        (await steward.post(`${root}/${type.set}`, { ...body, [member]: undefined })).expect(400);
      for (const wrong of ['[]', '{', '"x"', '{"nothing": 1}']) (await steward.send('POST', `${root}/${type.set}`, { raw: wrong, type: 'application/json' })).expect(400);
      expect(await countsOfAll()).toEqual(before);
      (await world().anyone.post(`${root}/${type.set}`, body)).expect(401);
    });
    it('an observation names no feature: the one of the place is made, once', async () => {
      const features = await Promise.all((await read(`Datastreams(${stream})/Observations`)).value.map((one: any) => read(`Observations(${one['@iot.id']})/FeatureOfInterest`)));
      expect(new Set(features.map((one) => one['@iot.id'])).size).toBe(1);
      expect(features[0].feature).toEqual(places.Alpha);
      expect(await count(`FeaturesOfInterest(${features[0]['@iot.id']})/Observations`)).toBe(observed.length + 1);
    });
    it('an observation that names a feature is found at it', async () => {
      const named = await makeA('FeatureOfInterest');
      const one = await make('Observations', { ...model.bodies.Observation!(at), FeatureOfInterest: ref(named) });
      expect(ids(await read(`FeaturesOfInterest(${named})/Observations`))).toEqual([one]);
      const rows = [['2021-06-02T00:00:00Z', 1, named]];
      await steward.post(`${root}/CreateObservations`, [{ Datastream: ref(stream), components: ['phenomenonTime', 'result', 'FeatureOfInterest/id'], dataArray: rows }]);
      expect(await count(`FeaturesOfInterest(${named})/Observations`)).toBe(2);
      const other = await makeA('FeatureOfInterest');
      (await steward.patch(`${root}/Observations(${one})`, { FeatureOfInterest: ref(other) })).expect(200);
      expect([await count(`FeaturesOfInterest(${named})/Observations`), ids(await read(`FeaturesOfInterest(${other})/Observations`))]).toEqual([1, [one]]);
      for (const feature of [named, other]) (await steward.delete(`${root}/FeaturesOfInterest(${feature})`)).expect(200);
    });
  });

  it('create-update-delete/link-to-existing-entities', async () => {
    const linked = { Sensor: await makeA('Sensor'), ObservedProperty: await makeA('ObservedProperty'), Thing: await makeA('Thing') };
    const body = { ...model.datastream(), ...Object.fromEntries(Object.entries(linked).map(([link, id]) => [link, ref(id)])) };
    const made = await make('Datastreams', body);
    for (const [link, id] of Object.entries(linked)) expect((await read(`Datastreams(${made})/${link}`))['@iot.id']).toBe(id);
    for (const link of Object.keys(linked)) (await steward.post(`${root}/Datastreams`, { ...body, [link]: ref(9_007_199_254) })).expect(400);
    (await steward.patch(`${root}/Things(${linked.Thing})`, { Locations: [ref(at.location)] })).expect(200);
    expect(ids(await read(`Locations(${at.location})/Things`))).toContain(linked.Thing);
    expect(ids(await read(`Sensors(${linked.Sensor})/Datastreams`))).toEqual([made]);
  });

  it('create-update-delete/deep-insert', async () => {
    const before = await countsOfAll();
    const whole = (inner: object): object =>
      model.thing('Deep', {
        Locations: [model.location()],
        Datastreams: [model.datastream('a', { Observations: [{ result: 1, phenomenonTime: '2021-01-01T00:00:00Z' }, { result: 2, phenomenonTime: '2021-01-01T00:01:00Z', FeatureOfInterest: model.feature() }] }), model.datastream('b', inner)],
        MultiDatastreams: [model.multiDatastream()],
      });
    for (const wrong of [{ ObservedProperty: { name: 'x' } }, { Sensor: ref(9_007_199_254) }, { observationType: 5 }, { Observations: [{ phenomenonTime: 'yesterday', result: 1 }] }])
      (await steward.post(`${root}/Things`, whole(wrong))).expect(400);
    expect(await countsOfAll(), 'nothing of it stays').toEqual(before);
    const made = await make('Things', whole({}));
    const found = await read(`Things(${made})?$expand=Locations,Datastreams($orderby=name;$expand=Sensor,ObservedProperty,Observations($expand=FeatureOfInterest)),MultiDatastreams($expand=ObservedProperties)`);
    expect(found.Datastreams.map((one: any) => [one.name, one.Sensor.name, one.ObservedProperty.name, one.Observations.length])).toEqual([
      ['a', 'gauge', 'level', 2],
      ['b', 'gauge', 'level', 0],
    ]);
    expect(found.Datastreams[0].Observations[1].FeatureOfInterest.name).toBe('water');
    expect(found.MultiDatastreams[0].ObservedProperties.map((one: any) => one.name)).toEqual(['speed', 'direction']);
  });

  it('create-update-delete/deep-insert-status-code', async () => {
    const made = (await steward.post(`${root}/Things`, model.station('Status'))).expect(201);
    expect(new URL(made.headers.get('location')!).pathname).toMatch(/\/Things\(\d+\)$/);
  });

  it('an observation of a station that is nowhere is a conflict, and in a dataArray no more than its row', async () => {
    const nowhere = await make('Things', model.thing('Nowhere', { Datastreams: [model.datastream()] }));
    const lost = ids(await read(`Things(${nowhere})/Datastreams`))[0]!;
    const observation = { phenomenonTime: '2021-05-01T00:00:00Z', result: 1 };
    (await steward.post(`${root}/Datastreams(${lost})/Observations`, observation)).expect(409);
    (await steward.post(`${root}/Observations`, { ...observation, Datastream: ref(lost) })).expect(409);
    await make(`Datastreams(${lost})/Observations`, { ...observation, FeatureOfInterest: model.feature() });
    const found = await make('Things', model.station('Somewhere'));
    const kept = ids(await read(`Things(${found})/Datastreams`))[0]!;
    const rows = (id: number) => ({ Datastream: ref(id), components: ['phenomenonTime', 'result'], dataArray: [['2021-05-02T00:00:00Z', 1], ['2021-05-03T00:00:00Z', 2]] });
    const answered = (await steward.post(`${root}/CreateObservations`, [rows(lost), rows(kept)])).expect(201).body;
    expect(answered.map((one: string) => /^error/.test(one))).toEqual([true, true, false, false]);
    expect(await count(`Datastreams(${kept})/Observations`)).toBe(2);
    expect(await count(`Datastreams(${lost})/Observations`)).toBe(1);
    const { key } = (await steward.post(`/api/v1/stations/${nowhere}/devices`, { name: 'logger' })).expect(201).body;
    const hand = () => Client.withToken(world().url, key).post(`${root}/CreateObservations`, [rows(lost)]);
    expect((await hand()).expect(409).code).toBe('observations.no_location');
    await make(`Things(${nowhere})/Locations`, model.location());
    expect((await hand()).expect(201).body.some((one: string) => /^error/.test(one))).toBe(false);
    for (const id of [nowhere, found]) (await steward.delete(`${root}/Things(${id})`)).expect(200);
  });

  describe('create-update-delete/update-entity', () => {
    it.each(types)('$name: PATCH changes what it names', async (type) => {
      const id = await makeA(type.name);
      const path = `${root}/${type.set}(${id})`;
      const before = await read(path);
      const { member, value } = model.changes[type.name]!;
      (await steward.patch(path, { [member]: value })).expect(200, 204);
      expect(await read(path)).toEqual({ ...before, [member]: value });
      for (const wrong of [{ [type.required[0]!]: null }, { nothing: 1 }]) if (type.name !== 'Observation') (await steward.patch(path, wrong)).expect(400);
      for (const link of Object.keys(type.links)) (await steward.patch(path, { [link]: leadsToMany(link) ? [{ name: 'x' }] : { name: 'x' } })).expect(400);
      (await steward.patch(`${root}/${type.set}(9007199254740)`, { [member]: value })).expect(404);
      (await steward.patch(`${root}/${type.set}`, { [member]: value })).expect(400, 404, 405);
      (await world().anyone.patch(path, { [member]: value })).expect(401);
    });
  });

  describe('create-update-delete/update-entity-put', () => {
    it.each(types)('$name: PUT leaves nothing of what it does not name', async (type) => {
      const id = await makeA(type.name);
      const path = `${root}/${type.set}(${id})`;
      const before = await read(path);
      const { member, value } = model.changes[type.name]!;
      const body = Object.fromEntries(type.required.map((name) => [name, before[name]]));
      if (type.name === 'MultiDatastream') body.observationType = before.observationType;
      (await steward.put(path, { ...body, [member]: value })).expect(200, 204);
      const after = await read(path);
      expect([after[member], after['@iot.id']]).toEqual([value, id]);
      expect(after.properties ?? {}).toEqual({});
      if (type.required.length > 1) (await steward.put(path, { [member]: value })).expect(400);
      (await steward.put(`${root}/${type.set}(9007199254740)`, body)).expect(404);
    });
  });

  describe('create-update-delete/update-entity-jsonpatch', () => {
    const type = 'application/json-patch+json';
    it.each(types)('$name', async (kind) => {
      const path = `${root}/${kind.set}(${await makeA(kind.name)})`;
      const before = await read(path);
      const { member, value } = model.changes[kind.name]!;
      (await steward.patch(path, [{ op: 'test', path: `/${member}`, value: before[member] }, { op: 'replace', path: `/${member}`, value }], { type })).expect(200, 204);
      expect(await read(path)).toEqual({ ...before, [member]: value });
      (await steward.patch(path, [{ op: 'test', path: `/${member}`, value: before[member] }], { type })).expect(409);
      (await steward.patch(path, [{ op: 'remove', path: '/nothing' }], { type })).expect(400);
      (await steward.patch(path, { op: 'remove' }, { type })).expect(400);
    });
  });

  describe('create-update-delete/delete-entity', () => {
    it.each(types)('$name: gone, and gone only once', async (type) => {
      const path = `${root}/${type.set}(${await makeA(type.name)})`;
      (await world().anyone.delete(path)).expect(401);
      (await steward.delete(path)).expect(200, 204);
      await gone(path);
      (await steward.delete(path)).expect(404);
      (await steward.delete(`${root}/${type.set}`)).expect(400, 404, 405);
    });
    // Table 25: what goes with an entity of the type, and what stays.
    it.each([
      ['Thing', ['Datastream', 'MultiDatastream', 'HistoricalLocation', 'Observation'], ['Location', 'Sensor', 'ObservedProperty', 'FeatureOfInterest']],
      ['Location', ['HistoricalLocation'], ['Thing', 'Datastream', 'MultiDatastream', 'Sensor', 'ObservedProperty', 'Observation', 'FeatureOfInterest']],
      ['HistoricalLocation', [], ['Thing', 'Location', 'Datastream', 'Observation']],
      ['Datastream', ['Observation'], ['Thing', 'Location', 'HistoricalLocation', 'MultiDatastream', 'Sensor', 'ObservedProperty', 'FeatureOfInterest']],
      ['Sensor', ['Datastream', 'Observation'], ['Thing', 'Location', 'HistoricalLocation', 'ObservedProperty', 'MultiDatastream', 'FeatureOfInterest']],
      ['ObservedProperty', ['Datastream', 'Observation'], ['Thing', 'Location', 'HistoricalLocation', 'Sensor', 'MultiDatastream', 'FeatureOfInterest']],
      ['Observation', [], ['Thing', 'Location', 'HistoricalLocation', 'Datastream', 'MultiDatastream', 'Sensor', 'ObservedProperty', 'FeatureOfInterest']],
      ['FeatureOfInterest', ['Observation'], ['Thing', 'Location', 'HistoricalLocation', 'Datastream', 'MultiDatastream', 'Sensor', 'ObservedProperty']],
    ])('%s takes %j along and leaves %j', async (name, goes, stays) => {
      const made = await make('Things', model.station('Cascade'));
      const datastream = ids(await read(`Things(${made})/Datastreams`))[0]!;
      const observation = await make(`Datastreams(${datastream})/Observations`, { result: 1, phenomenonTime: '2021-01-01T00:00:00Z' });
      const paths: Record<string, string> = { Thing: `Things(${made})`, Observation: `Observations(${observation})`, Datastream: `Datastreams(${datastream})` };
      const note = async (type: string, from: string): Promise<void> => {
        const answer = await read(from);
        paths[type] = `${typeOf(type).set}(${answer['@iot.id'] ?? ids(answer)[0]})`;
      };
      for (const link of ['Locations', 'HistoricalLocations', 'MultiDatastreams']) await note(typeOf('Thing').links[link]!, `${paths.Thing}/${link}`);
      await note('Sensor', `${paths.Datastream}/Sensor`);
      await note('ObservedProperty', `${paths.Datastream}/ObservedProperty`);
      await note('FeatureOfInterest', `${paths.Observation}/FeatureOfInterest`);
      (await steward.delete(`${root}/${paths[name]}`)).expect(200, 204);
      await gone(paths[name]!, ...goes.map((type) => paths[type]!));
      for (const type of stays) await read(paths[type]!);
    });
    it('with a feature its observations go by a later version, and the next one gets a feature anew', async () => {
      const made = await make('Things', model.station('Features'));
      const datastream = ids(await read(`Things(${made})/Datastreams`))[0]!;
      const rows = Array.from({ length: 40 }, (_, i) => [new Date(Date.UTC(2021, 0, 1, 0, i)).toISOString(), i]);
      await steward.post(`${root}/CreateObservations`, [{ Datastream: ref(datastream), components: ['phenomenonTime', 'result'], dataArray: rows }]);
      const own = await make(`Datastreams(${datastream})/Observations`, { result: 99, phenomenonTime: '2021-01-02T00:00:00Z', FeatureOfInterest: model.feature() });
      const observations = `Datastreams(${datastream})/Observations`;
      const feature = (await read(`${observations}?$top=1&$expand=FeatureOfInterest`)).value[0].FeatureOfInterest['@iot.id'];
      expect(await count(`FeaturesOfInterest(${feature})/Observations`)).toBe(40);
      (await steward.delete(`${root}/FeaturesOfInterest(${feature})`, { headers: { 'x-reason': 'wrong place' } })).expect(200);
      expect(ids(await read(observations))).toEqual([own]);
      const versions = (await world().admin.get(`/api/v1/streams/${datastream}/revisions`)).expect(200).body.items;
      expect(versions[0]).toMatchObject({ reason: 'wrong place', deleted: 40 });
      const next = await make(observations, { result: 1, phenomenonTime: '2021-01-03T00:00:00Z' });
      expect((await read(`Observations(${next})/FeatureOfInterest`))['@iot.id']).not.toBe(feature);
      const batch = { requests: [{ id: '1', atomicityGroup: 'g', method: 'delete', url: `FeaturesOfInterest(${(await read(`Observations(${next})/FeatureOfInterest`))['@iot.id']})` }] };
      expect((await steward.post(`${root}/$batch`, batch)).expect(200).body.responses[0].status).toBe(200);
      expect(ids(await read(observations))).toEqual([own]);
      const last = await make(observations, { result: 2, phenomenonTime: '2021-01-04T00:00:00Z' });
      (await steward.delete(`${root}/Observations(${last})/FeatureOfInterest`)).expect(200);
      expect(ids(await read(observations))).toEqual([own]);
    });
  });

  it('create-update-delete/historical-location-auto-creation', async () => {
    const made = await make('Things', model.thing('Moving', { Locations: [model.location()] }));
    const history = async (): Promise<any[]> => (await read(`Things(${made})/HistoricalLocations?$expand=Locations&$orderby=time`)).value;
    expect(await history()).toHaveLength(1);
    const second = await make('Locations', model.location(model.point(111, 26)));
    (await steward.patch(`${root}/Things(${made})`, { Locations: [ref(second)] })).expect(200);
    const moves = await history();
    expect(moves).toHaveLength(2);
    expect(moves[1].Locations.map((one: any) => one['@iot.id'])).toEqual([second]);
    expect(ids(await read(`Things(${made})/Locations`))).toEqual([second]);
    await make(`Things(${made})/Locations`, model.location(model.point(112, 27)));
    expect(await history()).toHaveLength(3);
  });

  it('create-update-delete/historical-location-manual-creation', async () => {
    const made = await make('Things', model.thing('Moved', { Locations: [model.location()] }));
    const now = ids(await read(`Things(${made})/Locations`));
    const past = await make('HistoricalLocations', { time: '2001-01-01T00:00:00Z', Thing: ref(made), Locations: [ref(at.location)] });
    expect(ids(await read(`Things(${made})/HistoricalLocations`))).toContain(past);
    expect(ids(await read(`Things(${made})/Locations`)), 'what was does not change what is').toEqual(now);
  });

  describe('multi-datastream', () => {
    it('has one unit, type and observed property for each value', async () => {
      const whole = model.multiDatastream({ Thing: ref(at.thing) });
      for (const wrong of [
        { unitOfMeasurements: whole.unitOfMeasurements.slice(1) },
        { multiObservationDataTypes: whole.multiObservationDataTypes.slice(1) },
        { ObservedProperties: whole.ObservedProperties.slice(1) },
        { ObservedProperties: undefined },
        { Sensor: undefined },
        { Thing: undefined },
      ])
        (await steward.post(`${root}/MultiDatastreams`, { ...whole, ...wrong })).expect(400);
      const made = await make('MultiDatastreams', whole);
      expect((await read(`MultiDatastreams(${made})`)).observationType).toBe('http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_ComplexObservation');
      for (const result of [[1], [1, 2, 3], 1, 'x']) (await steward.post(`${root}/MultiDatastreams(${made})/Observations`, { result })).expect(400);
      const one = await make(`MultiDatastreams(${made})/Observations`, { result: [1, null], phenomenonTime: '2022-01-01T00:00:00Z' });
      expect((await read(`Observations(${one})`)).result).toEqual([1, null]);
      await gone(`Observations(${one})/Datastream`);
      const property = ids(await read(`MultiDatastreams(${made})/ObservedProperties`))[1]!;
      (await steward.delete(`${root}/ObservedProperties(${property})`)).expect(200);
      await gone(`MultiDatastreams(${made})`, `Observations(${one})`);
    });
    it('may observe one property twice, and its pages end', async () => {
      const [a, b] = [await makeA('ObservedProperty'), await makeA('ObservedProperty')];
      const twice = model.multiDatastream({ Thing: ref(at.thing) });
      const made = await make('MultiDatastreams', {
        ...twice,
        multiObservationDataTypes: Array(4).fill(twice.multiObservationDataTypes[0]),
        unitOfMeasurements: Array(4).fill(twice.unitOfMeasurements[0]),
        ObservedProperties: [ref(b), ref(a), ref(b), ref(b)],
      });
      const properties = `MultiDatastreams(${made})/ObservedProperties`;
      for (const top of [1, 2, 3]) {
        expect((await walk(`${properties}?$top=${top}`)).map((one) => one['@iot.id'])).toEqual([b, a, b, b]);
        expect((await walk(`${properties}?$top=${top}&$orderby=id`)).map((one) => one['@iot.id'])).toEqual([a, b, b, b]);
      }
      expect(await count(properties)).toBe(4);
      expect(ids(await read(`ObservedProperties(${b})/MultiDatastreams`))).toEqual([made]);
      (await get(`${properties}?$skiptoken=${b}.x`)).expect(400);
    });
  });

  describe('batch-request/batch-request', () => {
    const line = (...lines: string[]): string => lines.join('\r\n');
    const part = (boundary: string, request: string, headers: string[] = []): string => line(`--${boundary}`, 'Content-Type: application/http', ...headers, '', request, '');
    const posted = (url: string, body: object): string => line(`POST ${url} HTTP/1.1`, 'Content-Type: application/json', '', JSON.stringify(body));
    it('multipart: each part is answered in order, a change set as a whole, with references', async () => {
      const set = (second: object): string =>
        line('--b', 'Content-Type: multipart/mixed; boundary=c', '', part('c', posted('Things', model.thing('Set')), ['Content-ID: 1']) + part('c', posted('$1/Datastreams', second), ['Content-ID: 2']) + '--c--', '');
      const send = (body: string): Promise<Answer> => steward.send('POST', `${root}/$batch`, { raw: body, type: 'multipart/mixed; boundary=b' });
      const all = (await send(part('b', 'GET Things?$top=1 HTTP/1.1\r\n') + set(model.datastream('in a set')) + part('b', 'GET Things(9007199254740) HTTP/1.1\r\n') + '--b--\r\n')).expect(200);
      expect(all.headers.get('content-type')).toContain('multipart/mixed');
      expect([...all.text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((one) => Number(one[1]))).toEqual([200, 201, 201, 404]);
      expect(await count("Datastreams?$filter=name eq 'in a set' and Thing/name eq 'Set'")).toBe(1);
      const before = await countsOfAll();
      expect((await send(set({ name: 'half' }) + '--b--\r\n')).expect(200).text).toContain('HTTP/1.1 400');
      expect(await countsOfAll(), 'nothing of a set that failed').toEqual(before);
    });
    it('JSON: as the same in JSON', async () => {
      const requests = [
        { id: '0', method: 'get', url: 'Things?$top=1' },
        { id: '1', atomicityGroup: 'g', method: 'post', url: 'Things', body: model.thing('Group') },
        { id: '2', atomicityGroup: 'g', method: 'patch', url: '$1', body: { description: 'changed' } },
        { id: '3', method: 'delete', url: 'Things(9007199254740)' },
      ];
      const answered = (await steward.post(`${root}/$batch`, { requests })).expect(200).body.responses;
      expect(answered.map((one: any) => [one.id, one.status])).toEqual([['0', 200], ['1', 201], ['2', 200], ['3', 404]]);
      expect((await read("Things?$filter=name eq 'Group'")).value[0].description).toBe('changed');
      (await steward.post(`${root}/$batch`, { requests: 3 })).expect(400);
    });
    it('compares less for a guest than for one who has logged in, and answers in part where it can', async () => {
      const made = await make('Things', model.station('Compared'));
      const datastream = ids(await read(`Things(${made})/Datastreams`))[0]!;
      const rows = Array.from({ length: 3000 }, (_, i) => [new Date(Date.UTC(2021, 0, 1, 0, i)).toISOString(), i]);
      await steward.post(`${root}/CreateObservations`, [{ Datastream: ref(datastream), components: ['phenomenonTime', 'result'], dataArray: rows }]);
      const rare = encodeURIComponent(`false${' or result eq 1.5'.repeat(800)} or result ge 2998`);
      const ask = async (who: Client, more = '') =>
        (await who.post(`${root}/$batch`, { requests: [{ id: '1', method: 'get', url: `Datastreams(${datastream})/Observations?$filter=${rare}${more}` }] })).expect(200).body.responses[0];
      const ordered = '&$orderby=result%20mod%207';
      expect(await ask(world().anyone, ordered)).toMatchObject({ status: 400, body: { code: 'sensorthings.too_much_effort' } });
      expect((await ask(steward, ordered)).body.value.map((one: any) => one.result)).toEqual([2998, 2999]);
      expect((await ask(world().anyone)).body).toMatchObject({ value: [], '@iot.nextLink': expect.stringContaining('$skiptoken') });
      (await steward.delete(`${root}/Things(${made})`)).expect(200);
    });
    it('reads for some seconds at the most, and says what it has not done', async () => {
      // Little to read and much to compare, a thousand times.
      let within = `false${' or d14/id eq 0'.repeat(900)}`;
      for (let level = 13; level >= 0; level -= 1) within = `d${level}/Thing/Datastreams/any(d${level + 1}: ${within})`;
      const url = `Things?$filter=${encodeURIComponent(`Datastreams/any(d0: ${within})`)}`;
      const requests = Array.from({ length: 1000 }, (_, id) => ({ id: String(id), method: 'get', url }));
      const answered = (await world().anyone.post(`${root}/$batch`, { requests })).expect(200).body.responses;
      expect(answered[0]).toMatchObject({ status: 400, body: { code: 'sensorthings.too_much_effort' } });
      expect(answered.at(-1)).toMatchObject({ status: 503, body: { code: 'sensorthings.batch_reads_too_long' } });
    }, 120_000);
  });

  describe('data-array/data-array', () => {
    it('reads observations by columns, page by page', async () => {
      const array = await read(`Datastreams(${stream})/Observations?$resultFormat=dataArray&$filter=result gt 1&$orderby=phenomenonTime&$top=3&$count=true`);
      const [group] = array.value;
      expect(group.components).toEqual(expect.arrayContaining(['id', 'phenomenonTime', 'resultTime', 'result']));
      const column = group.components.indexOf('result');
      expect(group.dataArray).toHaveLength(3);
      expect(group['Datastream@iot.navigationLink']).toContain(`Datastreams(${stream})`);
      const next = new URL(array['@iot.nextLink']);
      const rest = await read(next.pathname + next.search);
      expect(rest.value[0].dataArray.length).toBe(array['@iot.count'] - 3);
      expect(typeof group.dataArray[0][column]).toBe('number');
      (await get('Observations?$resultFormat=other')).expect(501);
    });
    it('creates: each row is answered in order, good ones stay', async () => {
      const into = [await makeA('Datastream'), await makeA('Datastream')] as const;
      const components = ['phenomenonTime', 'result'];
      const row = (minute: number, result: unknown): unknown[] => [new Date(Date.UTC(2022, 5, 1, 0, minute)).toISOString(), result];
      const rows = (
        await steward.post(`${root}/CreateObservations`, [
          { Datastream: ref(into[0]), components, 'dataArray@iot.count': 3, dataArray: [row(0, 1), ['never', 2], row(1, 3)] },
          { Datastream: ref(9_007_199), components, dataArray: [row(0, 1), row(1, 2)] },
          { Datastream: ref(into[1]), components, dataArray: [row(0, 4), [row(1, 5)[0]], row(2, 6)] },
        ])
      ).expect(201).body as string[];
      expect(rows.map((one) => one.startsWith('error'))).toEqual([false, true, false, true, true, false, true, false]);
      const results: number[] = [];
      for (const one of rows.filter((text) => !text.startsWith('error'))) results.push((await read(new URL(one).pathname)).result);
      expect(results).toEqual([1, 3, 4, 6]);
      expect([await count(`Datastreams(${into[0]})/Observations`), await count(`Datastreams(${into[1]})/Observations`)]).toEqual([2, 2]);
      for (const wrong of [{}, [{ components: 3 }], [{ Datastream: ref(into[0]), components: ['phenomenonTime'], dataArray: [] }]])
        (await steward.post(`${root}/CreateObservations`, wrong)).expect(400);
    });
  });
});
