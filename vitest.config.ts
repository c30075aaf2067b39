import { defineConfig } from 'vitest/config';

const BROWSER = 'tests/browser/**/*.test.ts';

export default defineConfig({
  test: {
    // Concurrent tests are those that wait in real time, for the real docker client.
    maxConcurrency: 16,
    projects: [
      {
        test: {
          name: 'node',
          include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [BROWSER],
          testTimeout: 60_000,
        },
      },
      {
        // After the others, which need the processor; these mostly wait for a reader's typing, so two at a time even on a small machine.
        test: {
          name: 'browser',
          include: [BROWSER],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
