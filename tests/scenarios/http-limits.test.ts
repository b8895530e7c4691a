// The limits of the HTTP edge over raw sockets: each has a reply, and nobody else notices.
import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { scenarioOnce } from './support/suite.ts';
import { until } from './support/poll.ts';

class Wire {
  received = '';
  closed = false;
  private constructor(readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (part) => (this.received += part.toString('latin1')));
    socket.on('close', () => (this.closed = true));
    socket.on('error', () => (this.closed = true));
  }
  static open(url: string): Promise<Wire> {
    const { hostname, port } = new URL(url);
    return new Promise((done, failed) => {
      const socket = connect(Number(port), hostname, () => done(new Wire(socket)));
      socket.once('error', failed);
    });
  }
  /** Writes; a peer that closed already is no fault of the test. */
  send(text: string | Uint8Array): void {
    if (!this.closed) this.socket.write(text);
  }
  async status(seconds = 20): Promise<number> {
    return until('a reply', () => {
      const line = /^HTTP\/1\.1 (\d{3})/.exec(this.received);
      return line === null || !this.received.includes('\r\n\r\n') ? undefined : Number(line[1]);
    }, seconds);
  }
  async reply(text: string | Uint8Array, seconds = 20): Promise<number> {
    this.send(text);
    return this.status(seconds);
  }
}

scenarioOnce('the HTTP edge', (world) => {
  const wires: Wire[] = [];
  const wire = async (): Promise<Wire> => {
    const made = await Wire.open(world().url);
    wires.push(made);
    return made;
  };
  afterEach(async () => {
    for (const open of wires.splice(0)) open.socket.destroy();
    (await world().anyone.get('/healthz')).expect(200);
  });

  it('a header beyond 16 KiB is 431', async () => {
    expect(await (await wire()).reply(`GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`)).toBe(431);
    expect(await (await wire()).reply(`GET /healthz HTTP/1.1\r\nHost: x\r\n${'X-A: b\r\n'.repeat(5000)}\r\n`)).toBe(431);
  });

  it('a body beyond the limit is 413, on its Content-Length alone and when chunked', async () => {
    const head = 'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    expect(await (await wire()).reply(`${head}Content-Length: 2000000\r\n\r\n`)).toBe(413);
    const chunked = await wire();
    chunked.send(`${head}Transfer-Encoding: chunked\r\n\r\n`);
    for (let part = 0; part < 40; part += 1) chunked.send(`10000\r\n${'a'.repeat(65536)}\r\n`);
    expect(await chunked.status()).toBe(413);
  });

  it('a header that trickles is 408 after its deadline, however steadily it trickles', async () => {
    const slow = await wire();
    slow.send('GET /healthz HTTP/1.1\r\nHost: x\r\n');
    const drip = setInterval(() => slow.send('X'), 500);
    try {
      const begun = Date.now();
      expect(await slow.status(25)).toBe(408);
      expect(Date.now() - begun).toBeGreaterThan(5_000);
    } finally {
      clearInterval(drip);
    }
  }, 40_000);

  it('a body that trickles is 408 after the deadline', async () => {
    const slow = await wire();
    slow.send('POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{');
    const drip = setInterval(() => slow.send(' '), 500);
    try {
      expect(await slow.status(25)).toBe(408);
    } finally {
      clearInterval(drip);
    }
  }, 40_000);

  it('a thousand half-open connections delay nobody', async () => {
    const many: Wire[] = [];
    for (let number = 0; number < 1000; number += 1) {
      const one = await wire();
      one.send('GET /api/v1/platforms HTTP/1.1\r\nHost: x\r\nX-Slow: ');
      many.push(one);
    }
    const begun = Date.now();
    for (let number = 0; number < 50; number += 1) (await world().anyone.get('/healthz')).expect(200);
    expect(Date.now() - begun).toBeLessThan(5_000);
    for (const one of many) one.send('drip');
    (await world().anyone.get('/api/v1/layout')).expect(200);
  });

  it('requests that smuggle or are malformed are 400 and the connection closes', async () => {
    const bad = [
      'GET /healthz HTTP/1.1\r\n\r\n',
      'GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
      'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
      'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
      'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Folded: a\r\n b\r\n\r\n',
      'GET /healthz HTTP/1.1\r\nHost: x\r\nBad Header: a\r\n\r\n',
      'GET  /healthz HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET /health\u0000z HTTP/1.1\r\nHost: x\r\n\r\n',
      'nonsense\r\n\r\n',
      'GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n',
      'GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET /%ff HTTP/1.1\r\nHost: x\r\n\r\n',
    ];
    const tame: string[] = [];
    for (const text of bad) {
      const one = await wire();
      const status = await one.reply(text);
      if (![400, 404, 501, 505].includes(status) || status === 404) tame.push(`${JSON.stringify(text)} -> ${status}`);
      else await until('the connection closes', () => (one.closed ? true : undefined));
    }
    expect(tame).toEqual([]);
    expect([400, 501]).toContain(await (await wire()).reply('POST /api/v1/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n'));
  });

  it('paths cannot climb out', async () => {
    for (const path of ['/../../etc/passwd', '/workbench/../../../etc/passwd', '/workbench/%2e%2e/%2e%2e/etc/passwd', '/workbench/..%2f..%2fetc/passwd', '//etc/passwd', '/workbench/\\..\\..\\etc\\passwd']) {
      const one = await wire();
      one.send(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      await until('the end', () => (one.closed ? true : undefined));
      expect(one.received).not.toContain('root:');
    }
  });

  it('pipelined requests are answered in order', async () => {
    const one = await wire();
    one.send('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /api/v1/nothing HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await until('the end', () => (one.closed ? true : undefined));
    expect([...one.received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => match[1])).toEqual(['200', '404', '200']);
  });

  it('clients that leave in the middle leave no trace', async () => {
    for (let number = 0; number < 50; number += 1) {
      const one = await wire();
      one.send('GET /api/v1/platforms?limit=500 HTTP/1.1\r\nHost: x\r\n\r\n');
      one.socket.resetAndDestroy();
    }
    (await world().anyone.get('/api/v1/platforms')).expect(200);
    expect(world().servers[0]!.alive).toBe(true);
  });

  it('every reply carries the security headers, and errors do too', async () => {
    for (const path of ['/', '/api/v1/platforms', '/api/v1/nothing', '/workbench/', '/healthz']) {
      const headers = (await world().anyone.get(path)).headers;
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBeTruthy();
      expect(headers.get('x-frame-options') ?? headers.get('content-security-policy')).toBeTruthy();
      expect(headers.get('content-security-policy')).toMatch(/default-src/);
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe-inline|unsafe-eval/);
    }
  });

  it('gzip where it is asked for, HEAD as GET without body, 304 on an ETag', async () => {
    const plain = (await world().anyone.get('/api/v1/platforms', { query: { limit: 500 }, headers: { 'accept-encoding': 'identity' } })).expect(200);
    const zipped = (await world().anyone.get('/api/v1/platforms', { query: { limit: 500 }, headers: { 'accept-encoding': 'gzip' } })).expect(200);
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    expect(zipped.body).toEqual(plain.body);
    const head = (await world().anyone.send('HEAD', '/api/v1/platforms/P012')).expect(200);
    expect(head.bytes).toHaveLength(0);
    const full = (await world().anyone.get('/api/v1/platforms/P012')).expect(200);
    expect(head.etag).toBe(full.etag);
    (await world().anyone.get('/api/v1/platforms/P012', { headers: { 'if-none-match': full.etag } })).expect(304);
  });
});
