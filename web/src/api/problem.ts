/** One field that the server refused: `path` is a JSON pointer or dotted name within the request body. */
export interface FieldProblem {
  path: string;
  code: string;
  detail: string;
}

/** The body of a refusal, RFC 9457. */
export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  params?: Record<string, unknown>;
  request_id?: string;
  fields?: FieldProblem[];
  current?: unknown;
}

/** A reply of the server that is not a success. `message` is the sentence in the reader's language. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    super(problem.detail ?? problem.title ?? String(status));
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
  }

  get code(): string {
    return this.problem.code ?? '';
  }

  get fields(): FieldProblem[] {
    return this.problem.fields ?? [];
  }
}

/** Somebody else changed the thing since it was read (412); `current` is what the server has now. */
export class ConflictError extends ApiError {
  readonly current: unknown;
  readonly etag: string | null;

  constructor(problem: Problem, current: unknown, etag: string | null) {
    super(412, problem);
    this.name = 'ConflictError';
    this.current = current;
    this.etag = etag;
  }
}

/** The server could not be reached at all. */
export class OfflineError extends Error {
  constructor() {
    super('offline');
    this.name = 'OfflineError';
  }
}

/** "/name/zh", "name.zh" and "name[zh]" are the same field: one spelling, dots. */
export function fieldKey(path: string): string {
  return path
    .replace(/^\$?[./]+/, '')
    .replace(/\[(\w+)\]/g, '.$1')
    .replace(/\//g, '.');
}

/** Field errors by the field's dotted name; the first message of a field wins. */
export function fieldErrors(error: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  if (!(error instanceof ApiError)) return found;
  for (const field of error.fields) found[fieldKey(field.path)] ??= field.detail;
  return found;
}
