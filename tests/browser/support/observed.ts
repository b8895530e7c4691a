// Two stations of one network with a year of hourly values: what screens of streams, networks and alarms are tried on.
import type { Answer, Client } from '../../scenarios/support/client.ts';
import { until } from '../../scenarios/support/poll.ts';

const HOUR = 3600_000;
/** Midnight in Beijing. */
export const FIRST = Date.parse('2025-09-01T00:00:00+08:00');
export const AFTER = Date.parse('2026-08-01T00:00:00+08:00');
/** The logger was broken in these days. */
const BROKEN = [Date.parse('2026-03-05T00:00:00+08:00'), Date.parse('2026-03-15T12:00:00+08:00')] as const;
/** A stroke of lightning made two values that nobody believes. */
export const SPIKE = Date.parse('2026-06-15T08:00:00+08:00');

export interface Observed {
  stations: [number, number];
  network: number;
  /** Water levels of both stations, open to everybody. */
  level: [number, number];
  /** Of the first station: open after a year, and for its own people alone. */
  embargoed: number;
  internal: number;
  alarm: number;
}

/** A stream of numbers with a sensor and a property of its own. */
export const datastream = (thing: number, name: string, symbol: string) => ({
  name,
  description: name,
  observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
  unitOfMeasurement: {
    name: symbol,
    symbol,
    definition: `https://ucum.org/ucum#${symbol}`,
  },
  Sensor: {
    name: `${name}传感器`,
    description: name,
    encodingType: 'application/pdf',
    metadata: 'https://example.org/s.pdf',
  },
  ObservedProperty: {
    name,
    definition: `https://example.org/${encodeURIComponent(name)}`,
    description: name,
  },
  Thing: { '@iot.id': thing },
});

/** The number of what was made, out of its address. */
export const locationId = (made: Answer): number => Number(/\((\d+)\)$/.exec(made.expect(201).headers.get('location')!)![1]);

async function stream(by: Client, station: number, name: string, symbol: string, more: object = {}): Promise<number> {
  return locationId(await by.post('/sta/v1.1/Datastreams', { ...datastream(station, name, symbol), ...more }));
}

/** Tide and season in centimetres, with the noise of a logger; the same at every run. */
const levelAt = (time: number, base: number): number => {
  const hours = time / HOUR;
  const noise = ((hours * 7919) % 11) / 100;
  return Number((base + Math.sin(hours / 12.42) * 0.35 + Math.sin((hours / 8766) * 6.283) * 2 + noise).toFixed(2));
};

async function hourly(by: Client, id: number, value: (time: number) => number, step = HOUR): Promise<void> {
  const rows: [string, number][] = [];
  for (let time = FIRST; time < AFTER; time += step) if (time < BROKEN[0] || time >= BROKEN[1]) rows.push([new Date(time).toISOString(), value(time)]);
  (
    await by.post('/sta/v1.1/CreateObservations', [
      {
        Datastream: { '@iot.id': id },
        components: ['phenomenonTime', 'result'],
        dataArray: rows,
      },
    ])
  ).expect(201);
}

async function programme(by: Client, station: number, id: number): Promise<void> {
  const property = (await by.get(`/sta/v1.1/Datastreams(${id})/ObservedProperty`)).expect(200).body['@iot.id'];
  (
    await by.post(`/api/v1/stations/${station}/programmes`, {
      observed_property: property,
      protocol: 'DZ/T 0307',
      protocol_version: '2017',
      cadence_seconds: 3600,
      from: '2025-09-01',
    })
  ).expect(201);
}

/** An alarm that a value of just now has raised. */
async function raise(by: Client, id: number): Promise<number> {
  const rule = {
    severity: 'orange',
    threshold: { side: 'above', high: 5, hysteresis: 0.2 },
  };
  const made = (
    await by.post(`/api/v1/streams/${id}/alarms`, {
      name: '裂缝张开超警戒',
      rule,
    })
  ).expect(201).body.id as number;
  (
    await by.post(`/sta/v1.1/Datastreams(${id})/Observations`, {
      phenomenonTime: new Date().toISOString(),
      result: 6.5,
    })
  ).expect(201);
  await until('the alarm is raised', async () => ((await by.get(`/api/v1/alarms/${made}`)).expect(200).body.state.status === 'raised' ? true : undefined));
  return made;
}

/** `director` keeps the platform P012; a network is made by the administrator. */
export async function observed(director: Client, admin: Client): Promise<Observed> {
  const station = async (name: string, longitude: number, latitude: number): Promise<number> =>
    (
      await director.post('/api/v1/stations', {
        name,
        description: '岩溶地下河，压力式水位计，4G 传输。',
        platform: 'P012',
        position: { longitude, latitude, elevation: 158 },
        people: [{ name: '王五', role: '站长', from: '2020-01-01' }],
      })
    ).expect(201).body.id as number;
  const stations: [number, number] = [await station('寨底地下河站', 110.64, 25.24), await station('丫吉试验站', 110.39, 25.25)];
  const level: [number, number] = [await stream(director, stations[0], '地下水位', 'm'), await stream(director, stations[1], '地下水位', 'm')];
  await hourly(director, level[0], (time) => (time === SPIKE || time === SPIKE + HOUR ? 188.8 : levelAt(time, 152)));
  await hourly(director, level[1], (time) => levelAt(time, 149.5), 2 * HOUR);
  await programme(director, stations[0], level[0]);
  await programme(director, stations[1], level[1]);
  (
    await director.post(`/api/v1/streams/${level[0]}/calibrations`, {
      from: '2026-01-01T00:00:00Z',
      factor: 1.002,
      offset: -0.03,
    })
  ).expect(201);
  const embargoed = await stream(director, stations[0], '雨量', 'mm', {
    openness: 'embargo',
    embargoDays: 365,
  });
  await hourly(director, embargoed, (time) => ((time / HOUR) % 29 === 0 ? 2.5 : 0));
  const internal = await stream(director, stations[0], '裂缝张开度', 'mm', {
    openness: 'internal',
  });
  const members = stations.map((one) => ({ station: one, from: '2020-01-01' }));
  const network = (
    await admin.post('/api/v1/station-networks', {
      name: { zh: '西南岩溶地下水观测网', en: 'Southwest karst network' },
      standard: 'DZ/T 0307',
      members,
    })
  ).expect(201).body.id as number;
  return {
    stations,
    network,
    level,
    embargoed,
    internal,
    alarm: await raise(director, internal),
  };
}
