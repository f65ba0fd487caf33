// What the SQLite store does with its file: settings, modes, faults, migrations, backups.

import {
  chmodSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrate, SCHEMA_VERSION, schemaVersion } from '../src/store/migrations.ts';
import { openDatabase, openStore, type StoreFault } from '../src/store/open-store.ts';
import type { SqliteStore } from '../src/store/sqlite-store.ts';
import { contactFor, messageIdFor, testKey } from './support/samples.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

const isWindows = process.platform === 'win32';

let folder: TemporaryFolder;
let path: string;
const opened: { close(): unknown }[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'loom.db');
});
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
  folder.remove();
});

function open(at = path, key = testKey): SqliteStore {
  const result = openStore({ path: at, key });
  if (!result.ok) throw new Error(`The store could not be opened: ${result.fault.code}.`);
  opened.push(result.store);
  return result.store;
}

function connect(): Database {
  const result = openDatabase({ path, key: testKey });
  if (!result.ok) throw new Error(`The database could not be opened: ${result.fault.code}.`);
  opened.push(result.db);
  return result.db;
}

function faultOf(at = path, key = testKey): StoreFault | undefined {
  const result = openStore({ path: at, key });
  if (!result.ok) return result.fault;
  result.store.close();
  return undefined;
}

/** A closed database with a contact and some messages. */
function filled(messages = 200): void {
  const store = open();
  const { id } = store.addContact(contactFor(1));
  store.transaction(() => {
    for (let mark = 0; mark < messages; mark++) {
      store.addOutgoing(id, messageIdFor(mark), { kind: 'text', text: `message ${mark} `.repeat(20) }, mark);
    }
  });
  store.close();
}

/** The names and bytes of all files of the folder. */
function files(): Map<string, string> {
  const names = readdirSync(folder.path).toSorted();
  return new Map(names.map((name) => [name, readFileSync(join(folder.path, name), 'base64')]));
}

describe('the settings', () => {
  test.each([
    ['cipher', 'chacha20'],
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['fullfsync', 1],
    ['temp_store', 2],
    ['locking_mode', 'exclusive'],
    ['secure_delete', 1],
    ['foreign_keys', 1],
    ['journal_size_limit', 4_194_304],
    ['busy_timeout', 0],
    ['application_id', 0x4c6f6f6d],
    ['user_version', SCHEMA_VERSION],
  ])('%s is %s, at first and after reopening', (pragma, value) => {
    connect().close();
    expect(connect().pragma(pragma, { simple: true })).toBe(value);
  });

  test('no table lets SQLite take a value of another type', () => {
    const tables = connect()
      .prepare<[], { name: string; type: string; strict: number }>('PRAGMA table_list')
      .all()
      // The index of words is FTS5's own, and holds what the messages do.
      .filter(({ name, type }) => type === 'table' && !name.startsWith('sqlite_'));
    expect(tables.length).toBeGreaterThan(5);
    expect(tables.filter(({ strict }) => strict === 0)).toEqual([]);
  });

  test.skipIf(isWindows)(
    'all its files are closed to others, and one that was open to them is closed',
    () => {
      const store = open();
      store.addContact(contactFor(1));
      store.backup(join(folder.path, 'copy.db'));
      expect(readdirSync(folder.path).toSorted()).toEqual(['copy.db', 'loom.db', 'loom.db-wal']);
      const modes = readdirSync(folder.path).map((name) => statSync(join(folder.path, name)).mode & 0o777);
      expect(modes).toEqual([0o600, 0o600, 0o600]);
      store.close();
      chmodSync(path, 0o644);
      open();
      expect(statSync(path).mode & 0o777).toBe(0o600);
    },
  );

  test('a deleted contact is gone from the write-ahead log as soon as the deletion is done', () => {
    const store = open();
    const { id } = store.addContact(contactFor(1));
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
    store.transaction(() => store.deleteContact(id));
    expect(statSync(`${path}-wal`).size).toBe(0);
  });
});

