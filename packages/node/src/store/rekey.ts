// Encrypts a database that nobody has open under another key, in place and durably. Knows nothing of where it lies.

import { syncFile } from '../files/private-files.ts';
import { keyDatabase, openDatabase } from './open-store.ts';

/** @throws Error where `key` does not open it; SqliteError where the disk fails, and then it opens with neither. */
export function rekeyDatabase(path: string, key: Uint8Array, next: Uint8Array): void {
  const opened = openDatabase({ path, key });
  if (!opened.ok) throw new Error(`The database does not open with its key: ${opened.fault.code}.`);
  try {
    // Neither a change of the key nor a move may leave a write-ahead log behind.
    opened.db.pragma('journal_mode = DELETE');
    keyDatabase(opened.db, next, 'anew');
  } finally {
    opened.db.close();
  }
  syncFile(path);
}
