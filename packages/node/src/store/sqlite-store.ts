// The Store port on an open SQLite connection. Knows nothing of files, keys and locks.

import type { Store } from '@loom/engine';
import type Database from 'better-sqlite3-multiple-ciphers';
import { contactMethods, linkMethods, profileMethods } from './contacts.ts';
import { type Copies, copyMethods } from './copies.ts';
import { deletionMethods } from './deletion.ts';
import { inboxMethods } from './inbox.ts';
import { conversationMethods, outgoingMethods } from './messages.ts';
import { searchMethods } from './search.ts';
import { settingMethods } from './settings.ts';
import { UnitOfWork } from './unit-of-work.ts';

export type SqliteStore = Store & Copies;

/** @param db migrated; the store owns it from here on. */
export function sqliteStore(db: Database): SqliteStore {
  const unit = new UnitOfWork(db);
  const { present, methods: deletion } = deletionMethods(db, unit);
  return {
    transaction: (work) => unit.transaction(work),
    close: () => void db.close(),
    ...copyMethods(db, unit),
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
