import { commonHeaders, refusal } from '@/api/client';
import { OfflineError } from '@/api/problem';
import type { LiveNews } from './useLive';

/** The standard's own interface, for what stands there alone: latest values of many streams, and new streams. */
const ROOT = '/sta/v1.1';

async function ask(
  method: 'get' | 'post' | 'patch',
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<unknown> {
  const headers = commonHeaders(method);
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const init: RequestInit = {
    method: method.toUpperCase(),
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: 'same-origin',
    cache: 'no-store',
    signal,
  };
  let response: Response;
  try {
    response = await fetch(ROOT + path, init);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new OfflineError();
  }
  const text = await response.text();
  const answer: unknown =
    text && (response.headers.get('Content-Type') ?? '').includes('json') ? JSON.parse(text) : undefined;
  if (!response.ok) throw refusal(response.status, answer, null);
  return answer;
}

export interface Latest {
  /** Where a time is an interval, its end. */
  time: string;
  result: unknown;
  quality: number | null;
}

interface Page {
  value: {
    '@iot.id': number;
    Observations?: { phenomenonTime: string; result: unknown; resultQuality?: unknown }[];
  }[];
}

const endOf = (time: string): string => time.split('/').pop() ?? time;

/** The flag stands in `qartod`; what else a source says of quality is not read. */
function flagIn(quality: unknown): number | null {
  const flag = (quality as { qartod?: unknown } | null | undefined)?.qartod;
  return typeof flag === 'number' ? flag : null;
}

export function latestOf(page: Page): Map<number, Latest> {
  const found = new Map<number, Latest>();
  for (const stream of page.value) {
    const last = stream.Observations?.[0];
    if (last)
      found.set(stream['@iot.id'], {
        time: endOf(last.phenomenonTime),
        result: last.result,
        quality: flagIn(last.resultQuality),
      });
  }
  return found;
}

/** The newest observations with those that came in since. */
export function withLatest(held: Map<number, Latest> | undefined, news: LiveNews[]): Map<number, Latest> {
  const found = new Map(held);
  for (const { stream, observations } of news)
    for (const { time, result, quality } of observations)
      if (Date.parse(found.get(stream)?.time ?? time) <= Date.parse(time))
        found.set(stream, { time, result, quality });
  return found;
}

/** The newest observation of each stream of a station, by the stream's number. */
export async function readLatest(station: number, signal?: AbortSignal): Promise<Map<number, Latest>> {
  const expand =
    'Observations($orderby=phenomenonTime desc;$top=1;$select=phenomenonTime,result,resultQuality)';
  const query = `?$select=id&$top=1000&$expand=${encodeURIComponent(expand)}`;
  const [single, multi] = await Promise.all(
    ['Datastreams', 'MultiDatastreams'].map((set) =>
      ask('get', `/Things(${station})/${set}${query}`, undefined, signal),
    ),
  );
  return new Map([...latestOf(single as Page), ...latestOf(multi as Page)]);
}

export interface StreamWish {
  name: string;
  description: string;
  unitName: string;
  unitSymbol: string;
  property: string;
  propertyDefinition: string;
  sensor: string;
  sensorDocument: string;
}

/** What has to be filled in for a stream, as far as it is not. */
export function missingOf(wish: StreamWish): (keyof StreamWish)[] {
  return (['name', 'property', 'sensor'] as const).filter((field) => !wish[field].trim());
}

/** Where what the standard's interface found wrong stands in the form, by the field's name in the body. */
export const wishFields: Record<string, keyof StreamWish> = {
  name: 'name',
  description: 'description',
  'unitOfMeasurement.name': 'unitName',
  'unitOfMeasurement.symbol': 'unitSymbol',
  'unitOfMeasurement.definition': 'unitSymbol',
  'Sensor.name': 'sensor',
  'Sensor.description': 'sensor',
  'Sensor.metadata': 'sensorDocument',
  'ObservedProperty.name': 'property',
  'ObservedProperty.description': 'property',
  'ObservedProperty.definition': 'propertyDefinition',
};

/** A stream of numbers with its sensor and what it observes, made at once. */
export async function makeStream(station: number, wish: StreamWish): Promise<void> {
  await ask('post', '/Datastreams', {
    name: wish.name,
    description: wish.description || wish.name,
    observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
    unitOfMeasurement: {
      name: wish.unitName || null,
      symbol: wish.unitSymbol || null,
      definition: wish.unitSymbol ? `https://ucum.org/ucum#${wish.unitSymbol}` : null,
    },
    Thing: { '@iot.id': station },
    Sensor: {
      name: wish.sensor,
      description: wish.sensor,
      encodingType: 'application/pdf',
      metadata: wish.sensorDocument || wish.sensor,
    },
    ObservedProperty: {
      name: wish.property,
      description: wish.property,
      definition: wish.propertyDefinition || `urn:kunyu:property:${wish.property}`,
    },
  });
}

export interface OpennessWish {
  openness: 'open' | 'embargo' | 'internal';
  /** Without an embargo there are none. */
  embargoDays: number;
  licence: string;
}

/** Who may read a stream, which the standard does not know and the interface takes beside it. */
export async function setOpenness(stream: { id: number; multi: boolean }, wish: OpennessWish): Promise<void> {
  const set = stream.multi ? 'MultiDatastreams' : 'Datastreams';
  await ask('patch', `/${set}(${stream.id})`, wish);
}
