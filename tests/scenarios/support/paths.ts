import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
export const pack = join(repository, 'packs/mlr-2017');

/** The program under test: KUNYU_BIN, or the newest usual build. */
export function program(): string {
  const candidates = [process.env['KUNYU_BIN'], join(repository, 'build/release/kunyu'), join(repository, 'build/dev/kunyu')];
  const found = candidates.find((path) => path !== undefined && existsSync(path));
  if (found === undefined) throw new Error('There is no kunyu program: build it, or name it in KUNYU_BIN.');
  return resolve(found);
}
