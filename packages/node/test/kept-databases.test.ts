// Databases of earlier schemas, as people have them on their disks (fixtures/kept): each comes up to the schema of today with
// nothing lost, and the people in it go on talking.

import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, type Engine } from '@loom/engine';
import { MemoryNetwork, SeededRandom, VirtualClock } from '@loom/engine/testing';
import Database from 'better-sqlite3-multiple-ciphers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrate, SCHEMA_VERSION, schemaVersion } from '../src/store/migrations.ts';
import { openDatabase } from '../src/store/open-store.ts';
import { sqliteStore } from '../src/store/sqlite-store.ts';
import { type Row, type Tables, tablesOf } from './fixtures/kept/tables.ts';
import { messageIdFor, testKey } from './support/samples.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

const keptFolder = join(import.meta.dirname, 'fixtures/kept');
const versions = [
  ...new Set(readdirSync(keptFolder).flatMap((name) => /^schema-(\d+)-/.exec(name)?.[1] ?? [])),
].map(Number);
const kept = versions.flatMap((version) => (['anna', 'ben'] as const).map((name) => ({ version, name })));

let folder: TemporaryFolder;
const opened: { close(): unknown }[] = [];

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
  folder.remove();
});

/** A kept database to do anything with. @returns its path. */
function copyOf(version: number, name: string): string {
  const path = join(folder.path, `${name}.db`);
  copyFileSync(join(keptFolder, `schema-${version}-${name}.db`), path);
  return path;
}

function tablesThen(version: number, name: string): Tables {
  return JSON.parse(readFileSync(join(keptFolder, `schema-${version}-${name}.json`), 'utf8')) as Tables;
}

function open(path: string): Database {
  const result = openDatabase({ path, key: testKey });
  if (!result.ok) throw new Error(`The database could not be opened: ${result.fault.code}.`);
  opened.push(result.db);
  return result.db;
}

/** A connection that changes nothing by itself. */
function connect(path: string): Database {
  const db = new Database(path);
  db.pragma(`cipher = 'chacha20'`);
  db.key(Buffer.concat([Buffer.from('raw:'), testKey]));
  opened.push(db);
  return db;
}

/** What each step changes in the rows that are there; what it adds to a row stands in the new column. */
const changes: Record<number, (tables: Tables) => Tables> = {
  // An outgoing row knows the stream that its seq is of: until then there was one for each contact.
  2: (tables) => ({
    ...tables,
    contact: rowsOf(tables, 'contact').map((row) => ({ ...row, held: 0 })),
    message: rowsOf(tables, 'message').map((row) => {
      if (row['direction'] !== 'out' || row['seq'] === null) return row;
      const contact = rowsOf(tables, 'contact').find(({ id }) => id === row['contact_id']);
      return { ...row, stream: contact?.['own_stream'] ?? 'no contact' };
    }),
  }),
  3: (tables) => ({
    ...tables,
    contact: rowsOf(tables, 'contact').map((row) => ({ ...row, blocked: 0 })),
    setting: [],
  }),
};

function rowsOf(tables: Tables, name: string): readonly Row[] {
  return tables[name] ?? [];
}

/** What a kept database holds once it is of the schema of today. */
function tablesNow(version: number, name: string): Tables {
  let tables = tablesThen(version, name);
  for (let step = version + 1; step <= SCHEMA_VERSION; step++) tables = changes[step]?.(tables) ?? tables;
  return tables;
}

test('every schema before the one of today has its databases here', () => {
  const earlier = Array.from({ length: SCHEMA_VERSION - 1 }, (_, index) => index + 1);
  expect(versions).toEqual(expect.arrayContaining(earlier));
});

