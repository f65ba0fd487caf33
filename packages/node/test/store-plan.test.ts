// How the SQLite store finds what it is asked for: never by looking through the messages.

import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type Database from 'better-sqlite3-multiple-ciphers';
import { openDatabase } from '../src/store/open-store.ts';
import { sqliteStore } from '../src/store/sqlite-store.ts';
import { testKey } from './support/samples.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

let folder: TemporaryFolder;
let db: Database;

beforeEach(() => {
  folder = temporaryFolder();
  const opened = openDatabase({ path: join(folder.path, 'loom.db'), key: testKey });
  if (!opened.ok) throw new Error(opened.fault.code);
  db = opened.db;
});
afterEach(() => {
  db.close();
  folder.remove();
});

/** The steps of each statement that the store prepares, in SQLite's words. */
function plans(): { sql: string; steps: string[] }[] {
  const prepare = vi.spyOn(db, 'prepare');
  sqliteStore(db);
  const statements = prepare.mock.calls.map(([sql]) => sql);
  prepare.mockRestore();
  return statements
    .filter((sql) => /^\s*(?:SELECT|INSERT|UPDATE|DELETE)/.test(sql))
    .map((sql) => {
      const rows = db.explain(`QUERY PLAN ${sql}`) as { detail: string }[];
      return { sql, steps: rows.map(({ detail }) => detail) };
    });
}

test('no statement scans a table, but for contacts, those left to erase at opening, and settings', () => {
  const scans = plans().flatMap(({ steps }) => steps.filter((step) => step.startsWith('SCAN')));
  // An index of its own kind: it walks along the words that are asked for, newest first.
  const isIndex = (step: string): boolean => step.startsWith('SCAN message_words VIRTUAL TABLE INDEX');
  expect(scans.filter((step) => step !== 'SCAN CONSTANT ROW' && !isIndex(step))).toEqual([
    'SCAN contact',
    'SCAN contact',
    'SCAN setting',
  ]);
});

test('nothing that grows with a conversation is sorted to be shown', () => {
  const sorted = plans().filter(({ steps }) => steps.some((step) => step.includes('TEMP B-TREE')));
  // At most ADDRESSES_KEPT rows each.
  expect(sorted.filter(({ sql }) => !sql.includes('FROM address'))).toEqual([]);
});

test('each index of the messages is used', () => {
  const steps = plans().flatMap((plan) => plan.steps);
  const indices = db
    .prepare<[], { name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'message'`,
    )
    .all();
  expect(indices.length).toBeGreaterThan(3);
  const unused = indices.filter(({ name }) => !steps.some((step) => step.includes(name)));
  expect(unused).toEqual([]);
});
