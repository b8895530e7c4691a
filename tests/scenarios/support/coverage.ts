// Which operations and statuses the scenarios have seen; one line each, for build/contract-coverage.txt.
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './paths.ts';

const file = join(repository, 'build/contract-coverage.txt');
const seen = new Set<string>();

export function note(operation: string, status: number): void {
  const line = `${operation} ${status}`;
  if (operation === '' || seen.has(line)) return;
  seen.add(line);
  mkdirSync(join(repository, 'build'), { recursive: true });
  appendFileSync(file, `${line}\n`);
}
