#!/usr/bin/env node
// test-summary FOLDER            adds up the results (GoogleTest's and Vitest's JSON) and prints "N passed, N failed, N skipped"
// test-summary crashed FOLDER X  records that the test program X ended without results
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , first, second, third] = process.argv;
if (first === 'crashed') {
  writeFileSync(join(second, `${third}.json`), JSON.stringify({ numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 }));
  process.exit(0);
}

/** {passed, failed, skipped} of one file of results. */
function countsOf(result) {
  if ('testsuites' in result || 'tests' in result) {
    let skipped = 0;
    for (const suite of result.testsuites ?? []) for (const test of suite.testsuite) if (test.result === 'SKIPPED') skipped += 1;
    const failed = (result.failures ?? 0) + (result.errors ?? 0);
    return { passed: result.tests - failed - skipped - (result.disabled ?? 0), failed, skipped: skipped + (result.disabled ?? 0) };
  }
  const failed = result.numFailedTests + (result.numFailedTests === 0 && result.success === false ? 1 : 0);
  return { passed: result.numPassedTests, failed, skipped: (result.numPendingTests ?? 0) + (result.numTodoTests ?? 0) };
}

const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of readdirSync(first).filter((file) => file.endsWith('.json'))) {
  let counts = { passed: 0, failed: 1, skipped: 0 };
  try {
    counts = countsOf(JSON.parse(readFileSync(join(first, name), 'utf8')));
  } catch (error) {
    console.log(`${name}: unreadable (${error.message})`);
  }
  console.log(`${name.replace('.json', '').padEnd(24)} ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  for (const key of Object.keys(total)) total[key] += counts[key];
}
if (total.passed + total.failed === 0) total.failed = 1;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);
