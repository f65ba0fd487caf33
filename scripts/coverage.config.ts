// `npm run coverage`: how much of packages/protocol its own tests and the vectors run through, by branches; too little of it
// ends with 1. Knows nothing of other rooms, whose tests take minutes.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['packages/protocol/test/**/*.test.ts', 'test/vectors/*.test.ts'],
    setupFiles: ['./test/support/setup.ts'],
    testTimeout: 60_000,
    reporters: ['default', './scripts/summary-reporter.ts'],
    coverage: {
      enabled: true,
      provider: 'v8',
      include: ['packages/protocol/src/**/*.ts'],
      reporter: ['text'],
      reportsDirectory: 'coverage/protocol',
      thresholds: { branches: 98 },
    },
  },
});
