// What a guest sees of observations withheld for a time: nothing of them, nor of the places that only they name.
import { beforeAll, expect, it } from 'vitest';
import { person } from './support/cast.ts';
import type { Client } from './support/client.ts';
import { door, ids, root } from './support/sensorthings-door.ts';
import { bodies, ref, station, type Anchors } from './support/sensorthings-model.ts';
import { scenario } from './support/suite.ts';

scenario('sensorthings-embargo', (world) => {
  let steward: Client;
  let at: Anchors;
  const { get, read, make, count, walk } = door(() => world().anyone, () => steward);
  /** A stream that shows what it holds after ten days. */
  const withheld = async (): Promise<number> => {
    const made = await make('Datastreams', bodies.Datastream!(at));
    (await steward.patch(`${root}/Datastreams(${made})`, { openness: 'embargo', embargoDays: 10 })).expect(200);
    return made;
  };
  const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

  beforeAll(async () => {
    steward = await person(world(), 'he.shuju', [{ role: 'data_steward', scope: { kind: 'all' } }]);
    const thing = await make('Things', station('站', { type: 'Point', coordinates: [100, 30] }));
    at = { thing, location: ids(await read(`Things(${thing})/Locations`))[0]!, datastream: ids(await read(`Things(${thing})/Datastreams`))[0]! };
  });

  it('$count under an embargo is what is listed, spans across its edge too', async () => {
    const made = await withheld();
    const moments = Array.from({ length: 30 }, (_, i) => [daysAgo(10.01 + i / 1000), i]);
    const spans = [20, 15, 10.5].map((begun) => [`${daysAgo(begun)}/${daysAgo(5)}`, begun]);
    const ended = [[`${daysAgo(30)}/${daysAgo(29)}`, 1]];
    await steward.post(`${root}/CreateObservations`, [
      { Datastream: ref(made), components: ['phenomenonTime', 'result'], dataArray: [...spans, ...moments, ...ended, [daysAgo(1), 1]] },
    ]);
    expect(await count(`Datastreams(${made})/Observations`)).toBe(31);
    expect(await walk(`Datastreams(${made})/Observations?$top=7`)).toHaveLength(31);
    expect(await walk(`Datastreams(${made})/Observations?$top=7&$orderby=id desc`)).toHaveLength(31);
    expect((await read(`Datastreams(${made})`)).phenomenonTime.endsWith(`${new Date(Date.parse(moments[0]![0] as string)).toISOString().replace(/0*Z$/, 'Z')}`)).toBe(true);
    const own = (await steward.get(`${root}/Datastreams(${made})/Observations?$count=true&$top=0`)).expect(200).body;
    expect(own['@iot.count']).toBe(35);
  });

  it('a feature that observations name is shown once one of them is open', async () => {
    const made = await withheld();
    const feature = (name: string, coordinates: number[]): object => ({ name, description: '', encodingType: 'application/geo+json', feature: { type: 'Point', coordinates } });
    const [kept, open] = [await make('FeaturesOfInterest', feature('封存点', [99.5, 31.5])), await make('FeaturesOfInterest', feature('公开点', [98.5, 30.5]))];
    const post = async (of: number, days: number): Promise<void> => {
      (await steward.post(`${root}/Datastreams(${made})/Observations`, { phenomenonTime: daysAgo(days), result: 1, FeatureOfInterest: ref(of) })).expect(201);
    };
    const area = async (who: Client): Promise<string> => JSON.stringify((await who.get(`${root}/Datastreams(${made})`)).expect(200).body.observedArea ?? null);
    await post(open, 20);
    await post(open, 1);
    await post(kept, 1);
    (await get(`FeaturesOfInterest(${open})`)).expect(200);
    (await get(`FeaturesOfInterest(${kept})`)).expect(404);
    expect(ids(await read(`FeaturesOfInterest?$filter=name eq '封存点'`))).toEqual([]);
    expect(await area(world().anyone)).not.toContain('99.5');
    (await steward.get(`${root}/FeaturesOfInterest(${kept})`)).expect(200);
    expect(await area(steward)).toContain('99.5');
    // What comes later and is older opens it.
    await post(kept, 15);
    (await get(`FeaturesOfInterest(${kept})`)).expect(200);
    expect((await read(`Datastreams(${made})/Observations?$expand=FeatureOfInterest&$orderby=phenomenonTime`)).value.map((one: any) => one.FeatureOfInterest.name)).toEqual(['公开点', '封存点']);
    expect(await area(world().anyone)).toContain('99.5');
  });
});
