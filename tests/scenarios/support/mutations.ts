// Wrong bodies made from a right one: what the schema of an operation forbids, tried field by field.
import { resolved, type Json, type Operation, type Schema } from './contract.ts';

export interface Mutation {
  what: string;
  body: Json;
  /** No JSON text at all: 400 instead of 422. */
  unreadable?: boolean;
}
type Members = { [key: string]: Json };

/** The example body that the contract gives for the operation. */
export function exampleBody(subject: Operation): Members {
  const content = subject.object.requestBody?.content['application/json'];
  if (content === undefined) throw new Error(`${subject.id} takes no JSON`);
  const example = content.example ?? resolved<Schema>(content.schema).examples?.[0];
  if (example === undefined) throw new Error(`${subject.id} has no example body`);
  return example as Members;
}

/** Every single-fault body: each must be answered 422, and nothing may be stored. */
export function mutations(subject: Operation): Mutation[] {
  const schema = resolved<Schema>(subject.object.requestBody!.content['application/json']!.schema);
  const right = exampleBody(subject);
  const made: Mutation[] = [{ what: 'an unknown field', body: { ...right, no_such_field: 1 } }];
  for (const name of schema.required ?? []) {
    const { [name]: _, ...rest } = right;
    made.push({ what: `${name} is missing`, body: rest });
  }
  for (const [name, declared] of Object.entries(schema.properties ?? {})) {
    for (const [what, value] of wrongValues(declared)) made.push({ what: `${name} is ${what}`, body: { ...right, [name]: value }, unreadable: value === loneSurrogate });
  }
  return made;
}

const loneSurrogate = '\ud800';

function wrongValues(declared: Schema): [string, Json][] {
  const schema = plain(declared);
  const types = [schema.type ?? []].flat();
  const wrong: [string, Json][] = [];
  if (!types.includes('object')) wrong.push(['an object', { a: 1 }]);
  if (!types.includes('array')) wrong.push(['a list', [1]]);
  if (!types.includes('boolean')) wrong.push(['true', true]);
  if (!types.includes('string')) wrong.push(['a text', 'text']);
  if (types.includes('string')) {
    if (schema.maxLength !== undefined) wrong.push([`longer than ${schema.maxLength}`, '长'.repeat(schema.maxLength + 1)]);
    if (schema.minLength !== undefined && schema.minLength > 0) wrong.push(['empty', '']);
    if (schema.enum !== undefined) wrong.push(['no choice', 'no-such-choice']);
    if (schema.format === 'date') for (const day of ['2017-02-30', '2017-13-01', '17-1-1', '2017-06-01T00:00:00Z', '30.06.2018', '0000-00-00', '99999-01-01']) wrong.push([day, day]);
    wrong.push(['a text with NUL', `a\u0000b`]);
    wrong.push(['a text with a lone surrogate', loneSurrogate]);
  }
  if (types.includes('integer') || types.includes('number')) {
    if (schema.minimum !== undefined && !types.includes('string')) wrong.push(['too small', schema.minimum - 1]);
    if (schema.maximum !== undefined && !types.includes('string')) wrong.push(['too big', schema.maximum === Number.MAX_SAFE_INTEGER ? 1e300 : schema.maximum + 1]);
    if (types.includes('integer')) wrong.push(['not whole', 1.5]);
  }
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    if (types.includes('object') && plain(inner).type === 'string') wrong.push([`an object with ${name} a number`, { ...Object.fromEntries((schema.required ?? []).map((key) => [key, 'x'])), [name]: 7 }]);
  }
  if (types.includes('object') && schema.additionalProperties !== true) wrong.push(['an object with an unknown member', { ...(schema.examples?.[0] as Members | undefined), no_such_member: 1 }]);
  return wrong;
}

/** The schema behind references and behind "or null". */
function plain(declared: Schema): Schema {
  const schema = resolved<Schema>(declared);
  const inner = schema.anyOf?.find((option) => option.type !== 'null');
  return inner === undefined ? schema : plain(inner);
}

/** Paths (a.b) of every text in a body that a person may fill in freely. */
export function freeTexts(subject: Operation): string[] {
  const schema = resolved<Schema>(subject.object.requestBody!.content['application/json']!.schema);
  return Object.entries(schema.properties ?? {}).flatMap(([name, declared]) => {
    const inner = plain(declared);
    const types = [inner.type ?? []].flat();
    if (types.includes('string') && types.every((type) => type === 'string' || type === 'null') && inner.enum === undefined && inner.format === undefined && inner.pattern === undefined) return [name];
    if (types.includes('object')) return Object.entries(inner.properties ?? {}).filter(([, text]) => [plain(text).type ?? []].flat().includes('string') && plain(text).enum === undefined && plain(text).format === undefined && plain(text).pattern === undefined && ![plain(text).type ?? []].flat().includes('integer')).map(([key]) => `${name}.${key}`);
    return [];
  });
}

export function withText(body: Members, path: string, text: string): Members {
  const [head, tail] = path.split('.') as [string, string | undefined];
  if (tail === undefined) return { ...body, [head]: text };
  const inner = body[head];
  return { ...body, [head]: { ...(typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : { zh: '文' }), [tail]: text } };
}
