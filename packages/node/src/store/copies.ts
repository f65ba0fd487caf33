// Whole copies of the database, and other databases brought under its key or out from under it. The connection does it, which has
// the key: nobody else needs it. Knows nothing of tables.

import { closeSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3-multiple-ciphers';
import { OWNER_ONLY_FILE, syncFile, syncFolder } from '../files/private-files.ts';
import { rawKey } from './raw-key.ts';
import type { UnitOfWork } from './unit-of-work.ts';

/** All of it happens at one moment, and is durable once it has returned. @throws StoreError; Error of the system */
export interface Copies {
  /** Writes a whole copy, encrypted with the same key. @param path where nothing is yet. */
  backup(path: string): void;
  /** Encrypts a copy, or another database under the same key, under another one. */
  release(path: string, key: Uint8Array): void;
  /** Writes a copy of a database under another key, encrypted with this one's. @param target where nothing is yet. */
  adopt(path: string, key: Uint8Array, target: string): void;
  /** Writes the log into the file, which then stands for itself. Nothing but closing may follow. */
  settle(): void;
}

export function copyMethods(db: Database, unit: UnitOfWork): Copies {
  const copyInto = db.prepare<[string]>('VACUUM INTO ?');
  /** Without a key: the main database's own. */
  const attach = db.prepare<[string]>('ATTACH ? AS beside');
  const attachWithKey = db.prepare<[string, Buffer]>('ATTACH ? AS beside KEY ?');

  function beside(work: () => void): void {
    try {
      work();
    } finally {
      db.exec('DETACH beside');
    }
  }

  return {
    backup: (path) => intoNewFile(path, () => unit.read(() => copyInto.run(path))),
    release(path, key) {
      unit.read(() => {
        attach.run(path);
        beside(() => {
          // It is a copy: what a failure leaves of it is thrown away.
          db.pragma('beside.journal_mode = OFF');
          // No statement takes a key as a parameter here. It is the copy's alone.
          const hex = rawKey(key).toString('hex');
          db.pragma(`beside.hexrekey = '${hex}'`);
        });
      });
      syncFile(path);
    },
    adopt(path, key, target) {
      intoNewFile(target, () =>
        unit.read(() => {
          const theirs = rawKey(key);
          attachWithKey.run(path, theirs);
          theirs.fill(0);
          beside(() => db.prepare<[string]>('VACUUM beside INTO ?').run(target));
        }),
      );
    },
    settle: () => void unit.read(() => db.pragma('journal_mode = DELETE')),
  };
}

/** Leaves no file where the work fails. */
function intoNewFile(path: string, work: () => unknown): void {
  closeSync(openSync(path, 'wx', OWNER_ONLY_FILE));
  try {
    work();
    syncFile(path);
    syncFolder(dirname(path));
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}
