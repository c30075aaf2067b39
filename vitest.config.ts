import { defineConfig } from 'vitest/config';

const BROWSER = 'tests/browser/**/*.test.ts';
const CLIENTS = 'tests/real-client/**/*.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [BROWSER, CLIENTS],
          testTimeout: 60_000,
        },
      },
      {
        // After the others, which need the processor; these mostly wait for a reader's typing, so two at a time even on a small machine.
        test: {
          name: 'browser',
          include: [BROWSER],
          testTimeout: 150_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          expect: { poll: { timeout: 40_000 } },
        },
      },
      {
        // In real time, and so not for a machine that has much else to do: `npm run test:clients`.
        test: { name: 'clients', include: [CLIENTS], testTimeout: 150_000, maxConcurrency: 16 },
      },
    ],
  },
});
