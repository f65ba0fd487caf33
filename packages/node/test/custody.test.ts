// The key file: made once, closed to others, and never made anew where a database needs the old one.

import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '@loom/engine';
import { Secret } from '@loom/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemRandom } from '../src/ambient/system-random.ts';
import { keyFileCustody } from '../src/custody/key-file.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

let folder: TemporaryFolder;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'database.key');
});
afterEach(() => folder.remove());

test('the key is made once, of 32 random bytes, and read from then on', () => {
  const first = keyFileCustody(path, systemRandom).readOrCreate(false);
  expect(first).toEqual({ ok: true, key: new Secret('database key', readFileSync(path)) });
  expect(readFileSync(path)).toHaveLength(32);
  expect(keyFileCustody(path, systemRandom).readOrCreate(true)).toEqual(first);
  expect(keyFileCustody(path, systemRandom).readOrCreate(false)).toEqual(first);
  expect(readdirSync(folder.path)).toEqual(['database.key']);
});

test('another profile gets another key', () => {
  const keys = ['a.key', 'b.key'].map((name) =>
    keyFileCustody(join(folder.path, name), systemRandom).readOrCreate(false),
  );
  expect(keys[0]).not.toEqual(keys[1]);
});

test.skipIf(process.platform === 'win32')(
  'the file is closed to others, also one that was open to them',
  () => {
    keyFileCustody(path, systemRandom).readOrCreate(false);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o644);
    keyFileCustody(path, systemRandom).readOrCreate(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  },
);

test('a key that a database needs is not made anew', () => {
  expect(keyFileCustody(path, systemRandom).readOrCreate(true)).toEqual({
    ok: false,
    fault: { code: 'database-key-missing', path },
  });
  expect(readdirSync(folder.path)).toEqual([]);
});

test.each([0, 31, 33])('a file of %i bytes is no key, and stays as it is', (bytes) => {
  writeFileSync(path, new Uint8Array(bytes).fill(5));
  for (const databaseExists of [true, false]) {
    expect(keyFileCustody(path, systemRandom).readOrCreate(databaseExists)).toEqual({
      ok: false,
      fault: { code: 'database-key-damaged', path, bytes },
    });
  }
  expect(readFileSync(path)).toHaveLength(bytes);
});

test('a key file of a newer Loom says so', () => {
  writeFileSync(path, Buffer.concat([Buffer.from('LOOMKEY'), Buffer.of(2, 1, 7)]));
  expect(keyFileCustody(path, systemRandom).readOrCreate(true)).toEqual({
    ok: false,
    fault: { code: 'database-newer', path, version: 2, supported: 1 },
  });
});

test('of two that make the key at the same moment both get the one that came first', () => {
  /** Draws its bytes while another process makes the key. */
  const slow: Random = {
    bytes: (length) => {
      keyFileCustody(path, systemRandom).readOrCreate(false);
      return systemRandom.bytes(length);
    },
  };
  const second = keyFileCustody(path, slow).readOrCreate(false);
  expect(second).toEqual({ ok: true, key: new Secret('database key', readFileSync(path)) });
  expect(readdirSync(folder.path)).toEqual(['database.key']);
});

test('what a kill left of a key that was being made is in nobody’s way', () => {
  writeFileSync(`${path}.${process.pid}.new`, 'half a k');
  expect(keyFileCustody(path, systemRandom).readOrCreate(false).ok).toBe(true);
  expect(readdirSync(folder.path)).toEqual(['database.key']);
});

test('a folder that can’t be written to is named', () => {
  const file = join(folder.path, 'file');
  writeFileSync(file, '');
  expect(keyFileCustody(join(file, 'database.key'), systemRandom).readOrCreate(false)).toEqual({
    ok: false,
    fault: { code: 'folder-read-only', path: file },
  });
});

test('a mistake that no fault is for is not hidden', () => {
  mkdirSync(path);
  expect(() => keyFileCustody(path, systemRandom).readOrCreate(false)).toThrow('EISDIR');
});
