import { basename } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** These wait for minutes, for a crash loop or for deadlines, and go first: begun last, they would keep the others' cores idle. */
const longest = ['crash-loop.test.ts', 'mqtt.test.ts', 'mail.test.ts', 'mqtt-tls.test.ts', 'bad-input.test.ts'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const first = longest.flatMap((name) => sorted.filter((file) => basename(file.moduleId) === name));
    return [...new Set([...first, ...sorted])];
  }
}

export default defineConfig({
  test: {
    include: ['*.test.ts'],
    // Each file starts servers of its own. Three for two cores: some wait for a deadline of the server most of their time.
    pool: 'forks',
    poolOptions: { forks: { maxForks: 3, minForks: 1 } },
    testTimeout: 180_000,
    hookTimeout: 300_000,
    reporters: ['default', ['json', { outputFile: '../../build/scenarios.json' }]],
    // The steps of a story stand on each other.
    sequence: { concurrent: false, shuffle: false, sequencer: LongestFirst },
  },
});
