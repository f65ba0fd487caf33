// Makes the next key of a profile and what its key file is to hold. Knows nothing of databases.

import {
  type Argon2Cost,
  encodeKeychainEntry,
  isTooShort,
  limits,
  sealedKeySizes,
  sealKey,
  Secret,
} from '@loom/protocol';
import type { Random } from '@loom/engine';
import { DATABASE_KEY_BYTES, type KeyFault, tooLittleMemory } from '../custody/key-custody.ts';
import type { Keychain } from '../custody/keychain.ts';

/** Where the key is to be kept. */
export type KeyPlace =
  | { readonly kind: 'key-file' }
  | { readonly kind: 'keychain' }
  | { readonly kind: 'passphrase'; readonly passphrase: string };

export interface NextKey {
  readonly nextKey: Uint8Array;
  readonly nextFile: Uint8Array;
}

export type MadeKey =
  | { readonly ok: true; readonly made: NextKey }
  | {
      readonly ok: false;
      readonly fault: KeyFault | { readonly code: 'passphrase-too-short'; readonly least: number };
    };

/** The keychain holds it from then on, where that is its place. */
export async function makeNextKey(
  place: KeyPlace,
  { keychain, random, cost }: { keychain: Keychain; random: Random; cost?: Argon2Cost | undefined },
): Promise<MadeKey> {
  const nextKey = new Secret('database key', random.bytes(DATABASE_KEY_BYTES));
  switch (place.kind) {
    case 'key-file':
      return { ok: true, made: { nextKey, nextFile: Uint8Array.from(nextKey) } };
    case 'keychain': {
      const entry = random.bytes(sealedKeySizes.entry);
      const detail = await keep(keychain, entry, nextKey);
      if (detail !== undefined) return { ok: false, fault: { code: 'keychain-unavailable', detail } };
      return { ok: true, made: { nextKey, nextFile: encodeKeychainEntry(entry) } };
    }
    case 'passphrase': {
      if (isTooShort(place.passphrase)) {
        return { ok: false, fault: { code: 'passphrase-too-short', least: limits.minPassphrase } };
      }
      const salt = random.bytes(sealedKeySizes.salt);
      const nonce = random.bytes(sealedKeySizes.nonce);
      const nextFile = await sealKey(nextKey, place.passphrase, { salt, nonce, cost });
      return nextFile === undefined ? tooLittleMemory : { ok: true, made: { nextKey, nextFile } };
    }
  }
}

/** What is written is read back, before anything is trusted to it. @returns why it is not kept. */
async function keep(keychain: Keychain, entry: Uint8Array, key: Uint8Array): Promise<string | undefined> {
  const written = await keychain.write(entry, key);
  if (!written.ok) return written.detail;
  const read = await keychain.read(entry);
  if (!read.ok) return read.detail;
  const isSame = read.value !== undefined && Buffer.compare(read.value, key) === 0;
  read.value?.fill(0);
  return isSame ? undefined : 'it does not give back what it was given';
}
