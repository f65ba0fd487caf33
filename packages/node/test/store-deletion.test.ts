// What a deleted contact leaves in the SQLite store's file: at once nothing of the person, and in the end nothing at all.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, type ContactId, type Engine, type Store } from '@loom/engine';
import { MemoryNetwork, MemoryStore, SeededRandom, VirtualClock } from '@loom/engine/testing';
import Database from 'better-sqlite3-multiple-ciphers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROWS_ERASED_AT_ONCE } from '../src/store/deletion.ts';
import { migrate } from '../src/store/migrations.ts';
import { openDatabase } from '../src/store/open-store.ts';
import { sqliteStore } from '../src/store/sqlite-store.ts';
import { Child } from './support/child.ts';
import { contactFor, messageIdFor, testKey } from './support/samples.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

const NAME = 'Wilhelmina Canary';
const TEXT = 'the canary sings at dawn';
const SESSION = Buffer.from('the root key of a session');
const MESSAGES = 3 * ROWS_ERASED_AT_ONCE;

let folder: TemporaryFolder;
let path: string;
const opened: { close(): unknown }[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'loom.db');
});
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
  folder.remove();
});

function open(): { db: Database; store: Store } {
  const result = openDatabase({ path, key: testKey });
  if (!result.ok) throw new Error(result.fault.code);
  opened.push(result.db);
  return { db: result.db, store: sqliteStore(result.db) };
}

/** A contact that everything is known of, with messages among those of another one. */
function fill(store: Store): { gone: ContactId; kept: ContactId } {
  const gone = store.addContact(contactFor(1, NAME)).id;
  const kept = store.addContact(contactFor(2)).id;
  store.transaction(() => {
    for (let mark = 0; mark < MESSAGES; mark++) {
      store.addOutgoing(gone, messageIdFor(mark), { kind: 'text', text: TEXT }, mark);
      store.addOutgoing(kept, messageIdFor(mark), { kind: 'text', text: `kept ${mark}` }, mark);
    }
    store.writeSession(gone, 'current', SESSION);
    store.rememberEphemeral(gone, new Uint8Array(8).fill(9));
    store.rememberAddress(gone, { host: '192.0.2.77', port: 9, source: 'manual', lastGood: 1 });
  });
  return { gone, kept };
}

