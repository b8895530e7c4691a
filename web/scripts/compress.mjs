// Writes NAME.gz beside every built file that shrinks by compression; the server sends them as they are.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const root = process.argv[2] ?? 'dist';
const compressible = /\.(js|css|html|svg|json|txt|map)$/;
const pack = promisify(gzip);

async function compressFolder(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await compressFolder(path);
    else if (compressible.test(entry.name)) await compressFile(path);
  }
}

async function compressFile(path) {
  const raw = await readFile(path);
  const packed = await pack(raw, { level: 9 });
  if (packed.length < raw.length) await writeFile(`${path}.gz`, packed);
}

await compressFolder(root);
