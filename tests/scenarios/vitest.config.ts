import { defineConfig } from 'vitest/config';

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
    sequence: { concurrent: false, shuffle: false },
  },
});
