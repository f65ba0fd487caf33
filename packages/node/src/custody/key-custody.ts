// What a key file leads to: the key, or why it can't be had. Knows nothing of the database.

import { type KeyFile, openKey, Secret } from '@loom/protocol';
import type { PlaceFault } from '../files/private-files.ts';
import type { Keychain } from './keychain.ts';

/** Why there is no key; nothing was changed. The codes and facts are those of the contract. */
export type KeyFault =
  | { readonly code: 'database-key-missing'; readonly path: string }
  | { readonly code: 'database-key-damaged'; readonly path: string; readonly bytes: number }
  /** A newer Loom has written the key file. */
  | {
      readonly code: 'database-newer';
      readonly path: string;
      readonly version: number;
      readonly supported: number;
    }
  /** It takes a passphrase, and there is none. */
  | { readonly code: 'locked' }
  | { readonly code: 'passphrase-wrong' }
  | { readonly code: 'keychain-unavailable'; readonly detail: string }
  | { readonly code: 'database-failed'; readonly detail: string }
  | PlaceFault;

export type DatabaseKey = Secret<'database key'>;

export type CustodyResult =
  { readonly ok: true; readonly key: DatabaseKey } | { readonly ok: false; readonly fault: KeyFault };

/** Stays good when the original is forgotten; the caller fills it with zeros after use. */
export function copyOfKey(key: Uint8Array): DatabaseKey {
  return new Secret('database key', key);
}

/** The length of a database key. */
export const DATABASE_KEY_BYTES = 32;

/** What opens a key file that does not hold the key itself. */
export interface KeyMeans {
  readonly passphrase: string | undefined;
  readonly keychain: Keychain;
}

/** What protects the key, as people are told. */
export type CustodyKind = KeyFile['kind'];

/** The caller fills the key with zeros after use. */
export async function keyOf(file: KeyFile, { passphrase, keychain }: KeyMeans): Promise<CustodyResult> {
  switch (file.kind) {
    case 'key-file':
      return { ok: true, key: file.key };
    case 'passphrase':
      if (passphrase === undefined) return { ok: false, fault: { code: 'locked' } };
      return sealedKey(await openKey(file, passphrase));
    case 'keychain':
      return keychainKey(await keychain.read(file.entry));
  }
}

function sealedKey(opened: Awaited<ReturnType<typeof openKey>>): CustodyResult {
  if (opened.ok) return { ok: true, key: opened.value };
  return opened.fault.code === 'passphrase-wrong' ? { ok: false, fault: opened.fault } : tooLittleMemory;
}

export const tooLittleMemory = {
  ok: false,
  fault: {
    code: 'database-failed',
    detail: 'the machine has too little memory to try the passphrase',
  },
} as const;

function keychainKey(read: Awaited<ReturnType<Keychain['read']>>): CustodyResult {
  if (!read.ok) return { ok: false, fault: { code: 'keychain-unavailable', detail: read.detail } };
  if (read.value?.length !== DATABASE_KEY_BYTES) {
    return { ok: false, fault: { code: 'keychain-unavailable', detail: 'it has no key for this profile' } };
  }
  const key = new Secret('database key', read.value);
  read.value.fill(0);
  return { ok: true, key };
}
