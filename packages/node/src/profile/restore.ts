// Puts a backup in the place of a profile's database. The backup is looked at first, all of it, in a copy; then one rename puts
// it in place, so a kill leaves either the old database or the new one, and a key that opens it. Knows nothing of engines.

import { constants, copyFileSync, existsSync, linkSync, renameSync } from 'node:fs';
import type { Random } from '@loom/engine';
import { backupKind, type BackupReadFault, type BackupSource, readBackup } from '../backup/read-backup.ts';
import { spaceFaultOf } from '../backup/space.ts';
import { type CustodyResult, DATABASE_KEY_BYTES, type KeyFault } from '../custody/key-custody.ts';
import { writeKeyFile } from '../custody/key-file.ts';
import { withDraft } from '../files/drafts.ts';
import { errnoOf, makePrivateFile, syncFile, syncFolder } from '../files/private-files.ts';
import { rekeyDatabase } from '../store/rekey.ts';
import { dropDrafts, nextKeyFile } from './change-key.ts';
import type { HeldProfile } from './hold-profile.ts';
import type { ProfilePaths } from './profile-paths.ts';

export interface RestoreOptions {
  readonly backup: BackupSource;
  /** Whether a profile with an identity, or with a database that can't be opened, may be replaced. */
  readonly replace: boolean;
  readonly random: Random;
}

/** Why nothing was restored; the profile is as it was. The codes and facts are those of the contract. */
export type RestoreFault =
  KeyFault | BackupReadFault | { readonly code: 'profile-occupied'; readonly profile: string };

export type Restored =
  | { readonly ok: true; /** Where the old database is now. */ readonly keptAside: string | undefined }
  | { readonly ok: false; readonly fault: RestoreFault };

/** The database that is there before. */
export interface PresentDatabase {
  /** Whether there is anything to be kept. */
  readonly isUsed: boolean;
  /** What it is encrypted with, and the restored one will be; or why that is not to be had. */
  readonly key: CustodyResult;
  /** Asked for once, when all is ready; the key is good afterwards too. */
  readonly close: () => void | Promise<void>;
}

/** For a profile that this process has taken. Where its key is not to be had the restored one gets a key file of its own. */
export async function restoreProfile(
  { name, paths }: HeldProfile,
  present: PresentDatabase,
  options: RestoreOptions,
): Promise<Restored> {
  try {
    const { backup, replace } = options;
    const kind = await backupKind(backup.path);
    if (kind === undefined) return { ok: false, fault: { code: 'backup-missing', path: backup.path } };
    if (present.isUsed && !replace) return { ok: false, fault: { code: 'profile-occupied', profile: name } };
    return await withDraft(paths.drafts, (draft) => restore(paths, draft, present, options));
  } catch (error) {
    return { ok: false, fault: spaceFaultOf(error, paths.folder) };
  }
}

async function restore(
  paths: ProfilePaths,
  draft: string,
  { isUsed, key: ownKey, close }: PresentDatabase,
  { backup, random }: RestoreOptions,
): Promise<Restored> {
  const read = await readBackup(backup, draft, ownKey);
  if (!read.ok) return read;
  const key = ownKey.ok ? ownKey.key : random.bytes(DATABASE_KEY_BYTES);
  rekeyDatabase(draft, read.key, key);
  read.key.fill(0);
  await close();
  const number = isUsed ? freeNumber(paths) : undefined;
  if (number !== undefined) {
    // A change of the key that was broken off may have left it as the only one that opens what is kept.
    keepKeyFile(nextKeyFile(paths), number);
    if (!ownKey.ok) keepKeyFile(paths.keyFile, number);
  }
  dropDrafts(paths);
  if (!ownKey.ok) {
    // From the rename on it opens the database, and becomes the key file with the next opening.
    writeKeyFile(nextKeyFile(paths), key);
    key.fill(0);
  }
  return { ok: true, keptAside: exchange(paths, draft, number) };
}

/** @returns where the old database is now. */
function exchange(
  { database, folder }: ProfilePaths,
  draft: string,
  number: number | undefined,
): string | undefined {
  const aside = number === undefined ? undefined : replacedName(database, number);
  const log = `${database}-wal`;
  if (aside !== undefined) {
    keepBeside(database, aside);
    // Of a database that could not be opened the log is kept too, and may not be taken for the new one's.
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
    copyBeside(path, aside);
  }
}

/** Its own name is overwritten when the next key takes its place, so this one is a copy. */
function keepKeyFile(keyFile: string, number: number): void {
  if (existsSync(keyFile)) copyBeside(keyFile, replacedName(keyFile, number));
}

function copyBeside(path: string, aside: string): void {
  copyFileSync(path, aside, constants.COPYFILE_EXCL);
  makePrivateFile(aside);
  syncFile(aside);
}

/** Of neither a database nor its key files. */
function freeNumber(paths: ProfilePaths): number {
  const kept = [paths.database, paths.keyFile, nextKeyFile(paths)];
  for (let number = 1; ; number++) {
    if (!kept.some((path) => existsSync(replacedName(path, number)))) return number;
  }
}

function replacedName(path: string, number: number): string {
  return `${path}.replaced-${number}`;
}
