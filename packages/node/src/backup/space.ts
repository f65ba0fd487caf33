// What a failure to write a draft says of the disk. Knows nothing of drafts.

import { StoreError } from '@loom/engine';
import { SqliteError } from 'better-sqlite3-multiple-ciphers';
import { type PlaceFault, placeFaultOf } from '../files/private-files.ts';

/** The codes and facts are those of the contract. */
export type SpaceFault = PlaceFault | { readonly code: 'database-failed'; readonly detail: string };

/** @throws the error itself where it says nothing of the disk. */
export function spaceFaultOf(error: unknown, folder: string): SpaceFault {
  if (error instanceof StoreError && error.code === 'failed') {
    return { code: 'database-failed', detail: error.message };
  }
  const isFull =
    error instanceof StoreError || (error instanceof SqliteError && error.code === 'SQLITE_FULL');
  const fault = isFull ? ({ code: 'database-full' } as const) : placeFaultOf(error, folder);
  if (fault === undefined) throw error;
  return fault;
}
