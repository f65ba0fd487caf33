// What can be done with the key of a profile, whether it is in hand or only an open database has it. Knows nothing of where it is
// kept.

import { renameSync } from 'node:fs';
import { type Random, StoreError } from '@loom/engine';
import { DATABASE_KEY_BYTES } from '../custody/key-custody.ts';
import { keyDatabase, openDatabase } from '../store/open-store.ts';
import type { SqliteStore } from '../store/sqlite-store.ts';

export interface OwnKey {
  /**
   * @param draft a file that may be a database under the profile's key.
   * @returns a key that opens it from now on, where it is one; the caller fills it with zeros.
   */
  release(draft: string): Uint8Array | undefined;
  /** Encrypts the database in `draft`, which `key` opens, under the profile's key, durably. */
  adopt(draft: string, key: Uint8Array): void;
}

/** @param key 32 bytes; the caller keeps it until nothing more is asked. */
export function keyInHand(key: Uint8Array): OwnKey {
  return {
    release: () => new Uint8Array(key),
    adopt(draft, theirs) {
      const opened = openDatabase({ path: draft, key: theirs });
      if (!opened.ok) throw new Error(`what was just read can’t be opened: ${opened.fault.code}`);
      try {
        // Neither a change of the key nor a move may leave a write-ahead log behind.
        opened.db.pragma('journal_mode = DELETE');
        keyDatabase(opened.db, key, 'anew');
      } finally {
        opened.db.close();
      }
    },
  };
}

/** @param store of the profile, open. */
export function keyOfStore(store: SqliteStore, random: Random): OwnKey {
  return {
    release(draft) {
      const key = random.bytes(DATABASE_KEY_BYTES);
      try {
        store.release(draft, key);
        return key;
      } catch (error) {
        key.fill(0);
        if (error instanceof StoreError && error.code === 'failed') return undefined;
        throw error;
      }
    },
    adopt(draft, theirs) {
      const target = `${draft}.own`;
      store.adopt(draft, theirs, target);
      renameSync(target, draft);
    },
  };
}
