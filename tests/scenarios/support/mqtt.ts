// Stations, streams and their results for tests of what goes through a broker.
import type { Client } from './client.ts';
import type { World } from './server.ts';

export const root = '/sta/v1.1';

export const stream = (name: string, more: object = {}) => ({
  name,
  description: '',
  observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
  unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'ucum:m' },
  Sensor: { name: '计', description: '', encodingType: 'application/pdf', metadata: 'x' },
  ObservedProperty: { name: '水位', definition: 'x', description: '' },
  ...more,
});

export const place = { name: '点', description: '', encodingType: 'application/geo+json', location: { type: 'Point', coordinates: [110, 25] } };

export const idOf = (location: string | null): number => Number(/\((\d+)\)$/.exec(location!)![1]);

/** A station of one stream with a logger. */
export async function station(world: World, perMinute = 600): Promise<{ stream: number; device: { id: number; key: string } }> {
  const admin = world.admin.at(world.url);
  const made = await admin.post(`${root}/Things`, { name: '毛村站', description: '岩溶', Locations: [place], Datastreams: [stream('水位')] });
  const thing = idOf(made.expect(201).headers.get('location'));
  const streams: any[] = (await admin.get(`${root}/Things(${thing})/Datastreams`)).expect(200).body.value;
  const device = (await admin.post(`/api/v1/stations/${thing}/devices`, { name: '采集器', per_minute: perMinute })).expect(201).body;
  return { stream: streams[0]['@iot.id'], device };
}

/** The results of a stream as they came in. */
export async function resultsOf(client: Client, of: number): Promise<number[]> {
  const found: number[] = [];
  let path: string | undefined = `${root}/Datastreams(${of})/Observations?$top=1000&$orderby=id&$select=result`;
  while (path !== undefined) {
    const page: any = (await client.get(path)).expect(200).body;
    found.push(...page.value.map((one: any) => one.result as number));
    const next: string | undefined = page['@iot.nextLink'];
    path = next === undefined ? undefined : new URL(next).pathname + new URL(next).search;
  }
  return found;
}

/** One observation a minute whose results are [from, from + count). */
export const minutes = (from: number, count: number): { phenomenonTime: string; result: number }[] =>
  Array.from({ length: count }, (_, at) => ({ phenomenonTime: new Date(Date.UTC(2026, 0, 1) + (from + at) * 60_000).toISOString(), result: from + at }));

export const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, at) => from + at);
