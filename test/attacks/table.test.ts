// Each attack of the table has its one test.
import { readFile } from 'node:fs/promises';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { attacks } from './support/attack.ts';

test('each attack has one test', async () => {
  const root = join(import.meta.dirname, '..');
  const files = globSync('**/*.test.ts', { cwd: root });
  const texts = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')));
  const made = texts.flatMap((text) =>
    [...text.matchAll(/^ *attack\(\s*(\d+),/gm)].map(([, number]) => Number(number)),
  );
  expect(made.toSorted((a, b) => a - b)).toEqual(Object.keys(attacks).map(Number));
});
