import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { suggestBackupPath } from '../src/backup-place.ts';

const now = new Date(2026, 10, 26, 12).getTime();
let homeFolder: string;

beforeEach(() => {
  homeFolder = mkdtempSync(join(tmpdir(), 'loom-place-'));
});
afterEach(() => rmSync(homeFolder, { recursive: true }));

test('a backup goes among the documents, or else into the home folder, under the name and the day', () => {
  expect(suggestBackupPath({ homeFolder, name: 'Ada', now })).toBe(
    join(homeFolder, 'Loom-Ada-2026-11-26.loom'),
  );
  mkdirSync(join(homeFolder, 'Documents'));
  expect(suggestBackupPath({ homeFolder, name: 'Ada', now })).toBe(
    join(homeFolder, 'Documents', 'Loom-Ada-2026-11-26.loom'),
  );
});

test('a name that is taken gets a number', () => {
  writeFileSync(join(homeFolder, 'Loom-Ada-2026-11-26.loom'), '');
  writeFileSync(join(homeFolder, 'Loom-Ada-2026-11-26-2.loom'), '');
  expect(suggestBackupPath({ homeFolder, name: 'Ada', now })).toBe(
    join(homeFolder, 'Loom-Ada-2026-11-26-3.loom'),
  );
});

test.each([
  ['', 'Loom-2026-11-26.loom'],
  ['../../etc/passwd', 'Loom-etc-passwd-2026-11-26.loom'],
  ['Ada / Bo: "home"?*', 'Loom-Ada-Bo-home-2026-11-26.loom'],
  ['Žofie Malá', 'Loom-Žofie-Malá-2026-11-26.loom'],
  ['.', 'Loom-2026-11-26.loom'],
  ['🧵'.repeat(40), 'Loom-2026-11-26.loom'],
  ['愛'.repeat(40), `Loom-${'愛'.repeat(21)}-2026-11-26.loom`],
])('the name %j becomes a file name that every system takes', (name, file) => {
  expect(suggestBackupPath({ homeFolder, name, now })).toBe(join(homeFolder, file));
});
