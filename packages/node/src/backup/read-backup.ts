// Reads a backup of either kind, all of it: the file is copied, every page of the copy is decrypted and checked, and it is brought to
// the schema of today. The backup itself is only read. Knows nothing of what becomes of the copy.

import { readFileSync } from 'node:fs';
import { copyFile, open, stat } from 'node:fs/promises';
import { isBackupHead } from '@loom/protocol';
import type Database from 'better-sqlite3-multiple-ciphers';
import { SqliteError } from 'better-sqlite3-multiple-ciphers';
import {
  type CustodyResult,
  DATABASE_KEY_BYTES,
  type KeyFault,
  tooLittleMemory,
} from '../custody/key-custody.ts';
import { errnoOf, makePrivateFile } from '../files/private-files.ts';
import { type Contents, contentsOf } from '../store/contents.ts';
import { openDatabase, type StoreFault } from '../store/open-store.ts';
import { readSealedFile } from './sealed-file.ts';

export interface BackupSource {
  readonly path: string;
  /** Of a backup that has one. */
  readonly passphrase: string | undefined;
  /** The key file of a backup that has none, where it is of another profile. */
  readonly keyFile?: string | undefined;
}

/** Why a backup can't be used. The codes and facts are those of the contract. */
export type BackupReadFault =
  | { readonly code: 'backup-missing' | 'backup-unusable'; readonly path: string }
  | { readonly code: 'backup-needs-passphrase' | 'passphrase-wrong' }
  | Extract<StoreFault, { code: 'database-newer' }>
  /** It is under the profile's key, and that is not to be had; or the disk or the memory is too small. */
  | KeyFault;

/** How the file says that it is to be opened. */
export type BackupKind = 'passphrase' | 'key';

export interface BackupContents extends Omit<Contents, 'newestAt'> {
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export type BackupRead =
  | {
      readonly ok: true;
      /** Opens the draft; the caller fills it with zeros. */
      readonly key: Uint8Array;
      readonly contents: BackupContents;
    }
  | { readonly ok: false; readonly fault: BackupReadFault };

/** The version of the file with a passphrase that this Loom writes and reads. */
const SEALED_VERSION = 1;

/** What says that there is no file that can be read. */
const NO_FILE: ReadonlySet<string | undefined> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EACCES',
  'ENAMETOOLONG',
  'ELOOP',
  'ERR_INVALID_ARG_VALUE',
]);

/** @returns undefined where there is no file that can be read. */
export async function backupKind(path: string): Promise<BackupKind | undefined> {
  try {
    // To open a pipe would wait for whoever writes into it.
    if (!(await stat(path)).isFile()) return undefined;
    await using file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return isBackupHead(buffer.subarray(0, bytesRead)) ? 'passphrase' : 'key';
  } catch (error) {
    if (NO_FILE.has(errnoOf(error))) return undefined;
    throw error;
  }
}

/**
 * @param draft where nothing is yet; once it was read, the database, in one file.
 * @param ownKey the profile’s, for a backup under it, or why it is not to be had. It is copied.
 * @throws Error of the system, StoreError or SqliteError where the draft's disk fails
 */
export async function readBackup(
  source: BackupSource,
  draft: string,
  ownKey: CustodyResult,
): Promise<BackupRead> {
  const copied = await copyToDraft(source, draft, ownKey);
  if (!copied.ok) return copied;
  const { key, createdAt } = copied;
  const read = contentsOfDraft(source.path, draft, key);
  if (!read.ok) {
    key.fill(0);
    return read;
  }
  const { newestAt, ...contents } = read.contents;
  return { ok: true, key, contents: { ...contents, createdAt: createdAt ?? newestAt } };
}

type Copied =
  | { readonly ok: true; readonly key: Uint8Array; readonly createdAt: number | undefined }
  | { readonly ok: false; readonly fault: BackupReadFault };

async function copyToDraft(
  { path, passphrase, keyFile }: BackupSource,
  draft: string,
  ownKey: CustodyResult,
): Promise<Copied> {
  switch (await backupKind(path)) {
    case undefined:
      return { ok: false, fault: { code: 'backup-missing', path } };
    case 'passphrase':
      return passphrase === undefined
        ? { ok: false, fault: { code: 'backup-needs-passphrase' } }
        : unseal(path, passphrase, draft);
    case 'key': {
      await copyFile(path, draft);
      makePrivateFile(draft);
      if (keyFile === undefined) {
        if (!ownKey.ok) return ownKey;
        return { ok: true, key: new Uint8Array(ownKey.key), createdAt: undefined };
      }
      const key = readForeignKey(keyFile);
      return key === undefined ? unusable(path) : { ok: true, key, createdAt: undefined };
    }
  }
}

async function unseal(path: string, passphrase: string, draft: string): Promise<Copied> {
  const unsealed = await readSealedFile(path, passphrase, draft);
  if (unsealed.ok) return unsealed;
  const { fault } = unsealed;
  switch (fault.code) {
    case 'passphrase-wrong':
      return { ok: false, fault: { code: fault.code } };
    case 'backup-unusable':
      return unusable(path);
    case 'stored-version': {
      const { version } = fault;
      return { ok: false, fault: { code: 'database-newer', path, version, supported: SEALED_VERSION } };
    }
    case 'too-little-memory':
      return tooLittleMemory;
  }
}

function contentsOfDraft(
  path: string,
  draft: string,
  key: Uint8Array,
):
  | { readonly ok: true; readonly contents: Contents }
  | { readonly ok: false; readonly fault: BackupReadFault } {
  const opened = openDatabase({ path: draft, key });
  if (!opened.ok) {
    const { fault } = opened;
    if (fault.code === 'database-full' || fault.code === 'folder-read-only') return { ok: false, fault };
    return fault.code === 'database-newer' ? { ok: false, fault: { ...fault, path } } : unusable(path);
  }
  const { db } = opened;
  try {
    const contents = isWhole(db) ? contentsOf(db) : undefined;
    db.pragma('journal_mode = DELETE');
    return contents === undefined ? unusable(path) : { ok: true, contents };
  } finally {
    db.close();
  }
}

/** Reads every page, and so finds any changed byte. */
function isWhole(db: Database): boolean {
  try {
    return db.pragma('integrity_check', { simple: true }) === 'ok';
  } catch (error) {
    if (error instanceof SqliteError) return false;
    throw error;
  }
}

/** Undefined where it is no file that holds a key itself. */
function readForeignKey(path: string): Uint8Array | undefined {
  try {
    const key = new Uint8Array(readFileSync(path));
    return key.length === DATABASE_KEY_BYTES ? key : undefined;
  } catch {
    return undefined;
  }
}

function unusable(path: string): { readonly ok: false; readonly fault: BackupReadFault } {
  return { ok: false, fault: { code: 'backup-unusable', path } };
}
