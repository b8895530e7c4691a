// The contract as a judge: which operation a request belongs to, and whether a reply is one that the operation declares.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { parse } from 'yaml';
import { repository } from './paths.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean;
  enum?: Json[];
  anyOf?: Schema[];
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  examples?: Json[];
}
interface Reference {
  $ref?: string;
}
export interface Parameter {
  name: string;
  in: 'query' | 'path' | 'header';
  required?: boolean;
  schema: Schema;
  example?: Json;
}
interface Reply extends Reference {
  headers?: Record<string, { $ref?: string; required?: boolean }>;
  content?: Record<string, { schema: Schema; example?: Json }>;
}
export interface OperationObject {
  operationId: string;
  'x-kunyu-action': string;
  'x-kunyu-actions-by-step'?: Record<string, string>;
  security?: Record<string, unknown>[];
  parameters?: (Parameter | Reference)[];
  requestBody?: { content: Record<string, { schema: Schema; example?: Json }> };
  responses: Record<string, Reply>;
}
export interface Operation {
  id: string;
  method: string;
  path: string;
  action: string;
  object: OperationObject;
  matches: RegExp;
}
export interface SeenReply {
  status: number;
  headers: Headers;
  bytes: Uint8Array;
}

const file = join(repository, 'api/openapi.yaml');
const document = parse(readFileSync(file, 'utf8')) as { paths: Record<string, Record<string, OperationObject>> } & Record<string, unknown>;

const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
addFormats(ajv);
ajv.addSchema({ ...document, $id: 'https://kunyu/contract' });

/** Follows `#/components/…`. */
export function resolved<T extends object>(value: T | Reference): T {
  let current: unknown = value;
  while (typeof (current as Reference).$ref === 'string') {
    const steps = (current as { $ref: string }).$ref.slice(2).split('/');
    current = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step.replaceAll('~1', '/').replaceAll('~0', '~')], document);
  }
  return current as T;
}

const compiled = new Map<string, ValidateFunction>();
function validator(pointer: string): ValidateFunction {
  let found = compiled.get(pointer);
  if (found === undefined) {
    found = ajv.compile({ $ref: `https://kunyu/contract#${pointer}` });
    compiled.set(pointer, found);
  }
  return found;
}

/** Faults of a value against a named schema of the contract, one a line; empty when it fits. */
export function faultsOf(schemaName: string, value: unknown): string {
  return faults(`/components/schemas/${schemaName}`, value);
}
function faults(pointer: string, value: unknown): string {
  const check = validator(pointer);
  if (check(value)) return '';
  return (check.errors ?? [])
    .slice(0, 12)
    .map((e) => `${e.instancePath || '/'} ${e.message ?? ''} ${JSON.stringify(e.params)}`)
    .join('\n');
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];
export const operations: Operation[] = Object.entries(document.paths).flatMap(([path, item]) =>
  methods
    .filter((method) => method in item)
    .map((method) => {
      const object = item[method] as OperationObject;
      const rest = path.startsWith('/workbench/');
      const pattern = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, rest ? '.*' : '[^/]+');
      return { id: object.operationId, method, path, action: object['x-kunyu-action'], object, matches: new RegExp(`^${pattern}$`) };
    }),
);

export function operation(id: string): Operation {
  const found = operations.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`The contract has no operation ${id}.`);
  return found;
}

