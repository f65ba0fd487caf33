import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Runs the fixtures whose path holds `filter`. */
function run(filter: string): Promise<{ code: number; lines: string[] }> {
  const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
  const config = join(import.meta.dirname, 'fixtures/closing-line/vitest.config.ts');
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [vitest, 'run', '--config', config, filter], (_, stdout) => {
      resolve({ code: child.exitCode ?? -1, lines: stdout.trimEnd().split('\n') });
    });
  });
}

test('a run ends with why tests were skipped, what to do next, and the count as the last line', async () => {
  const { code, lines } = await run('mixed');
  expect(code).toBe(1);
  expect(lines.slice(-3)).toEqual([
    'Skipped 2: there is no such thing here',
    'Next: see above for what failed; npm test -- PATH runs one file alone.',
    '1 passed, 1 failed, 2 skipped',
  ]);
});

test('a file that can’t be loaded counts as a failure', async () => {
  const { code, lines } = await run('broken');
  expect(code).toBe(1);
  expect(lines.at(-1)).toBe('0 passed, 1 failed');
});

test('a run that finds no test fails', async () => {
  expect((await run('nothing-of-this-name')).code).toBe(1);
});
