// Gives a profile's database a new key, and the key a new place. Everything is made ready beside first; one rename of the
// database decides, and what remains is finished at the next opening where a kill comes between. So at every moment one of two
// key files opens the database. Knows nothing of passphrases; what stands in the new key file was made before.

import { copyFileSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SqliteError } from 'better-sqlite3-multiple-ciphers';
import { systemRandom } from '../ambient/system-random.ts';
import { eraseKeyFile, overwriteKeyFile, readKeyFile, writeKeyFile } from '../custody/key-file.ts';
import type { KeyFault } from '../custody/key-custody.ts';
import type { Keychain } from '../custody/keychain.ts';
import { makePrivateFile, placeFaultOf, syncFile, syncFolder } from '../files/private-files.ts';
import { keyDatabase, openDatabase, type StoreFault } from '../store/open-store.ts';
import type { ProfilePaths } from './profile-paths.ts';

const DRAFT = '.rekeying';

/** Of the key that is about to be the profile's. */
export function nextKeyFile({ keyFile }: ProfilePaths): string {
  return `${keyFile}.next`;
}

export interface KeyChange {
  readonly key: Uint8Array;
  readonly nextKey: Uint8Array;
  /** What the key file is to hold. */
  readonly nextFile: Uint8Array;
}

type MoveFault = KeyFault | Exclude<StoreFault, { code: 'engine-running' }>;

class NoCopy extends Error {
  readonly fault: MoveFault;

  constructor(fault: StoreFault) {
    super(fault.code);
    // The profile is ours: whoever else has its database open is no Loom.
    this.fault =
      fault.code === 'engine-running'
        ? { code: 'database-failed', detail: 'another program has it open' }
        : fault;
  }
}

/**
 * All of it, and afterwards the keychain's old entry, where there was one.
 * @returns why nothing was changed; the next opening clears away what was begun.
 */
export async function moveKey(
  paths: ProfilePaths,
  change: KeyChange,
  keychain: Keychain,
): Promise<MoveFault | undefined> {
  const entry = entryIn(paths.keyFile);
  try {
    Array.from(changeKey(paths, change));
  } catch (error) {
    if (error instanceof NoCopy) return error.fault;
    if (error instanceof SqliteError) {
      return error.code === 'SQLITE_FULL'
        ? { code: 'database-full' }
        : { code: 'database-failed', detail: error.code };
    }
    const fault = placeFaultOf(error, paths.folder);
    if (fault === undefined) throw error;
    return fault;
  }
  if (entry !== undefined) await keychain.remove(entry);
  return undefined;
}

/**
 * Works step by step, and tells each once it is on the disk. The profile is this process's, and its database is closed.
 * @throws what the disk or the database says.
 */
export function* changeKey(paths: ProfilePaths, change: KeyChange): Generator<string, void> {
  const { database, folder } = paths;
  writeKeyFile(nextKeyFile(paths), change.nextFile);
  yield 'the next key is there';
  for (const kept of keptDatabases(paths)) {
    const isOurs = copyUnderNextKey(kept, change) === undefined;
    yield isOurs ? 'a database that was kept has a copy' : 'a database of another key stays';
  }
  const fault = copyUnderNextKey(database, change);
  if (fault !== undefined) throw new NoCopy(fault);
  yield 'the database has a copy';
  renameSync(`${database}${DRAFT}`, database);
  syncFolder(folder);
  yield 'the database is the new one';
  yield* adoptNext(paths);
}

/** The databases that were replaced by a restored one, and that are whole in one file. */
function keptDatabases({ database, folder }: ProfilePaths): string[] {
  const beginning = `${basename(database)}.replaced-`;
  return readdirSync(folder)
    .filter((name) => name.startsWith(beginning) && /^\d+$/.test(name.slice(beginning.length)))
    .map((name) => join(folder, name))
    .filter((path) => !existsSync(`${path}-wal`));
}

/** @returns why there is no copy: it is not under our key, for one. Then it is left alone. */
function copyUnderNextKey(path: string, { key, nextKey }: KeyChange): StoreFault | undefined {
  const draft = `${path}${DRAFT}`;
  removeDraft(draft);
  if (existsSync(`${path}-wal`)) {
    const opened = openDatabase({ path, key });
    if (!opened.ok) return opened.fault;
    // Written into it, and gone.
    opened.db.pragma('journal_mode = DELETE');
    opened.db.close();
  }
  copyFileSync(path, draft);
  makePrivateFile(draft);
  const opened = openDatabase({ path: draft, key });
  if (!opened.ok) {
    removeDraft(draft);
    return opened.fault;
  }
  try {
    opened.db.pragma('journal_mode = DELETE');
    keyDatabase(opened.db, nextKey, 'anew');
  } finally {
    opened.db.close();
  }
  syncFile(draft);
  return undefined;
}

/** From the rename on, which decided: what still lies beside takes its place. Can be repeated. */
function* adoptNext(paths: ProfilePaths): Generator<string, void> {
  const { folder, keyFile } = paths;
  for (const name of draftsIn(paths)) {
    renameSync(join(folder, name), join(folder, name.slice(0, -DRAFT.length)));
    yield 'a database that was kept is the new one';
  }
  if (existsSync(keyFile)) overwriteKeyFile(keyFile, systemRandom);
  yield 'the old key is overwritten';
  renameSync(nextKeyFile(paths), keyFile);
  syncFolder(folder);
  yield 'the next key is the key';
}

/**
 * Ends what a kill, or a failure, has left of a change.
 * @param opener the key file that has opened the database.
 */
export async function settleOn(paths: ProfilePaths, opener: string, keychain: Keychain): Promise<void> {
  const next = nextKeyFile(paths);
  const loser = opener === next ? paths.keyFile : next;
  const entry = entryIn(loser);
  if (opener === next) Array.from(adoptNext(paths));
  else {
    dropDrafts(paths);
    eraseKeyFile(next, systemRandom);
  }
  // Where the keychain does not answer, an entry that opens nothing stays in it.
  if (entry !== undefined && !isNeeded(paths, entry)) await keychain.remove(entry);
}

/** Of a change that was broken off: none of them takes the place of anything any more. */
export function dropDrafts(paths: ProfilePaths): void {
  for (const name of draftsIn(paths)) removeDraft(join(paths.folder, name));
}

/** Whether a key file that was kept beside, for a database that was, names the entry too. */
function isNeeded({ folder, keyFile }: ProfilePaths, entry: Uint8Array): boolean {
  return readdirSync(folder)
    .filter((name) => name.startsWith(basename(keyFile)) && /\.replaced-\d+$/.test(name))
    .some((name) => Buffer.compare(entryIn(join(folder, name)) ?? Buffer.of(), entry) === 0);
}

/** Of the keychain, where the key file names one. */
export function entryIn(path: string): Uint8Array | undefined {
  const read = readKeyFile(path);
  return read?.ok === true && read.file.kind === 'keychain' ? read.file.entry : undefined;
}

function draftsIn({ folder }: ProfilePaths): string[] {
  return readdirSync(folder).filter((name) => name.endsWith(DRAFT));
}

function removeDraft(draft: string): void {
  for (const end of ['', '-wal', '-journal']) rmSync(`${draft}${end}`, { force: true });
}