/** The operation of a request; literal paths win over placeholders, as in the router. */
export function operationOf(method: string, path: string): Operation | undefined {
  const wanted = method.toLowerCase() === 'head' ? 'get' : method.toLowerCase();
  const fitting = operations.filter((candidate) => candidate.method === wanted && candidate.matches.test(path));
  return fitting.sort((a, b) => placeholders(a.path) - placeholders(b.path))[0];
}
function placeholders(path: string): number {
  return (path.match(/\{/g) ?? []).length;
}

export function parametersOf(subject: Operation): Parameter[] {
  return (subject.object.parameters ?? []).map((parameter) => resolved<Parameter>(parameter));
}

/** The status that says it went well: the first below 400 that the contract names. */
export function successOf(subject: Operation): number {
  return Math.min(...Object.keys(subject.object.responses).map(Number));
}

export class ContractBreach extends Error {
  override name = 'ContractBreach';
}

/** Statuses that the server answers below the routes, as the contract's introduction says. */
const belowRoutes = new Set([405, 408, 414, 431, 501, 503]);

/** Whether a path is not of our own API but of a standard. */
export function isOfStandard(path: string): boolean {
  return path.startsWith('/sta/');
}

/** Throws ContractBreach unless the contract declares this reply. Returns the operation's id. */
export function judge(method: string, path: string, seen: SeenReply): string {
  const type = (seen.headers.get('content-type') ?? '').split(';')[0]!.trim();
  const name = `${method} ${path} -> ${seen.status}`;
  const breach = (what: string): never => {
    throw new ContractBreach(`${name}: ${what}\n${new TextDecoder().decode(seen.bytes.slice(0, 2000))}`);
  };
  const found = operationOf(method, path);
  if (!seen.headers.has('x-request-id')) breach('X-Request-Id is missing');
  // SensorThings has the standard as its contract; sensorthings.test.ts holds it against that.
  if (isOfStandard(path)) {
    if (seen.status >= 400) judgeProblem(method, type, seen, breach);
    return '';
  }
  if (belowRoutes.has(seen.status) || (found === undefined && seen.status === 404)) {
    judgeProblem(method, type, seen, breach);
    return '';
  }
  if (found === undefined) return breach('the contract does not declare this route');
  const declared = found.object.responses[String(seen.status)];
  if (declared === undefined) return breach(`the contract does not declare this status (it has ${Object.keys(found.object.responses).join(', ')})`);
  const reply = resolved<Reply>(declared);
  for (const header of Object.keys(reply.headers ?? {})) if (!seen.headers.has(header)) breach(`${header} is missing`);
  if (seen.status >= 400) {
    if (type !== 'text/html' || found.object.responses['200']?.content?.['text/html'] === undefined) judgeProblem(method, type, seen, breach);
    return found.id;
  }
  const contents = reply.content;
  if (contents === undefined) {
    if (seen.bytes.length > 0) breach('no body is declared');
    return found.id;
  }
  if (!(type in contents)) breach(`Content-Type ${type} is not declared (${Object.keys(contents).join(', ')})`);
  if (method.toUpperCase() !== 'HEAD' && type.endsWith('json')) {
    const where = '$ref' in declared && declared.$ref !== undefined
      ? declared.$ref.slice(1)
      : `/paths/${found.path.replaceAll('~', '~0').replaceAll('/', '~1')}/${found.method}/responses/${seen.status}`;
    const pointer = encodeURI(`${where}/content/${type.replaceAll('/', '~1')}/schema`);
    const wrong = faults(pointer, parseJson(seen.bytes, breach));
    if (wrong !== '') breach(wrong);
  }
  return found.id;
}

function judgeProblem(method: string, type: string, seen: SeenReply, breach: (what: string) => never): void {
  if (method.toUpperCase() === 'HEAD') return;
  if (type !== 'application/problem+json') breach(`an error of Content-Type ${type}`);
  const body = parseJson(seen.bytes, breach) as { status: number; code: string; type: string; request_id: string };
  const wrong = faultsOf('Problem', body);
  if (wrong !== '') breach(wrong);
  if (body.status !== seen.status) breach('the problem names another status');
  if (body.type !== `/problems/${body.code}`) breach('type and code differ');
  if (body.request_id !== seen.headers.get('x-request-id')) breach('request_id differs from X-Request-Id');
}

function parseJson(bytes: Uint8Array, breach: (what: string) => never): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return breach(`the body is not JSON: ${String(error)}`);
  }
}