/** Every value of every row of every table, but for what the index of words keeps. */
function values(db: Database): unknown[] {
  const tables = db
    .prepare<[], string>(
      `SELECT name FROM pragma_table_list
       WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'setting'`,
    )
    .pluck()
    .all();
  return tables.flatMap((table) =>
    db
      .prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`)
      .all()
      .flatMap((row) => Object.values(row)),
  );
}

function rowsOf(db: Database, id: ContactId): number {
  const count = db
    .prepare<[ContactId], number>('SELECT count(*) FROM message WHERE contact_id = ?')
    .pluck()
    .get(id);
  return count ?? NaN;
}

/** The store on a database that is not encrypted, so that its file shows what a page holds, in use or not. */
function openPlain(secureDelete: 'ON' | 'OFF'): Store {
  const db = new Database(path);
  opened.push(db);
  db.pragma('journal_mode = WAL');
  db.pragma('foreign_keys = ON');
  db.pragma(`secure_delete = ${secureDelete}`);
  migrate(db);
  return sqliteStore(db);
}

/** How often any of these stands in the files of the database. */
function inFiles(...needles: (string | Uint8Array)[]): number {
  const files = [path, `${path}-wal`].map((file) => readFileSync(file, 'latin1')).join('');
  return needles.reduce((sum, needle) => sum + files.split(latin1(needle)).length - 1, 0);
}

function latin1(needle: string | Uint8Array): string {
  return Buffer.from(needle).toString('latin1');
}

describe('a deletion', () => {
  test('leaves nothing of the person in any table, before the messages are erased', () => {
    const { db, store } = open();
    const { gone } = fill(store);
    const { tokenPayload, identityKey, staticKey, ownStream } = contactFor(1, NAME);
    const ofPerson = [tokenPayload, identityKey, staticKey, ownStream, SESSION]
      .map((bytes) => Buffer.from(bytes))
      .concat(Buffer.from([9, 9, 9, 9, 9, 9, 9, 9]));
    const found = (): unknown[] =>
      values(db).filter(
        (value) =>
          value === NAME ||
          value === '192.0.2.77' ||
          (value instanceof Uint8Array && ofPerson.some((bytes) => bytes.equals(value))),
      );
    expect(found()).toHaveLength(8);
    store.deleteContact(gone);
    expect(rowsOf(db, gone)).toBeGreaterThan(0);
    expect(found()).toEqual([]);
    expect(statSync(`${path}-wal`).size).toBe(0);
  });

  test('and each piece of erasing takes a bounded number of rows, until there is none and no write-ahead log', () => {
    const { db, store } = open();
    const { gone, kept } = fill(store);
    const counts = [rowsOf(db, gone)];
    store.deleteContact(gone);
    counts.push(rowsOf(db, gone));
    while (store.eraseDeleted()) counts.push(rowsOf(db, gone));
    counts.push(rowsOf(db, gone));
    const taken = counts.slice(1).map((count, index) => (counts[index] ?? NaN) - count);
    expect(Math.max(...taken)).toBe(ROWS_ERASED_AT_ONCE);
    expect(counts.at(-1)).toBe(0);
    expect(db.prepare<[], ContactId>('SELECT id FROM contact').pluck().all()).toEqual([kept]);
    expect(rowsOf(db, kept)).toBe(MESSAGES);
    expect(statSync(`${path}-wal`).size).toBe(0);
    expect(db.pragma('foreign_key_check')).toEqual([]);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  test('of one with few messages is done at once', () => {
    const { db, store } = open();
    const { id } = store.addContact(contactFor(1, NAME));
    store.addOutgoing(id, messageIdFor(1), { kind: 'text', text: TEXT }, 1);
    store.deleteContact(id);
    expect(values(db)).toEqual([]);
    expect(store.eraseDeleted()).toBe(false);
  });

  test('overwrites name and session at once, and the texts once it has erased all', () => {
    const store = openPlain('ON');
    const { gone } = fill(store);
    expect(inFiles(NAME, SESSION, TEXT)).toBeGreaterThan(MESSAGES);
    store.deleteContact(gone);
    expect(inFiles(NAME, SESSION)).toBe(0);
    while (store.eraseDeleted());
    expect(inFiles(NAME, SESSION, TEXT)).toBe(0);
  });

  test('takes the words of what was deleted out of the index as well', () => {
    const store = openPlain('ON');
    const { gone, kept } = fill(store);
    const single = store.addOutgoing(kept, messageIdFor(9_999), { kind: 'text', text: 'xylophonist' }, 1);
    expect(inFiles('xylophon')).toBeGreaterThan(0);
    store.deleteMessage(kept, single.rowId);
    expect(inFiles('xylophon')).toBe(0);
    store.deleteContact(gone);
    while (store.eraseDeleted());
    // The index keeps a word without the beginning that it shares with the one before.
    expect(['canary', 'anary', 'sings', 'dawn'].filter((word) => inFiles(word) > 0)).toEqual([]);
  });

  test('without secure_delete would leave texts, and the search above finds them', () => {
    const store = openPlain('OFF');
    const { gone } = fill(store);
    store.deleteContact(gone);
    while (store.eraseDeleted());
    expect(inFiles(TEXT)).toBeGreaterThan(0);
  });
});

test('a kill between any two pieces brings nobody back, and the next start finishes what is left', async () => {
  let pieces = 0;
  let last: string | undefined;
  for (; last !== 'done'; pieces++) {
    const { db, store } = open();
    const { gone, kept } = fill(store);
    db.close();
    await using child = new Child(['eraseInPieces', folder.path]);
    last = await child.line();
    for (let piece = 0; piece < pieces; piece++) {
      child.say('go on');
      last = await child.line();
    }
    await child.kill();

    const after = open();
    expect(after.store.listContacts().map(({ id }) => id)).toEqual([kept]);
    expect(after.store.listMessages(gone, undefined, 10)).toEqual([]);
    const { id } = after.store.addContact(contactFor(1, NAME));
    expect(after.store.listMessages(id, undefined, 10)).toEqual([]);
    while (after.store.eraseDeleted());
    expect(values(after.db)).not.toContain(TEXT);
    expect(after.store.listMessages(kept, undefined, 2 * MESSAGES)).toHaveLength(MESSAGES);
    after.db.close();
    folder.remove();
    folder = temporaryFolder();
    path = join(folder.path, 'loom.db');
  }
  expect(pieces).toBeGreaterThan(3);
});

describe('the engine', () => {
  const clock = new VirtualClock();

  function start(store: Store, seed: number): Engine {
    return createEngine({
      store,
      transport: new MemoryNetwork({ clock, random: new SeededRandom(1), latencyMs: 1 }).transport(
        '10.0.0.1',
      ),
      discovery: undefined,
      clock,
      random: new SeededRandom(seed),
      log: () => undefined,
      profile: 'anna',
      keyCustody: 'memory',
      ports: [47113],
    });
  }

  /** An engine with one contact and its messages. */
  async function withContact(
    store: Store,
  ): Promise<{ engine: Engine; key: Uint8Array<ArrayBuffer>; id: ContactId }> {
    const ben = start(new MemoryStore(), 2);
    const token = await ben.handlers.generate_new_identity({ name: 'Ben' });
    const engine = start(store, 3);
    await engine.handlers.generate_new_identity({ name: 'Anna' });
    const contact = await engine.handlers.add_contact_token({ token_str: token, display_name: 'Ben' });
    const [row] = store.listContacts();
    if (row === undefined) throw new Error('There is no contact.');
    for (let mark = 0; mark < MESSAGES; mark++) {
      store.addOutgoing(row.id, messageIdFor(mark), { kind: 'text', text: TEXT }, mark);
    }
    return { engine, key: Uint8Array.from(contact.public_key), id: row.id };
  }

  test('tells at once that a contact is gone, goes on meanwhile, and answers once all is erased', async () => {
    const { db, store } = open();
    const { engine, key, id } = await withContact(store);
    const told: string[] = [];
    engine.on(({ event }) => told.push(event));
    let isAnswered = false;
    const deletion = async (): Promise<void> => {
      await engine.handlers.delete_contact({ contact_pub_key: key });
      isAnswered = true;
    };
    const answer = deletion();
    await clock.advance(0);
    expect(told).toContain('contact_removed');
    expect(await engine.handlers.get_contacts({})).toEqual([]);
    expect(isAnswered).toBe(false);
    expect(rowsOf(db, id)).toBeGreaterThan(0);
    await clock.advance(10_000);
    await answer;
    expect(rowsOf(db, id)).toBe(0);
    await engine.stop();
  });

  test('that stopped in between goes on erasing with its next start', async () => {
    const { db, store } = open();
    const { engine, key, id } = await withContact(store);
    const answer = engine.handlers.delete_contact({ contact_pub_key: key });
    const stopped = engine.stop();
    await clock.advance(10_000);
    await Promise.all([answer, stopped]);
    const left = rowsOf(db, id);
    expect(left).toBeGreaterThan(0);
    const next = start(store, 4);
    await clock.advance(10_000);
    expect(rowsOf(db, id)).toBe(0);
    expect(await next.handlers.get_contacts({})).toEqual([]);
    await next.stop();
  });
});
