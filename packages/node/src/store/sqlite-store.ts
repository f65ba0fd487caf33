// The Store port on an open SQLite connection. Knows nothing of files, keys and locks.

import { closeSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Store } from '@loom/engine';
import type Database from 'better-sqlite3-multiple-ciphers';
import { OWNER_ONLY_FILE, syncFile, syncFolder } from '../files/private-files.ts';
import { contactMethods, linkMethods, profileMethods } from './contacts.ts';
import { deletionMethods } from './deletion.ts';
import { inboxMethods } from './inbox.ts';
import { conversationMethods, outgoingMethods } from './messages.ts';
import { searchMethods } from './search.ts';
import { settingMethods } from './settings.ts';
import { UnitOfWork } from './unit-of-work.ts';

export interface SqliteStore extends Store {
  /**
   * Writes a whole copy, encrypted with the same key, while the store is in use. Durable when it returns; on a failure the
   * copy is gone.
   * @param path where nothing is yet.
   */
  backup(path: string): void;
}

/** @param db migrated; the store owns it from here on. */
export function sqliteStore(db: Database): SqliteStore {
  const unit = new UnitOfWork(db);
  const { present, methods: deletion } = deletionMethods(db, unit);
  const copyInto = db.prepare<[string]>('VACUUM INTO ?');
  return {
    transaction: (work) => unit.transaction(work),
    close: () => void db.close(),
    backup(path) {
      closeSync(openSync(path, 'wx', OWNER_ONLY_FILE));
      try {
        unit.read(() => copyInto.run(path));
        syncFile(path);
        syncFolder(dirname(path));
      } catch (error) {
        rmSync(path, { force: true });
        throw error;
      }
    },
    ...profileMethods(db, unit),
    ...contactMethods(db, unit, present),
    ...deletion,
    ...linkMethods(db, unit, present),
    ...outgoingMethods(db, unit, present),
    ...inboxMethods(db, unit, present),
    ...conversationMethods(db, unit, present),
    ...searchMethods(db, unit, present),
    ...settingMethods(db, unit),
  };
}
