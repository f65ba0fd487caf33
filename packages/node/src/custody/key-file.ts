// Keeps the database key in a file that only its owner can read. Knows nothing of the database.

import {
  closeSync,
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
import {
  errnoOf,
  makePrivateFile,
  OWNER_ONLY_FILE,
  placeFaultOf,
  syncFolder,
} from '../files/private-files.ts';
import { type CustodyResult, DATABASE_KEY_BYTES, type KeyCustody } from './key-custody.ts';

/** @param path of the key file; its folder exists. */
export function keyFileCustody(path: string, random: Random): KeyCustody {
  return {
    kind: 'key-file',
    readOrCreate(databaseExists) {
      try {
        return readKey(path) ?? (databaseExists ? missing(path) : createKey(path, random));
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

/** Undefined where there is no file. */
function readKey(path: string): CustodyResult | undefined {
  let key: Uint8Array;
  try {
    key = new Uint8Array(readFileSync(path));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  if (key.length !== DATABASE_KEY_BYTES) {
    return { ok: false, fault: { code: 'database-key-damaged', path, bytes: key.length } };
  }
  makePrivateFile(path);
  return { ok: true, key };
}

/** The file appears whole or not at all, and the first of two that make it at once wins. */
function createKey(path: string, random: Random): CustodyResult {
  const key = random.bytes(DATABASE_KEY_BYTES);
  const draft = `${path}.${process.pid}.new`;
  rmSync(draft, { force: true });
  const file = openSync(draft, 'wx', OWNER_ONLY_FILE);
  try {
    writeSync(file, key);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(draft, path);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') {
      key.fill(0);
      return readKey(path) ?? missing(path);
    }
    // A file system without hard links (FAT).
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
  syncFolder(dirname(path));
  return { ok: true, key };
}
