#!/usr/bin/env node
// Live values under load: listeners on streams, posts at a steady rate, and how long each value is under way.
//   bench/http/live.mjs [--listeners 1000] [--streams 100] [--rate 1000] [--seconds 10]
// Prints posts and events a second, how long posts and values take, p50 and p99, the server's processor time and memory with and without
// listeners, and whether each heard each value of its stream once and in order. Every hundredth listener does not read.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const given = (name, otherwise) => Number(process.argv[process.argv.indexOf(`--${name}`) + 1] || otherwise);
const flag = (name, otherwise) => (process.argv.includes(`--${name}`) ? given(name, otherwise) : otherwise);
const listeners = flag('listeners', 1000);
const streams = flag('streams', 100);
const rate = flag('rate', 1000);
const seconds = flag('seconds', 10);

const repository = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const program = process.env.KUNYU_BIN ?? join(repository, 'build/release/kunyu');
const folder = join(mkdtempSync(join(tmpdir(), 'kunyu-live-')), 'data');
const kunyu = (...args) => {
  const done = spawnSync(program, [...args, '--data', folder], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stdout + done.stderr);
  return done.stdout.trim();
};
kunyu('init', '--pack', join(repository, 'packs/mlr-2017'));
const token = kunyu('token', 'create', '--user', 'admin');
const child = spawn(program, ['serve', '--data', folder, '--listen', '127.0.0.1:0', '--quiet', '--listeners', '100000', '--listeners-of-one', '100000'], { stdio: ['ignore', 'pipe', 'inherit'] });
const base = await new Promise((found) => child.stdout.on('data', (part) => /http:\S+/.test(part) && found(/http:\S+/.exec(part)[0])));

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const ask = (method, path, body) =>
  new Promise((done, failed) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const asked = request(base + path, { method, agent, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } }, (reply) => {
      let all = '';
      reply.on('data', (part) => (all += part));
      reply.on('end', () => (reply.statusCode < 300 ? done({ reply, body: all }) : failed(new Error(`${method} ${path}: ${reply.statusCode} ${all}`))));
    });
    asked.on('error', failed);
    asked.end(text);
  });

const station = JSON.parse((await ask('POST', '/api/v1/stations', { name: '实时', platform: 'P012', position: { longitude: 110, latitude: 25, elevation: 1 } })).body).id;
const ids = [];
for (let i = 0; i < streams; i += 1) {
  const { reply } = await ask('POST', `/sta/v1.1/Things(${station})/Datastreams`, {
    name: `流${i}`, description: '', observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
    unitOfMeasurement: { name: 'm', symbol: 'm', definition: 'm' },
    Sensor: { name: 's', description: '', encodingType: 'application/pdf', metadata: 'x' },
    ObservedProperty: { name: 'p', definition: `https://example.org/${i}`, description: '' },
  });
  ids.push(Number(/\((\d+)\)$/.exec(reply.headers.location)[1]));
}

/** Processor time of the server in milliseconds. */
const busy = () => {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
};

/** Resident memory of the server in KiB. */
const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]);

let delays = [];
let events = 0;
const asked = [];
/** What each listener heard: how many, and how often not the next one. */
const heard = [];
async function listen() {
  for (let i = 0; i < listeners; i += 1) {
    const own = { stream: i % streams, count: 0, last: -1, repeated: 0 };
    const reads = i % 100 !== 99;
    if (reads) heard.push(own);
    const one = request(`${base}/api/v1/live?streams=${ids[i % streams]}`, { agent: false }, (reply) => {
      let rest = '';
      reply.setEncoding('utf8');
      if (!reads) return void reply.pause();
      reply.on('data', (part) => {
        rest += part;
        const now = Date.now();
        for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
          const text = rest.slice(0, end);
          rest = rest.slice(end + 2);
          if (!text.startsWith('event: observations')) continue;
          events += 1;
          for (const stream of JSON.parse(text.slice(text.indexOf('data: ') + 6)).streams) for (const value of stream.observations) {
            delays.push(now - value.result);
            if (value.id <= own.last) own.repeated += 1;
            own.last = value.id;
            own.count += 1;
          }
        }
      });
      reply.on('error', () => {});
    });
    one.on('error', () => {});
    one.end();
    asked.push(one);
    if (i % 50 === 49) await new Promise((done) => setTimeout(done, 50));
  }
  await new Promise((done) => setTimeout(done, 2000));
}

/** The result of each observation is the moment of its post, so that a listener knows how long it took. */
async function post(name) {
  delays = [];
  events = 0;
  let posts = 0;
  const answered = [];
  const posted = new Array(streams).fill(0);
  const one = async (stream) => {
    const sent = performance.now();
    await ask('POST', `/sta/v1.1/Datastreams(${ids[stream]})/Observations`, { phenomenonTime: new Date().toISOString(), result: Date.now() });
    answered.push(performance.now() - sent);
    posted[stream] += 1;
  };
  const [begun, before] = [Date.now(), busy()];
  const waiting = [];
  while (Date.now() - begun < seconds * 1000) {
    const due = Math.floor(((Date.now() - begun) / 1000) * rate);
    for (; posts < due; posts += 1) waiting.push(one(posts % streams));
    await new Promise((done) => setTimeout(done, 2));
  }
  await Promise.all(waiting);
  const took = (Date.now() - begun) / 1000;
  const whole = () => heard.every((own) => own.count >= posted[own.stream]);
  for (let i = 0; i < 300 && !whole(); i += 1) await new Promise((done) => setTimeout(done, 100));
  const at = (times, part) => times.sort((a, b) => a - b)[Math.floor((times.length - 1) * part)]?.toFixed(1) ?? '-';
  console.log(`${name}: ${(posts / took).toFixed(0)} posts/s, p50 ${at(answered, 0.5)} ms p99 ${at(answered, 0.99)} ms; ${(events / took).toFixed(0)} events/s, ${delays.length} values told, delay p50 ${at(delays, 0.5)} ms p99 ${at(delays, 0.99)} ms; server ${((busy() - before) / took / 10).toFixed(1)} % of a core, ${(resident() / 1024).toFixed(0)} MB`);
  const wrong = heard.filter((own) => own.repeated > 0 || own.count !== posted[own.stream]).length;
  if (heard.length > 0) console.log(`${heard.length} who read: ${wrong} did not hear each value once and in order`);
}

await post('nobody listens');
const alone = resident();
await listen();
console.log(`${listeners} listeners: ${((resident() - alone) / listeners).toFixed(1)} KiB of the server each`);
await post(`${listeners} listeners`);
for (const one of asked) one.destroy();
child.kill('SIGINT');
await new Promise((done) => child.on('exit', done));
rmSync(join(folder, '..'), { recursive: true, force: true });
process.exit(0);
