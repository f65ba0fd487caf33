// The Backup port: a copy of a profile's database, made while that is in use, and what may stand in its way. One statement reads
// every page, so a backup that was made is whole, and the engine waits for it: 0.3 s for 100,000 messages, 2 s for a million,
// far less than any peer's patience. Knows nothing of what is in the database.

import { existsSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { type Backup, type BackupFault, type Clock, type Random, StoreError } from '@loom/engine';
import { type Argon2Cost, Secret } from '@loom/protocol';
import { writeSealedFile } from '../backup/sealed-file.ts';
import { tooLittleMemory } from '../custody/key-custody.ts';
import { withDraft } from '../files/drafts.ts';
import { errnoOf, placeFaultOf } from '../files/private-files.ts';
import { rekeyDatabase } from '../store/rekey.ts';
import type { SqliteStore } from '../store/sqlite-store.ts';

export interface BackupOptions {
  readonly store: SqliteStore;
  /** What the store is encrypted with. */
  readonly key: Uint8Array;
  /** The folder of the profile's drafts. */
  readonly drafts: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
  /** What ships unless a test has no time. */
  readonly cost?: Argon2Cost;
}

export function profileBackup(options: BackupOptions): Backup {
  return async (path, passphrase) => {
    if (!isAbsolute(path)) {
      return { ok: false, fault: { code: 'bad-arguments', detail: 'path: must begin at the root' } };
    }
    try {
      return passphrase === undefined ? underOwnKey(options, path) : await sealed(options, path, passphrase);
    } catch (error) {
      const fault = faultOf(error, path);
      if (fault === undefined) throw error;
      return { ok: false, fault };
    }
  };
}

function underOwnKey({ store }: BackupOptions, path: string): Awaited<ReturnType<Backup>> {
  store.backup(path);
  return { ok: true, bytes: statSync(path).size };
}

async function sealed(
  { store, key: ownKey, drafts, clock, random, cost }: BackupOptions,
  path: string,
  passphrase: string,
): ReturnType<Backup> {
  // Told before the work; it is asked again when the file gets its name.
  if (existsSync(path)) return { ok: false, fault: { code: 'backup-exists', path } };
  const createdAt = clock.now();
  const drawn = random.bytes(32);
  const key = new Secret('database key', drawn);
  drawn.fill(0);
  const bytes = await withDraft(drafts, async (draft) => {
    store.backup(draft);
    rekeyDatabase(draft, ownKey, key);
    return writeSealedFile(path, draft, key, { passphrase, createdAt, ...(cost && { cost }) });
  });
  key.fill(0);
  return bytes === undefined ? tooLittleMemory : { ok: true, bytes };
}

function faultOf(error: unknown, path: string): BackupFault | undefined {
  if (error instanceof StoreError) {
    return error.code === 'full'
      ? { code: 'database-full' }
      : { code: 'database-failed', detail: error.message };
  }
  const errno = errnoOf(error);
  if (errno === 'EEXIST' || errno === 'EISDIR') return { code: 'backup-exists', path };
  const isNoPath = errno === 'ENAMETOOLONG' || errno === 'EINVAL' || errno === 'ERR_INVALID_ARG_VALUE';
  if (isNoPath) return { code: 'backup-place', path };
  const fault = placeFaultOf(error, path);
  return fault?.code === 'folder-read-only' ? { code: 'backup-place', path } : fault;
}
