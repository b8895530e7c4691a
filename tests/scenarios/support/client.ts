// A client that believes nothing: each reply is held against the contract before the test sees it.
import { judge, type Json } from './contract.ts';
import { note } from './coverage.ts';

export interface Ask {
  json?: unknown;
  raw?: Uint8Array | string;
  type?: string;
  headers?: Record<string, string>;
  query?: Record<string, string | number | boolean>;
  ifMatch?: string;
  key?: string;
  lang?: 'zh' | 'en';
  /** Leave out the CSRF token that belongs to the session. */
  withoutCsrf?: boolean;
}

export class Answer {
  constructor(
    readonly request: string,
    readonly status: number,
    readonly headers: Headers,
    readonly bytes: Uint8Array,
  ) {}
  get text(): string {
    return new TextDecoder().decode(this.bytes);
  }
  /** The parsed body; the tests know its shape, the contract has checked it. */
  get body(): any {
    return JSON.parse(this.text);
  }
  get etag(): string {
    return this.headers.get('etag') ?? '';
  }
  /** The code of a problem. */
  get code(): string {
    return this.status >= 400 ? (this.body.code as string) : '';
  }
  /** This answer if it has the status, else an error that shows what came. */
  expect(...statuses: number[]): this {
    if (!statuses.includes(this.status)) throw new Error(`${this.request}: ${this.status} instead of ${statuses.join(' or ')}\n${this.text.slice(0, 1500)}`);
    return this;
  }
}

/** Each Set-Cookie line; Debian's Node 18 has no getSetCookie, and joins them with commas. */
export function setCookies(headers: Headers): string[] {
  return (headers.get('set-cookie') ?? '').split(/,\s*(?=[^\s;,=]+=)/).filter((line) => line !== '');
}

export class Client {
  private authorisation: Record<string, string> = {};
  csrf = '';
  cookie = '';

  constructor(readonly base: string) {}

  static withToken(base: string, token: string): Client {
    const client = new Client(base);
    client.authorisation = { authorization: `Bearer ${token}` };
    return client;
  }

  /** The same person at another process. */
  at(base: string): Client {
    const other = new Client(base);
    other.authorisation = this.authorisation;
    other.cookie = this.cookie;
    other.csrf = this.csrf;
    return other;
  }

  async login(user: string, password: string): Promise<Answer> {
    const answer = await this.post('/api/v1/session', { user, password });
    if (answer.status === 201) {
      this.cookie = setCookies(answer.headers).map((line) => line.split(';')[0]).join('; ');
      this.csrf = answer.body.csrf_token as string;
    }
    return answer;
  }

  get(path: string, ask: Ask = {}): Promise<Answer> {
    return this.send('GET', path, ask);
  }
  post(path: string, json: unknown, ask: Ask = {}): Promise<Answer> {
    return this.send('POST', path, json === undefined ? ask : { ...ask, json });
  }
  put(path: string, json: unknown, ask: Ask = {}): Promise<Answer> {
    return this.send('PUT', path, { ...ask, json });
  }
  patch(path: string, json: unknown, ask: Ask = {}): Promise<Answer> {
    return this.send('PATCH', path, { ...ask, json });
  }
  delete(path: string, ask: Ask = {}): Promise<Answer> {
    return this.send('DELETE', path, ask);
  }

  /** All items of a list, page by page. */
  async all(path: string, query: Ask['query'] = {}): Promise<any[]> {
    const items: Json[] = [];
    let cursor: string | null = null;
    do {
      const page: Answer = (await this.get(path, { query: { limit: 200, ...query, ...(cursor === null ? {} : { cursor }) } })).expect(200);
      items.push(...(page.body.items as Json[]));
      cursor = page.body.next as string | null;
    } while (cursor !== null);
    return items;
  }

  async send(method: string, path: string, ask: Ask = {}): Promise<Answer> {
    const url = new URL(path, this.base);
    for (const [name, value] of Object.entries(ask.query ?? {})) url.searchParams.set(name, String(value));
    const body = ask.json !== undefined ? JSON.stringify(ask.json) : ask.raw;
    const unsafe = !['GET', 'HEAD'].includes(method);
    const headers: Record<string, string> = {
      ...this.authorisation,
      ...(this.cookie === '' ? {} : { cookie: this.cookie }),
      ...(unsafe && this.csrf !== '' && ask.withoutCsrf !== true ? { 'x-csrf-token': this.csrf } : {}),
      ...(ask.json !== undefined ? { 'content-type': 'application/json' } : {}),
      ...(ask.type === undefined ? {} : { 'content-type': ask.type }),
      ...(ask.ifMatch === undefined ? {} : { 'if-match': ask.ifMatch }),
      ...(ask.key === undefined ? {} : { 'idempotency-key': ask.key }),
      ...(ask.lang === undefined ? {} : { 'accept-language': ask.lang }),
      ...ask.headers,
    };
    const reply = await fetch(url, { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body: body as BodyInit }) });
    const bytes = new Uint8Array(await reply.arrayBuffer());
    note(judge(method, url.pathname, { status: reply.status, headers: reply.headers, bytes }), reply.status);
    return new Answer(`${method} ${url.pathname}${url.search}`, reply.status, reply.headers, bytes);
  }
}
