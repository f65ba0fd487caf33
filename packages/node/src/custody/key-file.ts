// The key file on the disk: read, made, replaced and erased. Only its owner can read it. Knows nothing of the database, and of
// what stands in the file only whether it is the key itself.

import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Random } from '@loom/engine';
import { decodeKeyFile, type KeyFile, Secret, type StoredFault } from '@loom/protocol';
import {
  errnoOf,
  makePrivateFile,
  OWNER_ONLY_FILE,
  placeFaultOf,
  syncFolder,
} from '../files/private-files.ts';
import { type CustodyResult, DATABASE_KEY_BYTES, type KeyFault } from './key-custody.ts';

/** The version of a key file with a head that this Loom writes and reads. */
const KEY_FILE_VERSION = 1;

export type ReadKeyFile =
  { readonly ok: true; readonly file: KeyFile } | { readonly ok: false; readonly fault: KeyFault };

/** Undefined where there is no file. */
export function readKeyFile(path: string): ReadKeyFile | undefined {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(readFileSync(path));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  const decoded = decodeKeyFile(bytes);
  const { length } = bytes;
  bytes.fill(0);
  if (!decoded.ok) return { ok: false, fault: faultOf(decoded.fault, path, length) };
  makePrivateFile(path);
  return { ok: true, file: decoded.value };
}

function faultOf(fault: StoredFault, path: string, bytes: number): KeyFault {
  return fault.code === 'stored-version'
    ? { code: 'database-newer', path, version: fault.version, supported: KEY_FILE_VERSION }
    : { code: 'database-key-damaged', path, bytes };
}

export interface KeyFileCustody {
  /**
   * The key, 32 bytes, where the file is the key itself. Where there is no file it is made, durably, unless a database needs the
   * one that is missing.
   * @param databaseExists whether something was encrypted with the key already.
   */
  readOrCreate(databaseExists: boolean): CustodyResult;
}

/** @param path of the key file; its folder exists. */
export function keyFileCustody(path: string, random: Random): KeyFileCustody {
  return {
    readOrCreate(databaseExists) {
      try {
        return readPlainKey(path) ?? (databaseExists ? missing(path) : createKey(path, random));
      } catch (error) {
        const fault = placeFaultOf(error, dirname(path));
        if (fault === undefined) throw error;
        return { ok: false, fault };
      }
    },
  };
}

function missing(path: string): CustodyResult {
  return { ok: false, fault: { code: 'database-key-missing', path } };
}

function readPlainKey(path: string): CustodyResult | undefined {
  const read = readKeyFile(path);
  if (read === undefined || !read.ok) return read;
  return read.file.kind === 'key-file'
    ? { ok: true, key: read.file.key }
    : { ok: false, fault: { code: 'locked' } };
}

/** The file appears whole or not at all, and the first of two that make it at once wins. */
function createKey(path: string, random: Random): CustodyResult {
  const key = new Secret('database key', random.bytes(DATABASE_KEY_BYTES));
  const draft = writeDraft(path, key);
  try {
    linkSync(draft, path);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') {
      key.fill(0);
      return readPlainKey(path) ?? missing(path);
    }
    // A file system without hard links (FAT).
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
  syncFolder(dirname(path));
  return { ok: true, key };
}

/** Whole or not at all, and durable; what was there is replaced. */
export function writeKeyFile(path: string, bytes: Uint8Array): void {
  const draft = writeDraft(path, bytes);
  renameSync(draft, path);
  syncFolder(dirname(path));
}

function writeDraft(path: string, bytes: Uint8Array): string {
  const draft = `${path}.${process.pid}.new`;
  rmSync(draft, { force: true });
  const file = openSync(draft, 'wx', OWNER_ONLY_FILE);
  try {
    writeSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return draft;
}

/** Puts random bytes in the place of those that are there, as far as the disk lets anybody; the file stays. */
export function overwriteKeyFile(path: string, random: Random): void {
  const file = openSync(path, 'r+');
  try {
    const { size } = fstatSync(file);
    if (size > 0) writeSync(file, random.bytes(size), 0, size, 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Overwritten, and gone; where there is none nothing happens. */
export function eraseKeyFile(path: string, random: Random): void {
  try {
    overwriteKeyFile(path, random);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return;
    throw error;
  }
  rmSync(path, { force: true });
  syncFolder(dirname(path));
}
