#!/usr/bin/env node
// How fast observations come in and are read over HTTP: the real server on a new folder (SQLite), driven by wrk from one thread on the same machine.
//   bench/http/observations.mjs [--seconds 6]
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const repository = resolve(here, '../..');
const program = join(repository, 'build/release/kunyu');
const seconds = Number(process.argv[process.argv.indexOf('--seconds') + 1] || 6);
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
const pairs = [];
for (let i = 0; i < devices; i += 1) {
  const thing = numberOf(await ask('POST', '/sta/v1.1/Things', {
    name: `station ${i}`, description: '', Datastreams: [streamOf('level')],
    Locations: [{ name: 'p', description: '', encodingType: 'application/geo+json', location: { type: 'Point', coordinates: [110, 25] } }],
  }));
  const stream = (await (await ask('GET', `/sta/v1.1/Things(${thing})/Datastreams`)).json()).value[0]['@iot.id'];
  const device = await (await ask('POST', `/api/v1/stations/${thing}/devices`, { name: 'logger', per_minute: 60_000 })).json();
  pairs.push(`${device.key ?? device.secret}:${stream}`);
}
const rss = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
for (const [rows, connections] of [[1000, 64], [60, 256], [1, 64], [1, 256]]) {
  const said = execFileSync('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', join(here, 'observations.lua'), server.url], {
    encoding: 'utf8', env: { ...process.env, KUNYU_DEVICES: pairs.join(' '), KUNYU_ROWS: String(rows) },
  });
  console.log(`${rows} a post, ${connections} connections: ${/requests\/s.*/.exec(said)[0]}`);
}
console.log(`resident ${rss(server.child.pid).toFixed(0)} MB`);

// Five million minutes in one stream, then pages of it.
const long = pairs[0].split(':')[1];
const begin = Date.UTC(1990, 0, 1);
const started = Date.now();
for (let done = 0; done < 5_000_000; done += 20_000) {
  const dataArray = Array.from({ length: 20_000 }, (_, i) => [new Date(begin + (done + i) * 60_000).toISOString(), Math.round(12_500 + 30 * Math.sin((done + i) / 200) + 2 * Math.random()) / 1000]);
  await ask('POST', '/sta/v1.1/CreateObservations', [{ Datastream: { '@iot.id': Number(long) }, components: ['phenomenonTime', 'result'], dataArray }]);
}
console.log(`5,000,000 observations in posts of 20,000 from one connection: ${((Date.now() - started) / 1000).toFixed(1)} s`);
const times = async (name, rounds, path) => {
  const taken = [];
  for (let i = 0; i < rounds; i += 1) {
    const from = performance.now();
    await (await ask('GET', path(i))).arrayBuffer();
    taken.push(performance.now() - from);
  }
  taken.sort((a, b) => a - b);
  console.log(`${name}: p50 ${taken[Math.floor(rounds * 0.5)].toFixed(1)} ms p95 ${taken[Math.floor(rounds * 0.95)].toFixed(1)} ms p99 ${taken[Math.floor(rounds * 0.99)].toFixed(1)} ms`);
};
const at = (i) => new Date(begin + ((i * 7919) % 4000) * 60_000_000).toISOString();
await times('page of 1,000 by $filter on phenomenonTime', 300, (i) => `/sta/v1.1/Datastreams(${long})/Observations?$top=1000&$orderby=phenomenonTime&$filter=phenomenonTime ge ${at(i)}`);
await times('$count of a range', 300, (i) => `/sta/v1.1/Datastreams(${long})/Observations?$top=0&$count=true&$filter=phenomenonTime ge ${at(i)} and phenomenonTime lt 1999-01-01T00:00:00Z`);
await times('latest of a stream', 300, () => `/sta/v1.1/Datastreams(${long})/Observations?$top=1&$orderby=phenomenonTime desc`);

server.child.kill('SIGKILL');
await ended(server.child);
server = await serve();
console.log(`start after kill -9: ${server.seconds.toFixed(2)} s`);
server.child.kill('SIGINT');
await ended(server.child);
rmSync(join(folder, '..'), { recursive: true, force: true });
