// Puts a backup in the place of a profile's database. The backup is looked at first, all of it, in a copy; then one rename puts
// it in place, so a kill leaves either the old database or the new one. Knows nothing of engines.

import { constants, copyFileSync, existsSync, linkSync, renameSync, statSync } from 'node:fs';
import type Database from 'better-sqlite3-multiple-ciphers';
import { systemRandom } from '../ambient/system-random.ts';
import { keyInHand, type OwnKey } from '../backup/own-key.ts';
import {
  backupKind,
  type BackupReadFault,
  type BackupSource,
  readBackup,
  readKeyFile,
} from '../backup/read-backup.ts';
import { spaceFaultOf } from '../backup/space.ts';
import type { KeyFault } from '../custody/key-custody.ts';
import { keyFileCustody } from '../custody/key-file.ts';
import { newDraft, removeDraft } from '../files/drafts.ts';
import { errnoOf, makePrivateFile, makePrivateFolder, syncFile, syncFolder } from '../files/private-files.ts';
import { openDatabase } from '../store/open-store.ts';
import { type SqliteStore, sqliteStore } from '../store/sqlite-store.ts';
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
  readonly backup: BackupSource;
  /** Whether a profile with an identity, or with a database that can't be opened, may be replaced. */
  readonly replace: boolean;
}

/** Why nothing was restored; the profile is as it was. The codes and facts are those of the contract. */
export type RestoreFault =
  | ProfileNameFault
  | KeyFault
  | BackupReadFault
  | { readonly code: 'profile-occupied' | 'engine-running'; readonly profile: string };

export type Restored =
  | { readonly ok: true; /** Where the old database is now. */ readonly keptAside: string | undefined }
  | { readonly ok: false; readonly fault: RestoreFault };

/** For a profile that no engine has open. */
export async function restoreProfile(options: RestoreOptions): Promise<Restored> {
  const nameFault = checkProfileName(options.name);
  if (nameFault !== undefined) return { ok: false, fault: nameFault };
  const paths = profilePaths(options.home, options.name, thisHost());
  try {
    return await restore(options, paths);
  } catch (error) {
    return { ok: false, fault: spaceFaultOf(error, paths.folder) };
  }
}

async function restore(options: RestoreOptions, paths: ProfilePaths): Promise<Restored> {
  const { name, backup, replace } = options;
  const kind = await backupKind(backup.path);
  if (kind === undefined) return { ok: false, fault: { code: 'backup-missing', path: backup.path } };
  makePrivateFolder(paths.folder);

  const old = openOld(paths);
  if (!old.ok) return { ok: false, fault: { code: 'engine-running', profile: name } };
  try {
    if (old.isUsed && !replace) return { ok: false, fault: { code: 'profile-occupied', profile: name } };
    const needsOwnKey = kind === 'key' && backup.keyFile === undefined;
    const custody = keyFileCustody(paths.keyFile, systemRandom).readOrCreate(needsOwnKey);
    if (!custody.ok) return custody;
    const prepared = await prepareRestore(backup, paths.drafts, keyInHand(custody.key));
    custody.key.fill(0);
    return prepared.ok ? { ok: true, keptAside: exchange(paths, prepared.draft, old) } : prepared;
  } finally {
    old.db?.close();
  }
}

export type PreparedRestore =
  /** Whole, somebody's, of the schema of today and under the profile's key. Whoever does not use it removes it. */
  { readonly ok: true; readonly draft: string } | { readonly ok: false; readonly fault: BackupReadFault };

/** @throws Error of the system, StoreError or SqliteError where the draft's disk fails */
export async function prepareRestore(
  backup: BackupSource,
  drafts: string,
  own: OwnKey,
): Promise<PreparedRestore> {
  const draft = newDraft(drafts);
  let isReady = false;
  try {
    const read = await readBackup(backup, draft, own);
    if (!read.ok) return read;
    own.adopt(draft, read.key);
    read.key.fill(0);
    isReady = true;
    return { ok: true, draft };
  } finally {
    if (!isReady) removeDraft(drafts, draft);
  }
}

/**
 * For a profile whose engine has ended and whose store is open still, which keeps others out; it is closed afterwards.
 * @returns where the old database is now; undefined where there was nobody in it.
 */
export function exchangeStore(paths: ProfilePaths, draft: string, store: SqliteStore): string | undefined {
  try {
    return exchange(paths, draft, { isUsed: store.readProfile() !== undefined, db: store });
  } finally {
    store.close();
  }
}

interface OldDatabase {
  /** Leaves all of it in the one file. */
  settle(): void;
  close(): void;
}

interface OldProfile {
  /** Keeps every engine out; undefined where there is no database, or none that can be opened. */
  readonly db: OldDatabase | undefined;
  /** Whether there is anything to be kept. */
  readonly isUsed: boolean;
}

function openOld({
  database,
  keyFile,
}: ProfilePaths): (OldProfile & { readonly ok: true }) | { readonly ok: false } {
  if ((statSync(database, { throwIfNoEntry: false })?.size ?? 0) === 0) {
    return { ok: true, db: undefined, isUsed: false };
  }
  const key = readKeyFile(keyFile);
  if (key === undefined) return { ok: true, db: undefined, isUsed: true };
  const opened = openDatabase({ path: database, key });
  if (opened.ok) {
    const { db } = opened;
    const isUsed = sqliteStore(db).readProfile() !== undefined;
    return { ok: true, db: { settle: () => settle(db), close: () => void db.close() }, isUsed };
  }
  return opened.fault.code === 'engine-running' ? { ok: false } : { ok: true, db: undefined, isUsed: true };
}

function settle(db: Database): void {
  db.pragma('journal_mode = DELETE');
}

/** @returns where the old database is now. */
function exchange(
  { database, folder, drafts }: ProfilePaths,
  draft: string,
  old: OldProfile,
): string | undefined {
  try {
    const aside = old.isUsed ? freeName(database) : undefined;
    // While the old database is open it is locked, whatever it is called; its log is written into it and gone.
    old.db?.settle();
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
  } finally {
    removeDraft(drafts, draft);
  }
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
