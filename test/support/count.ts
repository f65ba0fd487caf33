// How many vectors, property runs and attacks a run of the tests executes: counted by the test that executes them, where it
// does, and summed up by scripts/summary-reporter.ts.
import { TestRunner } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    vectors?: number;
    propertyRuns?: number;
    attacks?: number;
  }
}

type Counted = 'vectors' | 'propertyRuns' | 'attacks';

/** Published vectors, ours or others', that the running test has compared. */
export function countVectors(count = 1): void {
  add('vectors', count);
}

/** Runs of properties; called for every `fc.assert` (test/support/setup.ts). */
export function countPropertyRuns(count: number): void {
  add('propertyRuns', count);
}

/** Attacks that the running test has carried out: once for each time that something was attempted. */
export function countAttack(count = 1): void {
  add('attacks', count);
}

function add(what: Counted, count: number): void {
  const test = TestRunner.getCurrentTest();
  // Outside a test nothing is reported, such as in a file that is loaded.
  if (test !== undefined) test.meta[what] = (test.meta[what] ?? 0) + count;
}
