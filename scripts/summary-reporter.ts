// The closing words of a test run: what it executed, why tests were skipped, what to do next, and as the very last line how
// many passed, failed and were skipped. Knows nothing of what the tests are about.
import type { Reporter, TestCase, TestModule } from 'vitest/node';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const broken = modules.filter((module) => module.errors().length > 0).length + unhandledErrors.length;
    const counts: Counts = {
      passed: tests.filter((test) => test.result().state === 'passed').length,
      // A file that could not be loaded, or an error outside every test, is a failure too.
      failed: tests.filter((test) => test.result().state === 'failed').length + broken,
      skipped: tests.filter(isSkipped).length,
    };
    process.stdout.write(
      `\n${[...executedLine(tests), ...skipLines(tests), nextStep(counts), closingLine(counts)].join('\n')}\n`,
    );
  }
}

/** `N passed, N failed`, and `, N skipped` where there are any. */
function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function nextStep({ passed, failed }: Counts): string {
  if (failed > 0) return 'Next: see above for what failed; npm test -- PATH runs one file alone.';
  if (passed === 0)
    return 'Next: no test ran; npm test -- PATH takes a part of a path of packages, apps or test.';
  return 'Next: npm start opens Loom, npm run check looks at the code itself, npm run bench measures it.';
}

/** What test/support/count.ts counted, where there is any of it. */
function executedLine(tests: readonly TestCase[]): string[] {
  const sum = (what: 'vectors' | 'propertyRuns' | 'attacks') =>
    tests.reduce((total, test) => total + (test.meta()[what] ?? 0), 0);
  const [vectors, runs, attacks] = [sum('vectors'), sum('propertyRuns'), sum('attacks')];
  if (vectors + runs + attacks === 0) return [];
  const number = (count: number) => count.toLocaleString('en');
  return [`Executed ${number(vectors)} vectors, ${number(runs)} property runs, ${number(attacks)} attacks.`];
}

/** One line for each reason, with how many tests it kept from running. */
function skipLines(tests: readonly TestCase[]): string[] {
  const reasons = new Map<string, number>();
  for (const test of tests.filter(isSkipped)) {
    const result = test.result();
    const reason =
      (result.state === 'skipped' ? result.note : undefined) ?? `no reason given: ${test.fullName}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return [...reasons].map(([reason, count]) => `Skipped ${count}: ${reason}`);
}

function isSkipped(test: TestCase): boolean {
  const { state } = test.result();
  // Pending: never came to run, because the run was stopped before.
  return state === 'skipped' || state === 'pending';
}
