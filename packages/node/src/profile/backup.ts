// The Backup port: a copy of a profile's database, made while that is in use, and what may stand in its way. One statement reads
// every page, so a backup that was made is whole, and the engine waits for it: 0.3 s for 100,000 messages, 2 s for a million,
// far less than any peer's patience. Knows nothing of what is in the database.

import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { type Backup, type BackupFault, StoreError } from '@loom/engine';
import { errnoOf, placeFaultOf } from '../files/private-files.ts';
import type { SqliteStore } from '../store/sqlite-store.ts';

export function profileBackup(store: SqliteStore): Backup {
  return (path) => {
    if (!isAbsolute(path)) {
      return { ok: false, fault: { code: 'bad-arguments', detail: 'path: must begin at the root' } };
    }
    try {
      store.backup(path);
      return { ok: true, bytes: statSync(path).size };
    } catch (error) {
      const fault = faultOf(error, path);
      if (fault === undefined) throw error;
      return { ok: false, fault };
    }
  };
}

function faultOf(error: unknown, path: string): BackupFault | undefined {
  if (error instanceof StoreError) {
    return error.code === 'full'
      ? { code: 'database-full' }
      : { code: 'database-failed', detail: error.message };
  }
  const errno = errnoOf(error);
  if (errno === 'EEXIST' || errno === 'EISDIR') return { code: 'backup-exists', path };
  if (errno === 'ENAMETOOLONG' || errno === 'EINVAL') return { code: 'backup-place', path };
  const fault = placeFaultOf(error, path);
  return fault?.code === 'folder-read-only' ? { code: 'backup-place', path } : fault;
}