describe('a file that can’t be used is refused and left as it is:', () => {
  test('a wrong key', () => {
    filled();
    const before = files();
    expect(faultOf(path, new Uint8Array(32).fill(8))).toEqual({ code: 'database-corrupt', path });
    expect(files()).toEqual(before);
    expect(open().listContacts()).toHaveLength(1);
  });

  test('a wrong key, with a write-ahead log that a kill has left', () => {
    const store = open();
    store.addContact(contactFor(1));
    const crashed = join(folder.path, 'crashed.db');
    copyFileSync(path, crashed);
    copyFileSync(`${path}-wal`, `${crashed}-wal`);
    store.close();
    const before = files();
    expect(faultOf(crashed, new Uint8Array(32).fill(8))).toEqual({ code: 'database-corrupt', path: crashed });
    expect(files()).toEqual(before);
    expect(open(crashed).listContacts()).toHaveLength(1);
  });

  test.each<[string, (at: string) => void]>([
    ['a damaged first page', (at) => flip(at, 40)],
    ['a file that was cut short', (at) => truncateSync(at, 1_000)],
    ['a file of something else', (at) => writeFileSync(at, 'A letter, and no database at all.\n')],
    ['a file of zeros', (at) => writeFileSync(at, new Uint8Array(8_192))],
    ['a database that is not encrypted', (at) => writePlainDatabase(at)],
  ])('%s', (_, damage) => {
    filled();
    damage(path);
    const before = files();
    expect(faultOf()).toEqual({ code: 'database-corrupt', path });
    expect(files()).toEqual(before);
  });

  test('a database of another program', () => {
    const db = connect();
    db.pragma('application_id = 42');
    db.close();
    const before = files();
    expect(faultOf()).toEqual({ code: 'database-corrupt', path });
    expect(files()).toEqual(before);
  });

  test('a database of a newer version', () => {
    const db = connect();
    db.pragma('user_version = 99');
    db.close();
    const before = files();
    expect(faultOf()).toEqual({ code: 'database-newer', path, version: 99, supported: SCHEMA_VERSION });
    expect(files()).toEqual(before);
  });

  test('a folder in its place', () => {
    expect(faultOf(folder.path)).toEqual({ code: 'database-corrupt', path: folder.path });
  });

  test('a path through something that is no folder', () => {
    writeFileSync(path, '');
    expect(faultOf(join(path, 'loom.db'))).toEqual({ code: 'folder-read-only', path });
  });

  test('a database that is open already', () => {
    open();
    const before = files();
    expect(faultOf()).toEqual({ code: 'engine-running' });
    expect(files()).toEqual(before);
  });

  test('a key of another length is a mistake of the caller', () => {
    expect(() => openStore({ path, key: new Uint8Array(16) })).toThrow('16 bytes');
  });
});

test('a changed byte is found when its page is read, and is a failure of the store', () => {
  filled(2_000);
  const size = statSync(path).size;
  for (let page = 1; page <= 20; page++) flip(path, size - page * 4_096 + 100);
  const store = open();
  const readAll = () => store.listContacts().map(({ id }) => store.listMessages(id, undefined, 2_000));
  expect(readAll).toThrow(expect.objectContaining({ name: 'StoreError', code: 'failed' }));
});

test('an empty file is a new database', () => {
  writeFileSync(path, '');
  expect(open().listContacts()).toEqual([]);
});

describe('migrations', () => {
  test('the steps that are missing are taken, each once, in order', () => {
    const db = connect();
    db.pragma('user_version = 0');
    migrate(db, ['CREATE TABLE a (x) ']);
    migrate(db, ['CREATE TABLE a (x)', 'ALTER TABLE a ADD COLUMN y', 'INSERT INTO a VALUES (1, 2)']);
    expect(schemaVersion(db)).toBe(3);
    migrate(db, ['CREATE TABLE a (x)', 'ALTER TABLE a ADD COLUMN y', 'INSERT INTO a VALUES (1, 2)']);
    expect(db.prepare('SELECT x, y FROM a').all()).toEqual([{ x: 1, y: 2 }]);
  });

  test('where one step fails none is taken', () => {
    const db = connect();
    const before = schemaVersion(db);
    const none = Array.from({ length: before }, () => '');
    expect(() => migrate(db, [...none, 'CREATE TABLE a (x)', 'CREATE TABLE a (x)'])).toThrow(
      'already exists',
    );
    expect(schemaVersion(db)).toBe(before);
    expect(db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'a'`).get()).toBeUndefined();
  });
});

describe('a backup', () => {
  test('opens with the same key while the original is in use, and holds what was there', () => {
    const store = open();
    const contact = store.addContact(contactFor(1));
    const message = store.addOutgoing(contact.id, messageIdFor(1), { kind: 'text', text: 'kept' }, 1);
    const copyPath = join(folder.path, 'copy.db');
    store.backup(copyPath);
    store.deleteContact(contact.id);

    const copy = open(copyPath);
    expect(copy.listContacts()).toEqual([contact]);
    expect(copy.listMessages(contact.id, undefined, 100)).toEqual([message]);
    expect(store.listContacts()).toEqual([]);
    copy.close();
    expect(faultOf(copyPath, new Uint8Array(32).fill(8))?.code).toBe('database-corrupt');
  });

  test('takes no place that is taken, and leaves nothing where it fails', () => {
    const store = open();
    const taken = join(folder.path, 'taken');
    writeFileSync(taken, 'something else');
    expect(() => store.backup(taken)).toThrow('EEXIST');
    expect(readFileSync(taken, 'utf8')).toBe('something else');
    rmSync(taken);
    expect(() => store.transaction(() => store.backup(taken))).toThrow(Error);
    expect(readdirSync(folder.path)).not.toContain('taken');
  });
});

function flip(at: string, index: number): void {
  const bytes = readFileSync(at);
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  writeFileSync(at, bytes);
}

function writePlainDatabase(at: string): void {
  rmSync(at);
  const db = new Database(at);
  db.exec('CREATE TABLE message (text)');
  db.close();
}
