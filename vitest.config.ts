// One run over every room's tests. Knows nothing of what they need: each test brings it, or says why it is skipped.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.{ts,tsx}', 'apps/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    // Tests that start processes and browsers share two cores with everything else.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    setupFiles: ['./test/support/setup.ts'],
    reporters: ['default', './scripts/summary-reporter.ts'],
  },
});
