// Who keeps the key of a profile's database. Knows nothing of the database.

import type { PlaceFault } from '../files/private-files.ts';

/** Why there is no key; nothing was changed. The codes and facts are those of the contract. */
export type KeyFault =
  | { readonly code: 'database-key-missing'; readonly path: string }
  | { readonly code: 'database-key-damaged'; readonly path: string; readonly bytes: number }
  | PlaceFault;

export type CustodyResult =
  { readonly ok: true; readonly key: Uint8Array } | { readonly ok: false; readonly fault: KeyFault };

/** The length of a database key. */
export const DATABASE_KEY_BYTES = 32;

export interface KeyCustody {
  /** What protects the key, as people are told. */
  readonly kind: 'key-file';
  /**
   * The key, 32 bytes. Where there is none it is made, durably, unless a database needs the one that is missing.
   * @param databaseExists whether something was encrypted with the key already.
   */
  readOrCreate(databaseExists: boolean): CustodyResult;
}
