#!/usr/bin/env node
// The figures of docs/performance.md over HTTP: the real server on a folder of invented platforms, driven by wrk on the same machine.
//   bench/http/bench.mjs [--platforms 100000] [--seconds 10] [--turns 3] [--folder DIR (kept and used again)] [--serve "--workers 16"]
// Needs tools/build test and tools/install bench (wrk); prints a table.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const given = (name, absent) => (process.argv.includes(`--${name}`) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : absent);
const count = Number(given('platforms', '100000'));
const seconds = Number(given('seconds', '10'));
const turns = Number(given('turns', '3'));
const kept = given('folder');
const scratch = given('trickle') === undefined ? mkdtempSync(join(tmpdir(), 'kunyu-bench-')) : '';
const folder = kept ?? join(scratch, 'data');
const program = join(root, 'build/release/kunyu');

function run(command, ...args) {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26, env: { ...process.env, KUNYU_BENCH: here } });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.status}\n${done.stdout}${done.stderr}`);
  return done.stdout.trim();
}

async function until(probe, patience = 60_000) {
  for (const end = Date.now() + patience; Date.now() < end; ) {
    const value = await probe().catch(() => undefined);
    if (value !== undefined) return value;
    await new Promise((go) => setTimeout(go, 5));
  }
  throw new Error('waited in vain');
}

function start() {
  const begin = performance.now();
  const child = spawn(program, ['serve', '--data', folder, '--listen', '127.0.0.1:0', '--quiet', ...given('serve', '').split(' ').filter(Boolean)]);
  const server = { child, log: '' };
  child.stdout.on('data', (part) => (server.log += part));
  child.stderr.on('data', (part) => (server.log += part));
  return until(async () => {
    if (child.exitCode !== null) throw new Error(server.log);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(server.log)?.[0];
    if (url === undefined || !(await fetch(`${url}/api/v1/layout?as_of=2018-06-30`)).ok) return undefined;
    return Object.assign(server, { url, startup: performance.now() - begin });
  });
}

const residentMegabytes = (pid, key = 'VmRSS') => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

/** Processor time so far: all of it, and what the host of a virtual machine took away. */
function processorTime() {
  const ticks = readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/).slice(1).map(Number);
  return { all: ticks.slice(0, 8).reduce((sum, tick) => sum + tick, 0), idle: ticks[3], stolen: ticks[7] };
}

/** One run of wrk after a short warming up. */
function wrk(url, connections, script, argument) {
  const once = (length) => run('wrk', '-t1', `-c${connections}`, `-d${length}s`, '--timeout', '20s', '-s', join(here, script), url, '--', argument);
  once(2);
  return JSON.parse(/RESULT (.*)/.exec(once(seconds))[1]);
}

const rows = [];
function note(what, result) {
  const ms = (micros) => (micros / 1000).toFixed(micros < 10_000 ? 2 : 0);
  rows.push(`| ${what} | ${Math.round((result.requests / result.micros) * 1e6).toLocaleString('en')} | ${ms(result.p50)} | ${ms(result.p95)} | ${ms(result.p99)} |${result.failed ? ` ${result.failed} failed |` : ''}`);
  console.error(rows.at(-1));
}

const any = (list) => list[Math.floor(Math.random() * list.length)];
const pathsFile = (paths) => {
  const file = join(scratch, `paths-${Math.random()}`);
  writeFileSync(file, `${paths.join('\n')}\n`);
  return file;
};
const many = (make) => Array.from({ length: 2000 }, make);
const day = () => new Date(Date.UTC(2012, 0, 1) + Math.random() * 3600 * 86400_000).toISOString().slice(0, 10);
const categories = ['ministry-key-laboratory', 'ministry-field-base', 'ministry-technology-platform'];
const provinces = ['11', '13', '21', '32', '42', '45', '51', '61', '65'];
const words = ['岩溶', '土地整治', '成矿', '地下水监测', '黄土高原', '古生物', '青藏高原遥感', '塔里木 地热'];

/** What is measured alone and beside the trickling connections: name, connections of wrk, one run. */
function cases(url, platforms, token) {
  const page = (what, connections, make) => ({ what, connections, once: () => wrk(url, connections, 'random_paths.lua', pathsFile(many(make))) });
  // Two connections keep the two cores busy: their percentiles are those of a request, not of a queue.
  return [
    page('`GET /api/v1/platforms/{id}`', 64, () => `/api/v1/platforms/${any(platforms)}`),
    page('list of 50, filtered by category and province', 2, () => `/api/v1/platforms?category=${any(categories)}&province=${any(provinces)}&limit=50`),
    page('search of platforms, 50 of what is found', 2, () => `/api/v1/platforms?q=${encodeURIComponent(any(words))}&limit=50`),
    page('layout as of any day', 2, () => `/api/v1/layout?as_of=${day()}`),
    { what: 'durable audited write', connections: 64, once: () => wrk(url, 64, 'drafts.lua', token) },
  ];
}

/** The run of the middle throughput: whole runs, so that its percentiles belong together. */
const middle = (runs) => [...runs].sort((one, other) => one.requests / one.micros - other.requests / other.micros)[Math.floor(runs.length / 2)];

/** Alone and beside the trickling connections by turns: what the machine does meanwhile falls on both. */
async function compare(url, { what, connections, once }) {
  const alone = [];
  const beside = [];
  for (let turn = 0; turn < turns; turn += 1) {
    alone.push(once());
    const helper = spawn(process.execPath, [fileURLToPath(import.meta.url), '--trickle', new URL(url).port], { stdio: 'inherit' });
    await new Promise((go) => setTimeout(go, 2000));
    beside.push(once());
    helper.kill();
    await new Promise((go) => helper.once('exit', go));
  }
  note(`${what}, ${connections} connections`, middle(alone));
  note(`the same beside 1,000 trickling`, middle(beside));
}

/** Connections that each send one byte of a request a second, spread over the second, and never end it; made anew when the server has had enough. */
function trickle(port, connections) {
  const sockets = new Set();
  let due = 0;
  let stopped = false;
  const open = () => {
    if (stopped) return;
    const socket = connect(port, '127.0.0.1');
    sockets.add(socket);
    socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      setTimeout(open, 100);
    });
  };
  for (let number = 0; number < connections; number += 1) open();
  const timer = setInterval(() => {
    const all = [...sockets];
    const part = Math.ceil(all.length / 50);
    for (let number = 0; number < part; number += 1) all[(due + number) % all.length]?.write('x');
    due += part;
  }, 20);
  return () => {
    stopped = true;
    clearInterval(timer);
    sockets.forEach((socket) => socket.destroy());
  };
}

async function importRows(url, token) {
  const headers = { authorization: `Bearer ${token}` };
  const json = async (path, options = {}) => {
    const reply = await fetch(url + path, { ...options, headers: { ...headers, ...options.headers } });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return reply.json();
  };
  const template = await (await fetch(`${url}/api/v1/imports/templates/platforms?format=csv`, { headers })).text();
  const [heading, example] = template.replace(/^\uFEFF/, '').split(/\r?\n/);
  const cells = example.split(',');
  const stamp = Math.floor(Date.now() / 1000) % 100_000;
  const lines = Array.from({ length: 10_000 }, (_, index) => [`I${stamp}${String(index).padStart(5, '0')}`, `导入平台${stamp}-${index}`, ...cells.slice(2)].join(','));
  const file = await json('/api/v1/files?name=import.csv', { method: 'POST', body: [heading, ...lines].join('\r\n'), headers: { 'content-type': 'text/csv' } });
  const begin = performance.now();
  const job = await json('/api/v1/imports', { method: 'POST', body: JSON.stringify({ kind: 'platforms', file: file.id, dry_run: false }), headers: { 'content-type': 'application/json' } });
  const ended = await until(async () => {
    const now = await json(`/api/v1/jobs/${job.id}`);
    return ['done', 'failed'].includes(now.state) ? now : undefined;
  });
  if (ended.state !== 'done') throw new Error(JSON.stringify(ended));
  return (performance.now() - begin) / 1000;
}

if (given('trickle') !== undefined) {
  process.once('SIGTERM', trickle(Number(given('trickle')), 1000));
  await new Promise(() => {});
}
if (!existsSync(join(folder, 'kunyu.json'))) {
  run(program, 'init', '--pack', join(root, 'packs/mlr-2017'), '--data', folder);
  run(join(root, 'build/release/bench/registry_fill'), folder, String(count));
}
const begin = processorTime();
const token = run(program, 'token', 'create', '--user', 'admin', '--data', folder);
const server = await start();
try {
  const platforms = many(() => `B${String(1 + Math.floor(Math.random() * count)).padStart(6, '0')}`);
  const startup = server.startup;
  for (const one of cases(server.url, platforms, token)) await compare(server.url, one);
  for (const connections of [1, 256]) note(`durable audited write, ${connections} connections`, wrk(server.url, connections, 'drafts.lua', token));
  const imported = await importRows(server.url, token);
  const memory = residentMegabytes(server.child.pid);
  const most = residentMegabytes(server.child.pid, 'VmHWM');
  console.log(`| what | a second | p50 ms | p95 ms | p99 ms |\n|---|---|---|---|---|\n${rows.join('\n')}`);
  const end = processorTime();
  const stolen = (end.stolen - begin.stolen) / (end.all - begin.all - (end.idle - begin.idle));
  console.log(`stolen by the host: ${Math.round(stolen * 100)} % of the processor time that was wanted`);
  console.log(`start to the first answer (layout of a day): ${Math.round(startup)} ms; import of 10,000 rows: ${imported.toFixed(1)} s; resident ${Math.round(memory)} MB, at most ${Math.round(most)} MB`);
} finally {
  server.child.kill('SIGINT');
  await new Promise((go) => server.child.once('exit', go));
  rmSync(scratch, { recursive: true, force: true });
}
