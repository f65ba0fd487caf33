// Puts a backup in the place of a profile's database. The backup is looked at first, all of it, in a copy; then one rename puts
// it in place, so a kill leaves either the old database or the new one. Knows nothing of engines.

import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { type default as Database, SqliteError } from 'better-sqlite3-multiple-ciphers';
import { systemRandom } from '../ambient/system-random.ts';
import { DATABASE_KEY_BYTES, type KeyFault } from '../custody/key-custody.ts';
import { keyFileCustody } from '../custody/key-file.ts';
import {
  errnoOf,
  makePrivateFile,
  makePrivateFolder,
  type PlaceFault,
  placeFaultOf,
  syncFile,
  syncFolder,
} from '../files/private-files.ts';
import { keyDatabase, openDatabase, type StoreFault } from '../store/open-store.ts';
import { sqliteStore } from '../store/sqlite-store.ts';
import {
  checkProfileName,
  type ProfileNameFault,
  type ProfilePaths,
  profilePaths,
  thisHost,
} from './profile-paths.ts';

export interface RestoreOptions {
  /** The folder of all profiles. */
  readonly home: string;
  readonly name: string;
  readonly backup: string;
  /** The key file that belongs to the backup; undefined where that is the profile's own. */
  readonly keyFile: string | undefined;
  /** Whether a profile with an identity, or with a database that can't be opened, may be replaced. */
  readonly replace: boolean;
}

/** Why nothing was restored; the profile is as it was. The codes and facts are those of the contract. */
export type RestoreFault =
  | ProfileNameFault
  | KeyFault
  | PlaceFault
  | { readonly code: 'backup-missing' | 'backup-unusable'; readonly path: string }
  | { readonly code: 'profile-occupied' | 'engine-running'; readonly profile: string }
  | Extract<StoreFault, { code: 'database-newer' }>;

export type Restored =
  | { readonly ok: true; /** Where the old database is now. */ readonly keptAside: string | undefined }
  | { readonly ok: false; readonly fault: RestoreFault };

export function restoreProfile(options: RestoreOptions): Restored {
  const nameFault = checkProfileName(options.name);
  if (nameFault !== undefined) return { ok: false, fault: nameFault };
  const paths = profilePaths(options.home, options.name, thisHost());
  const draft = `${paths.database}.restoring`;
  try {
    return restore(options, paths, draft);
  } catch (error) {
    const isFull = error instanceof SqliteError && error.code === 'SQLITE_FULL';
    const fault = isFull ? ({ code: 'database-full' } as const) : placeFaultOf(error, paths.folder);
    if (fault === undefined) throw error;
    return { ok: false, fault };
  } finally {
    for (const end of ['', '-wal', '-journal']) rmSync(`${draft}${end}`, { force: true });
  }
}

function restore(options: RestoreOptions, paths: ProfilePaths, draft: string): Restored {
  const { name, backup, keyFile, replace } = options;
  const isFile = statSync(backup, { throwIfNoEntry: false })?.isFile() ?? false;
  if (!isFile) return { ok: false, fault: { code: 'backup-missing', path: backup } };
  makePrivateFolder(paths.folder);

  const old = openOld(paths);
  if (!old.ok) return { ok: false, fault: { code: 'engine-running', profile: name } };
  try {
    if (old.isUsed && !replace) return { ok: false, fault: { code: 'profile-occupied', profile: name } };
    const custody = keyFileCustody(paths.keyFile, systemRandom).readOrCreate(keyFile === undefined);
    if (!custody.ok) return custody;
    const theirKey = keyFile === undefined ? custody.key : readKeyFile(keyFile);
    const fault = theirKey === undefined ? unusable(backup) : prepare(backup, draft, theirKey, custody.key);
    if (fault !== undefined) return { ok: false, fault };
    return { ok: true, keptAside: exchange(paths, draft, old) };
  } finally {
    old.db?.close();
  }
}

