// What the SQLite store leaves on the disk for others to read: nothing.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, openStore } from '../src/store/open-store.ts';
import { contactFor, messageIdFor, testKey } from './support/samples.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

import Database from 'better-sqlite3-multiple-ciphers';
const NAME = 'Wilhelmina Canary';
const TEXT = 'the canary sings at dawn';

let folder: TemporaryFolder;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'loom.db');
});
afterEach(() => folder.remove());

/** The files of the folder that hold any of these as UTF-8 or UTF-16, whole or as any of their longer pieces. */
function filesThatHold(...needles: string[]): string[] {
  const patterns = needles.flatMap((needle) => [Buffer.from(needle), Buffer.from(needle, 'utf16le')]);
  return readdirSync(folder.path).filter((name) => {
    const bytes = readFileSync(join(folder.path, name));
    return patterns.some((pattern) => bytes.includes(pattern));
  });
}

/** How many temporary files SQLite has open: it unlinks them at once, so no folder lists them. */
function openTemporaryFiles(): number {
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).includes('etilqs_');
    } catch {
      // The descriptor that listed the folder is closed by now.
      return false;
    }
  }).length;
}

test('no file holds a text, a name or a secret, while the store is open, after a backup, and after it closed', () => {
  const seed = Buffer.from('a master seed, 32 bytes in words');
  const session = Buffer.from('the root key of a session');
  const opened = openStore({ path, key: testKey });
  if (!opened.ok) throw new Error(opened.fault.code);
  const { store } = opened;
  store.createProfile({ masterSeed: seed, fillerKey: seed, displayName: NAME, createdAt: 1 });
  const { id } = store.addContact(contactFor(1, NAME));
  store.writeSession(id, 'current', session);
  for (let mark = 1; mark <= 300; mark++) {
    store.addOutgoing(id, messageIdFor(mark), { kind: 'text', text: TEXT.repeat(10) }, mark);
  }
  const needles = [
    NAME,
    TEXT,
    seed.toString(),
    session.toString(),
    Buffer.from(testKey).toString(),
    'SQLite format',
    'CREATE TABLE',
  ];
  expect(readdirSync(folder.path)).toContain('loom.db-wal');
  expect(filesThatHold(...needles)).toEqual([]);
  store.backup(join(folder.path, 'copy.db'));
  expect(filesThatHold(...needles)).toEqual([]);
  store.close();
  expect(filesThatHold(...needles)).toEqual([]);
});

test('the search above finds a text that is there', () => {
  const opened = openDatabase({ path, key: testKey });
  if (!opened.ok) throw new Error(opened.fault.code);
  opened.db.close();
  const plain = openPlain(join(folder.path, 'plain.db'));
  plain.close();
  expect(filesThatHold(TEXT)).toEqual(['plain.db']);
});

test('a sort larger than any cache opens no temporary file', ({ skip }) => {
  skip(process.platform !== 'linux', 'open files that have no name are listed on Linux alone');
  const opened = openDatabase({ path, key: testKey });
  if (!opened.ok) throw new Error(opened.fault.code);
  const { db } = opened;
  /** The temporary files that are open in the middle of sorting 40 MB. */
  const filesWhileSorting = (): number => {
    const sort = db.prepare<[], { rank: number }>(
      `WITH RECURSIVE line (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM line WHERE n < 40000)
       SELECT n * 7919 % 40009 AS rank, printf('%1000d', n) || '${TEXT}' AS text FROM line ORDER BY rank, text`,
    );
    for (const row of sort.iterate()) return row.rank > 0 ? openTemporaryFiles() : NaN;
    return NaN;
  };
  try {
    expect(filesWhileSorting()).toBe(0);
    // The same look finds the file where there is one.
    db.pragma('temp_store = FILE');
    expect(filesWhileSorting()).toBeGreaterThan(0);
  } finally {
    db.close();
  }
});

function openPlain(at: string): Database {
  const db = new Database(at);
  db.exec('CREATE TABLE message (text)');
  db.prepare<[string]>('INSERT INTO message VALUES (?)').run(TEXT);
  return db;
}
