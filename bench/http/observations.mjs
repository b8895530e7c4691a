#!/usr/bin/env node
// How fast observations come in and are read over HTTP: the real server on a new folder (SQLite), driven by wrk from one thread on the same machine.
//   bench/http/observations.mjs [--seconds 6] [--only long,post,many,restart] [--restart-seconds 600]
// long: ten years of minutes in one stream, read; first, since it weighs the files. post: devices post. many: a year of hours in 10,000 streams. restart: kill -9 after so long at full rate.
// Needs tools/build test and tools/install bench (wrk).
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const repository = resolve(here, '../..');
const program = join(repository, 'build/release/kunyu');
const given = (name, absent) => (process.argv.includes(`--${name}`) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : absent);
const seconds = Number(given('seconds', '6'));
const parts = given('only', 'long,post,many,restart').split(',');
const folder = join(mkdtempSync(join(tmpdir(), 'kunyu-bench-')), 'data');
const devices = 64;

const run = (...args) => execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
run('init', '--pack', join(repository, 'packs/mlr-2017'), '--data', folder);
const token = run('token', 'create', '--user', 'admin', '--data', folder).trim().split('\n').at(-1);

async function serve() {
  const started = Date.now();
  const child = spawn(program, ['serve', '--data', folder, '--listen', '127.0.0.1:0', '--quiet'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const url = await new Promise((done) => {
    let said = '';
    child.stdout.on('data', (part) => {
      said += part;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) done(found[0]);
    });
  });
  while (!(await fetch(`${url}/readyz`)).ok);
  return { child, url, seconds: (Date.now() - started) / 1000 };
}
const ended = (child) => new Promise((done) => child.once('exit', done));
let server = await serve();
const ask = async (method, path, body) => {
  const answer = await fetch(server.url + path, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer;
};
const numberOf = (answer) => Number(/\((\d+)\)$/.exec(answer.headers.get('location'))[1]);
const streamOf = (name) => ({
  name, description: '', observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
  unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'ucum:m' },
  Sensor: { name: 's', description: '', encodingType: 'application/pdf', metadata: 'x' }, ObservedProperty: { name: 'level', definition: 'x', description: '' },
});

/** Stations with `each` streams; the numbers of the streams by station. */
async function stations(count, each) {
  const made = [];
  for (let i = 0; i < count; i += 1) {
    const thing = numberOf(await ask('POST', '/sta/v1.1/Things', {
      name: `station ${i}`, description: '', Datastreams: Array.from({ length: each }, (_, n) => streamOf(`level ${n}`)),
      Locations: [{ name: 'p', description: '', encodingType: 'application/geo+json', location: { type: 'Point', coordinates: [110, 25] } }],
    }));
    const listed = (await (await ask('GET', `/sta/v1.1/Things(${thing})/Datastreams?$top=1000&$select=id`)).json()).value;
    made.push({ thing, streams: listed.map((one) => one['@iot.id']) });
  }
  return made;
}
const processor = () => {
  const fields = readFileSync(`/proc/${server.child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
};
const memory = (what) => Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))[1]) / 1024;
const bytes = (path) => (statSync(path).isDirectory() ? readdirSync(path).reduce((sum, name) => sum + bytes(join(path, name)), 0) : statSync(path).size);
const many = (path) => Array.from({ length: 300 }, (_, i) => path(i));
/** By wrk over one connection, compressed as a browser asks for it; the paths in random order, for so many seconds. */
async function times(name, paths, duration = seconds) {
  const file = join(folder, '..', 'paths');
  writeFileSync(file, paths.map((path) => encodeURI(path)).join('\n'));
  await (await ask('GET', paths[0])).arrayBuffer();
  const before = processor();
  const said = execFileSync('wrk', ['-t1', '-c1', `-d${duration}s`, '-H', `Authorization: Bearer ${token}`, '-H', 'Accept-Encoding: gzip', '-s', join(here, 'random_paths.lua'), server.url, '--', file], {
    encoding: 'utf8', env: { ...process.env, KUNYU_BENCH: here },
  });
  const result = JSON.parse(/RESULT (.*)/.exec(said)[1]);
  if (result.failed > 0) throw new Error(`${name}: ${result.failed} failed`);
  const ms = (micros) => (micros / 1000).toFixed(1);
  console.log(`${name}: p50 ${ms(result.p50)} ms p95 ${ms(result.p95)} ms p99 ${ms(result.p99)} ms, processor ${((processor() - before) / result.requests).toFixed(1)} ms`);
}
/** The first request after a start. */
async function first(name, path) {
  const from = performance.now();
  await (await ask('GET', path)).arrayBuffer();
  console.log(`${name}, first after a start: ${(performance.now() - from).toFixed(0)} ms`);
}
async function restart() {
  server.child.kill('SIGKILL');
  await ended(server.child);
  server = await serve();
  return server.seconds.toFixed(2);
}

/** Devices with a stream each, as observations.lua wants them: a stream has its own, so that no rate limit is met. */
async function loggers() {
  const pairs = [];
  for (const { thing, streams } of await stations(devices, 1)) {
    const device = await (await ask('POST', `/api/v1/stations/${thing}/devices`, { name: 'logger', per_minute: 60_000 })).json();
    pairs.push(`${device.key ?? device.secret}:${streams[0]}`);
  }
  return pairs.join(' ');
}
const wrk = (pairs, rows, connections, duration) =>
  /requests\/s.*/.exec(
    execFileSync('wrk', ['-t1', `-c${connections}`, `-d${duration}s`, '-s', join(here, 'observations.lua'), server.url], {
      encoding: 'utf8', env: { ...process.env, KUNYU_DEVICES: pairs, KUNYU_ROWS: String(rows) },
    }),
  )[0];

if (parts.includes('long')) {
  const [{ streams: [long] }] = await stations(1, 1);
  const begin = Date.UTC(2010, 0, 1);
  const chunks = () => bytes(join(folder, 'observations/chunks'));
  const before = chunks();
  const minutes = 5_260_000;
  const started = Date.now();
  for (let done = 0; done < minutes; done += 20_000) {
    const dataArray = Array.from({ length: 20_000 }, (_, i) => [new Date(begin + (done + i) * 60_000).toISOString(), Math.round(12_500 + 30 * Math.sin((done + i) / 200) + 2 * Math.random()) / 1000]);
    await ask('POST', '/sta/v1.1/CreateObservations', [{ Datastream: { '@iot.id': long }, components: ['phenomenonTime', 'result'], dataArray }]);
  }
  console.log(`ten years of minutes in posts of 20,000 from one connection: ${((Date.now() - started) / 1000).toFixed(1)} s`);
  await restart();
  const at = (i) => new Date(begin + ((i * 7919) % 5000) * 60_000_000).toISOString();
  const whole = `from=${new Date(begin).toISOString()}&to=${new Date(begin + minutes * 60_000).toISOString()}`;
  await first('plot of ten years to 1,000 parts', `/api/v1/streams/${long}/series?${whole}&buckets=1000`);
  await times('plot of ten years to 1,000 parts', [`/api/v1/streams/${long}/series?${whole}&buckets=1000`]);
  await times('plot of half a year anywhere to 1,000 parts', many((i) => `/api/v1/streams/${long}/series?from=${at(i)}&to=${new Date(Date.parse(at(i)) + 183 * 86_400_000).toISOString()}&buckets=1000`));
  const root = `/sta/v1.1/Datastreams(${long})/Observations`;
  await times('page of 1,000 by $filter', many((i) => `${root}?$top=1000&$orderby=phenomenonTime&$filter=phenomenonTime ge ${at(i)}`));
  await times('page of 1,000 by $filter, time and result', many((i) => `${root}?$top=1000&$orderby=phenomenonTime&$select=phenomenonTime,result&$filter=phenomenonTime ge ${at(i)}`));
  await times('the same as dataArray', many((i) => `${root}?$top=1000&$orderby=phenomenonTime&$resultFormat=dataArray&$filter=phenomenonTime ge ${at(i)}`));
  await times('$count of a range', many((i) => `${root}?$top=0&$count=true&$filter=phenomenonTime ge ${at(i)} and phenomenonTime lt 2019-01-01T00:00:00Z`));
  await times('latest of a stream', [`${root}?$top=1&$orderby=phenomenonTime desc`]);
  // After a stop, since open files of SQLite have others beside them.
  server.child.kill('SIGINT');
  await ended(server.child);
  console.log(`chunk files ${((chunks() - before) / minutes).toFixed(3)} byte each; the log holds ${(bytes(join(folder, 'observations/log')) / 1e6).toFixed(0)} MB`);
  server = await serve();
}

if (parts.includes('post')) {
  const pairs = await loggers();
  for (const [rows, connections] of [[1000, 64], [60, 256], [1, 64], [1, 256]]) console.log(`${rows} a post, ${connections} connections: ${wrk(pairs, rows, connections, seconds)}`);
  console.log(`resident ${memory('VmRSS').toFixed(0)} MB`);
}

if (parts.includes('many')) {
  const made = await stations(100, 100);
  const begin = Date.UTC(2024, 11, 31, 16);
  for (const { thing, streams } of made) {
    for (const stream of streams) {
      const property = await (await ask('GET', `/sta/v1.1/Datastreams(${stream})/ObservedProperty`)).json();
      await ask('POST', `/api/v1/stations/${thing}/programmes`, { observed_property: property['@iot.id'], protocol: 'bench', protocol_version: '1', cadence_seconds: 3600, from: '2020-01-01' });
    }
  }
  const network = await (await ask('POST', '/api/v1/station-networks', { name: { zh: '网', en: 'net' }, members: made.map(({ thing }) => ({ station: thing, from: '2020-01-01' })) })).json();
  const rows = JSON.stringify(Array.from({ length: 8760 }, (_, i) => [new Date(begin + i * 3_600_000).toISOString(), Math.round(12_500 + 30 * Math.sin(i / 20) + 2 * Math.random()) / 1000]));
  const started = Date.now();
  for (const { streams } of made)
    for (const stream of streams) {
      const answer = await fetch(`${server.url}/sta/v1.1/CreateObservations`, {
        method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: `[{"Datastream":{"@iot.id":${stream}},"components":["phenomenonTime","result"],"dataArray":${rows}}]`,
      });
      if (!answer.ok) throw new Error(await answer.text());
      await answer.arrayBuffer();
    }
  console.log(`a year of hours in 10,000 streams, one post each from one connection: ${((Date.now() - started) / 1000).toFixed(1)} s`);
  await times('latest of 10,000 streams', [`/api/v1/latest?network=${network.id}`]);
  for (const by of ['month', 'day']) await times(`completeness of 10,000 stream-years by ${by}`, [`/api/v1/station-networks/${network.id}/completeness?from=2025-01-01&to=2026-01-01&by=${by}`]);
  console.log(`resident ${memory('VmRSS').toFixed(0)} MB, at most ${memory('VmHWM').toFixed(0)} MB`);
  await restart();
  await first('latest of 10,000 streams', `/api/v1/latest?network=${network.id}`);
  await first('completeness of 10,000 stream-years', `/api/v1/station-networks/${network.id}/completeness?from=2025-01-01&to=2026-01-01&by=month`);
  console.log(`resident after a start ${memory('VmRSS').toFixed(0)} MB`);
}

if (parts.includes('restart')) {
  const pairs = await loggers();
  const duration = Number(given('restart-seconds', '600'));
  console.log(`${duration} s at full rate: ${wrk(pairs, 1000, 64, duration)}, resident ${memory('VmRSS').toFixed(0)} MB, at most ${memory('VmHWM').toFixed(0)} MB`);
  console.log(`start after kill -9: ${await restart()} s`);
}

server.child.kill('SIGINT');
await ended(server.child);
rmSync(join(folder, '..'), { recursive: true, force: true });
