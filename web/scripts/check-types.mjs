// Fails when src/api/schema.d.ts is not what openapi-typescript makes of the contract today.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const committed = 'src/api/schema.d.ts';
const folder = mkdtempSync(join(tmpdir(), 'kunyu-types-'));
try {
  const fresh = join(folder, 'schema.d.ts');
  execFileSync('npx', ['openapi-typescript', '../api/openapi.yaml', '-o', fresh], { stdio: 'pipe' });
  if (readFileSync(fresh, 'utf8') !== readFileSync(committed, 'utf8')) {
    console.error(`${committed} differs from api/openapi.yaml: run "npm run types" and commit the result`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