interface OldProfile {
  readonly ok: true;
  /** Keeps every engine out; undefined where there is no database, or none that can be opened. */
  readonly db: Database | undefined;
  /** Whether there is anything to be kept. */
  readonly isUsed: boolean;
}

function openOld({ database, keyFile }: ProfilePaths): OldProfile | { readonly ok: false } {
  if ((statSync(database, { throwIfNoEntry: false })?.size ?? 0) === 0) {
    return { ok: true, db: undefined, isUsed: false };
  }
  const key = readKeyFile(keyFile);
  if (key === undefined) return { ok: true, db: undefined, isUsed: true };
  const opened = openDatabase({ path: database, key });
  if (opened.ok) {
    return { ok: true, db: opened.db, isUsed: sqliteStore(opened.db).readProfile() !== undefined };
  }
  return opened.fault.code === 'engine-running' ? { ok: false } : { ok: true, db: undefined, isUsed: true };
}

/** Makes the draft: the backup under the profile's own key and in the schema of today, seen to be whole and somebody's. */
function prepare(
  backup: string,
  draft: string,
  theirKey: Uint8Array,
  ourKey: Uint8Array,
): RestoreFault | undefined {
  try {
    copyFileSync(backup, draft);
  } catch (error) {
    if (errnoOf(error) === 'EACCES') return { code: 'backup-missing', path: backup };
    throw error;
  }
  makePrivateFile(draft);
  const opened = openDatabase({ path: draft, key: theirKey });
  if (!opened.ok) {
    const { fault } = opened;
    if (fault.code === 'database-full' || fault.code === 'folder-read-only') return fault;
    return fault.code === 'database-newer' ? { ...fault, path: backup } : unusable(backup);
  }
  const { db } = opened;
  try {
    if (!isWhole(db) || sqliteStore(db).readProfile() === undefined) return unusable(backup);
    // Neither a change of the key nor a move may leave a write-ahead log behind.
    db.pragma('journal_mode = DELETE');
    keyDatabase(db, ourKey, 'anew');
  } finally {
    db.close();
  }
  syncFile(draft);
  return undefined;
}

/** Reads every page, and so finds any changed byte. */
function isWhole(db: Database): boolean {
  try {
    return db.pragma('integrity_check', { simple: true }) === 'ok';
  } catch {
    return false;
  }
}

/** @returns where the old database is now. */
function exchange({ database, folder }: ProfilePaths, draft: string, old: OldProfile): string | undefined {
  const aside = old.isUsed ? freeName(database) : undefined;
  // While the old database is open it is locked, whatever it is called; its log is written into it and gone.
  old.db?.pragma('journal_mode = DELETE');
  // Windows renames nothing onto an open file.
  if (process.platform === 'win32') old.db?.close();
  if (aside !== undefined) {
    keepBeside(database, aside);
    // Of a database that could not be opened the log is kept too, and may not be taken for the new one's.
    const log = `${database}-wal`;
    if (existsSync(log)) renameSync(log, `${aside}-wal`);
  }
  renameSync(draft, database);
  syncFolder(folder);
  return aside;
}

/** A second name for the file, so that at every moment there is a database in its place. */
function keepBeside(path: string, aside: string): void {
  try {
    linkSync(path, aside);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') throw error;
    // A file system without hard links (FAT).
    copyFileSync(path, aside, constants.COPYFILE_EXCL);
    makePrivateFile(aside);
    syncFile(aside);
  }
}

function freeName(database: string): string {
  for (let number = 1; ; number++) {
    const name = `${database}.replaced-${number}`;
    if (!existsSync(name)) return name;
  }
}

/** Undefined where it is no key file that can be read. */
function readKeyFile(path: string): Uint8Array | undefined {
  try {
    const key = new Uint8Array(readFileSync(path));
    return key.length === DATABASE_KEY_BYTES ? key : undefined;
  } catch {
    return undefined;
  }
}

function unusable(path: string): RestoreFault {
  return { code: 'backup-unusable', path };
}