describe.each(kept)('$name’s database of schema $version', ({ version, name }) => {
  test('is what it says', () => {
    const db = connect(copyOf(version, name));
    expect(schemaVersion(db)).toBe(version);
    expect(tablesOf(db)).toEqual(tablesThen(version, name));
  });

  test('comes up to the schema of today, with every value of every row', () => {
    const db = open(copyOf(version, name));
    expect(schemaVersion(db)).toBe(SCHEMA_VERSION);
    expect(tablesOf(db)).toMatchObject(tablesNow(version, name));
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
  });

  test('has the tables and indexes of a new one afterwards', () => {
    const schema = (db: Database): unknown =>
      db.prepare(`SELECT type, name, tbl_name FROM sqlite_schema ORDER BY 1, 2`).all();
    expect(schema(open(copyOf(version, name)))).toEqual(schema(open(join(folder.path, 'new.db'))));
  });

  test('is as it was where a step fails half-way, and comes up with the next try', () => {
    const path = copyOf(version, name);
    const before = readFileSync(path);
    const db = connect(path);
    const taken = Array.from({ length: version }, () => '');
    const halfWay = `ALTER TABLE message ADD COLUMN half TEXT; UPDATE message SET sent_at = 0; DELETE FROM contact;`;
    expect(() => migrate(db, [...taken, halfWay, 'CREATE TABLE message (x)'])).toThrow('already exists');
    expect(schemaVersion(db)).toBe(version);
    expect(tablesOf(db)).toEqual(tablesThen(version, name));
    db.close();
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(tablesOf(open(path))).toMatchObject(tablesNow(version, name));
  });

  test('of a Loom that is newer still is refused, untouched', () => {
    const path = copyOf(version, name);
    const newer = SCHEMA_VERSION + 1;
    const db = connect(path);
    db.pragma(`user_version = ${newer}`);
    db.close();
    const before = readFileSync(path);
    const fault = { code: 'database-newer', path, version: newer, supported: SCHEMA_VERSION };
    expect(openDatabase({ path, key: testKey })).toEqual({ ok: false, fault });
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe.each(versions)('the people of schema %i', (version) => {
  const clock = new VirtualClock();
  const network = new MemoryNetwork({ clock, random: new SeededRandom(2), latencyMs: 1 });

  async function start(name: 'anna' | 'ben', address: string): Promise<Engine> {
    const engine = createEngine({
      store: sqliteStore(open(copyOf(version, name))),
      transport: network.transport(address),
      discovery: undefined,
      clock,
      random: new SeededRandom(name === 'anna' ? 3 : 4),
      log: () => undefined,
      profile: name,
      keyCustody: 'memory',
      ports: [47113],
    });
    await engine.handlers.start_network({});
    return engine;
  }

  async function texts(engine: Engine, name: string, direction: 'in' | 'out'): Promise<string[]> {
    const contacts = await engine.handlers.get_contacts({});
    const key = contacts.find(({ display_name: theirs }) => theirs === name)?.public_key ?? [];
    const messages = await engine.handlers.get_messages({
      contact_pub_key: Uint8Array.from(key),
      limit: 100,
    });
    return messages
      .filter(({ state, kind }) => kind === 'text' && (state === 'received') === (direction === 'in'))
      .map(({ content }) => content);
  }

  test('meet again: what waited arrives, once and in order, and what had arrived stays', async () => {
    const anna = await start('anna', '10.0.0.1');
    const ben = await start('ben', '10.0.0.2');
    await clock.advance(120_000);
    const fromAnna = ['read 1', 'read 2', 'read 3', 'delivered 4', 'delivered 5'];
    fromAnna.push('sealed 6', 'sealed 7', 'sealed 8', 'waiting 9', 'waiting 10');
    const fromBen = ['answer 1', 'answer 2', 'unread 3', 'sealed 4', 'waiting 5'];
    expect(await texts(anna, 'Ben', 'out')).toEqual(fromAnna);
    expect(await texts(ben, 'Anna', 'in')).toEqual(fromAnna);
    expect(await texts(ben, 'Anna', 'out')).toEqual(fromBen);
    expect(await texts(anna, 'Ben', 'in')).toEqual(fromBen);
    const stopped = [anna.stop(), ben.stop()];
    await clock.advance(1_000);
    await Promise.all(stopped);
  });

  test('are shown what was held once the gap closes, and never what was withdrawn', () => {
    const store = sqliteStore(open(copyOf(version, 'anna')));
    const contactId = store.listContacts().find(({ displayName }) => displayName === 'Strange')?.id;
    if (contactId === undefined) throw new Error('Strange is gone.');
    const stream = new Uint8Array(8).fill(3);
    const common = { contactId, stream, sentAt: 1 };
    const shown = store.addIncoming({
      ...common,
      seq: 4,
      messageId: messageIdFor(4),
      content: { kind: 'text', text: 'late 4' },
    });
    expect(shown.map(({ content }) => content)).toEqual([
      { kind: 'text', text: 'late 4' },
      { kind: 'text', text: 'held 5' },
      { kind: 'unknown', body: new Uint8Array([0xa1, 0, 0x18, 99]) },
    ]);
    const content = { kind: 'text', text: 'withdrawn' } as const;
    expect(store.addIncoming({ ...common, seq: 8, messageId: messageIdFor(3), content })).toEqual([]);
    expect(store.receivedSeq(contactId, stream)).toBe(8);
  });
});
