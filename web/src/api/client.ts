import { ApiError, ConflictError, OfflineError, type Problem } from './problem';
import type { paths } from './schema';

export const API_ROOT = '/api/v1' as const;

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

type Full = Extract<keyof paths, `${typeof API_ROOT}${string}`>;
type Short<P> = P extends `${typeof API_ROOT}${infer Rest}` ? Rest : never;

/** The contract's paths that answer a method, without the root they share. */
export type PathOf<M extends Method> = Short<
  { [P in Full]: paths[P] extends Record<M, { responses: unknown }> ? P : never }[Full]
>;

type Operation<P extends string, M extends Method> = `${typeof API_ROOT}${P}` extends infer F extends Full
  ? M extends keyof paths[F]
    ? paths[F][M]
    : never
  : never;

type PartOf<O, Kind extends 'path' | 'query'> = O extends { parameters: infer A }
  ? Kind extends keyof A
    ? NonNullable<A[Kind]>
    : undefined
  : undefined;

type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? B : undefined;

type JsonIn<R> = R extends { content: { 'application/json': infer B } } ? B : never;

type Success<R> = {
  [S in keyof R]: S extends 200 | 201 | 202 | 203 ? JsonIn<R[S]> : never;
}[keyof R];

/** What a method on a path answers when all goes well; undefined where there is no body. */
export type ReplyOf<P extends string, M extends Method> =
  Operation<P, M> extends { responses: infer R }
    ? [Success<R>] extends [never]
      ? undefined
      : Success<R>
    : never;

export interface Options<P extends string, M extends Method> {
  path?: PartOf<Operation<P, M>, 'path'>;
  query?: PartOf<Operation<P, M>, 'query'>;
  body?: BodyOf<Operation<P, M>>;
  /** The version the change was made on: sent as If-Match. */
  etag?: string | null;
  signal?: AbortSignal;
  /** Names a POST so that a repeat has no second effect; made up when absent. */
  idempotencyKey?: string;
}

export interface Reply<T> {
  data: T;
  etag: string | null;
  status: number;
}

/** What the client needs to know of the application around it; set once at start. */
export interface Surroundings {
  language: () => string;
  csrfToken: () => string | null;
  onUnauthenticated: () => void;
}

let surroundings: Surroundings = {
  language: () => 'zh',
  csrfToken: () => null,
  onUnauthenticated: () => undefined,
};

export function configureClient(next: Surroundings): void {
  surroundings = next;
}

/** 128 random bits in hex; `randomUUID` is missing where the page was not served securely. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The address of a call: path parameters filled in, empty query values left out, lists repeated. */
export function address(path: string, parameters: object = {}, query: object = {}): string {
  const values = parameters as Record<string, unknown>;
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(values[name] ?? '')),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one));
    }
  }
  const text = search.toString();
  return API_ROOT + filled + (text ? `?${text}` : '');
}

/** Headers that every call carries; unsafe ones prove with the token that this page sent them. */
export function commonHeaders(method: string): Record<string, string> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': surroundings.language(),
  };
  const token = surroundings.csrfToken();
  if (method !== 'get' && token) headers['X-CSRF-Token'] = token;
  return headers;
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The version of a resource as its ETag: `7` is `"7"`. */
function etagOf(current: unknown): string | null {
  const version = (current as { version?: unknown } | null | undefined)?.version;
  return typeof version === 'number' ? `"${version}"` : null;
}

/** Turns a refusal into the error that pages understand. */
export function refusal(status: number, body: unknown, etag: string | null): ApiError {
  const problem = (body ?? { status }) as Problem;
  if (status === 401) surroundings.onUnauthenticated();
  if (status === 412)
    return new ConflictError(problem, problem.current ?? null, etag ?? etagOf(problem.current));
  return new ApiError(status, problem);
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** One repeat after a broken connection: harmless for reads and for POSTs, which carry their key. */
async function fetchPatiently(url: string, init: RequestInit, repeatable: boolean): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    if (!repeatable) throw new OfflineError();
  }
  await pause(400);
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new OfflineError();
  }
}

async function call<P extends string, M extends Method>(
  method: M,
  path: P,
  options: Options<P, M> = {},
): Promise<Reply<ReplyOf<P, M>>> {
  const headers = commonHeaders(method);
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.etag) headers['If-Match'] = options.etag;
  if (method === 'post') headers['Idempotency-Key'] = options.idempotencyKey ?? randomKey();
  const url = address(path, options.path as object, options.query as object);
  const init: RequestInit = {
    method: method.toUpperCase(),
    headers,
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    credentials: 'same-origin',
    // A version is of what may be changed; the day, the steps open and what hangs on other things change without it.
    cache: 'no-store',
    signal: options.signal,
  };
  const response = await fetchPatiently(url, init, method === 'get' || method === 'post');
  const etag = response.headers.get('ETag');
  const body = await readBody(response);
  if (!response.ok) throw refusal(response.status, body, etag);
  return { data: body as ReplyOf<P, M>, etag, status: response.status };
}

/** The typed client: `api.get('/platforms/{id}', { path: { id } })`. */
export const api = {
  get: <P extends PathOf<'get'>>(path: P, options?: Options<P, 'get'>) => call('get', path, options),
  post: <P extends PathOf<'post'>>(path: P, options?: Options<P, 'post'>) => call('post', path, options),
  put: <P extends PathOf<'put'>>(path: P, options?: Options<P, 'put'>) => call('put', path, options),
  patch: <P extends PathOf<'patch'>>(path: P, options?: Options<P, 'patch'>) => call('patch', path, options),
  delete: <P extends PathOf<'delete'>>(path: P, options?: Options<P, 'delete'>) =>
    call('delete', path, options),
};
