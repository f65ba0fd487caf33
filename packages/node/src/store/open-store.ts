// Opens the encrypted database of a profile, which also takes the profile: the lock on the file lasts as long as the process
// has it open, and a kill leaves none. Knows nothing of where profiles live and where keys come from.

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database, { SqliteError } from 'better-sqlite3-multiple-ciphers';
import { errnoOf, makePrivateFile, type PlaceFault, placeFaultOf } from '../files/private-files.ts';
import { migrate, SCHEMA_VERSION, schemaVersion } from './migrations.ts';
import { type SqliteStore, sqliteStore } from './sqlite-store.ts';

export interface StoreOptions {
  /** The database file; its folder exists. The file is made where it is missing. */
  readonly path: string;
  /** 32 bytes; not kept. */
  readonly key: Uint8Array;
}

/** Why a database could not be opened; nothing was changed. The codes and facts are those of the contract. */
export type StoreFault =
  | { readonly code: 'database-corrupt'; readonly path: string }
  | {
      readonly code: 'database-newer';
      readonly path: string;
      readonly version: number;
      readonly supported: number;
    }
  | { readonly code: 'engine-running' }
  | PlaceFault;

export type OpenedStore =
  { readonly ok: true; readonly store: SqliteStore } | { readonly ok: false; readonly fault: StoreFault };

/** "Loom" in ASCII: tells the file from other programs' (https://sqlite.org/fileformat2.html section 1.3.16). */
const APPLICATION_ID = 0x4c6f6f6d;
const KEY_BYTES = 32;
/** What a checkpoint leaves of a write-ahead log that had grown, bytes. */
const WAL_BYTES_KEPT = 4 * 1024 * 1024;

const LOCK_ATTEMPTS = 5;
/** Two that start at the same moment can each keep the other from the lock; unequal pauses let one of them through. */
const LOCK_PAUSE_MS = { least: 20, spread: 60 };

export function openStore(options: StoreOptions): OpenedStore {
  const opened = openDatabase(options);
  return opened.ok ? { ok: true, store: sqliteStore(opened.db) } : opened;
}

type OpenedDatabase =
  { readonly ok: true; readonly db: Database } | { readonly ok: false; readonly fault: StoreFault };

/** The connection below the store: decrypted, locked, configured and migrated. */
export function openDatabase(options: StoreOptions): OpenedDatabase {
  return evenIfTaken(() => openOnce(options));
}

/** Tries some times more where another process has the lock at this moment. */
function evenIfTaken<T extends { readonly ok: true } | { readonly ok: false; readonly fault: StoreFault }>(
  open: () => T,
): T {
  for (let attempt = 1; ; attempt++) {
    const opened = open();
    const isTaken = !opened.ok && opened.fault.code === 'engine-running';
    if (!isTaken || attempt === LOCK_ATTEMPTS) return opened;
    pause(LOCK_PAUSE_MS.least + Math.random() * LOCK_PAUSE_MS.spread);
  }
}

/**
 * Takes a lock that stands for something else: the file stays empty. A kill leaves none, like those of databases.
 * @param path its folder exists.
 */
export function openLock(path: string): OpenedDatabase {
  return evenIfTaken((): OpenedDatabase => {
    let db: Database | undefined;
    try {
      // To open and close the file would lose the lock that this process may have on it (POSIX).
      if (!existsSync(path)) makePrivateFile(path);
      db = new Database(path, { timeout: 0 });
      // No file beside it.
      db.pragma('journal_mode = MEMORY');
      db.exec('BEGIN EXCLUSIVE');
      return { ok: true, db };
    } catch (error) {
      db?.close();
      const fault = faultOf(error, path);
      if (fault === undefined) throw error;
      return { ok: false, fault };
    }
  });
}

function openOnce({ path, key }: StoreOptions): OpenedDatabase {
  let db: Database | undefined;
  try {
    makePrivateFile(path);
    db = new Database(path, { timeout: 0 });
    keyDatabase(db, key, 'at first');
    const fault = takeOver(db, path);
    if (fault !== undefined) {
      db.close();
      return { ok: false, fault };
    }
    configure(db);
    if (schemaVersion(db) === 0) db.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(db);
    return { ok: true, db };
  } catch (error) {
    db?.close();
    const fault = faultOf(error, path);
    if (fault === undefined) throw error;
    return { ok: false, fault };
  }
}

/**
 * SQLite3MultipleCiphers' ChaCha20-Poly1305: every page, of the write-ahead log too, is encrypted and authenticated under the key
 * itself, with a nonce drawn at each write. The key goes past SQL, so no statement or message of an error can hold it.
 * @param how `anew` encrypts all of it under another key.
 */
export function keyDatabase(db: Database, key: Uint8Array, how: 'at first' | 'anew'): void {
  if (key.length !== KEY_BYTES)
    throw new RangeError(`The database key has ${key.length} bytes, not ${KEY_BYTES}.`);
  db.pragma(`cipher = 'chacha20'`);
  const rawKey = Buffer.concat([Buffer.from('raw:'), key]);
  if (how === 'anew') db.rekey(rawKey);
  else db.key(rawKey);
  rawKey.fill(0);
}

/** Takes the lock for good, and sees that the file is ours to change. Changes nothing itself. */
function takeOver(db: Database, path: string): StoreFault | undefined {
  db.pragma('locking_mode = EXCLUSIVE');
  db.exec('BEGIN EXCLUSIVE');
  const version = schemaVersion(db);
  const applicationId = db.pragma('application_id', { simple: true });
  const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
  db.exec('COMMIT');
  if (!isEmpty && applicationId !== APPLICATION_ID) return { code: 'database-corrupt', path };
  if (version > SCHEMA_VERSION) return { code: 'database-newer', path, version, supported: SCHEMA_VERSION };
  return undefined;
}

function configure(db: Database): void {
  db.pragma('journal_mode = WAL');
  // A write-ahead log defaults to NORMAL, which can lose what was told as delivered.
  db.pragma('synchronous = FULL');
  // On macOS only this reaches the disk itself.
  db.pragma('fullfsync = ON');
  // Temporary files would be written in plain text.
  db.pragma('temp_store = MEMORY');
  db.pragma('secure_delete = ON');
  db.pragma('foreign_keys = ON');
  db.pragma(`journal_size_limit = ${WAL_BYTES_KEPT}`);
}

function faultOf(error: unknown, path: string): StoreFault | undefined {
  if (!(error instanceof SqliteError)) {
    if (errnoOf(error) === 'EISDIR') return { code: 'database-corrupt', path };
    return placeFaultOf(error, dirname(path));
  }
  const [primaryCode] = /^SQLITE_[A-Z]+/.exec(error.code) ?? [];
  switch (primaryCode) {
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return { code: 'engine-running' };
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return { code: 'database-corrupt', path };
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
    case 'SQLITE_PERM':
      return { code: 'folder-read-only', path: dirname(path) };
    case 'SQLITE_FULL':
      return { code: 'database-full' };
    default:
      return undefined;
  }
}

/** Opening is synchronous, and so is waiting for the lock. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
