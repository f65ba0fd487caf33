// Argon2id (RFC 9106, version 1.3, one lane): a key from what a person can keep in mind, slow and hungry for memory on purpose.
// It works on a thread of its own, so the event loop goes on. Knows nothing of what the key opens.

import sodium from 'sodium-native';

const KEY_SIZE = 32;
export const ARGON2_SALT_SIZE = 16;
const ARGON2ID_13 = 2;

/** What one try costs. */
export interface Argon2Cost {
  /** Passes over the memory. */
  readonly passes: number;
  readonly kibibytes: number;
}

/**
 * 32 bytes in memory that is kept from the swap file; the caller fills them with zeros after use.
 * @returns undefined where the machine has not that much memory to give.
 */
export async function argon2id(
  passphrase: Uint8Array,
  salt: Uint8Array,
  { passes, kibibytes }: Argon2Cost,
): Promise<Uint8Array | undefined> {
  const key = sodium.sodium_malloc(KEY_SIZE);
  try {
    await sodium.crypto_pwhash_async(key, passphrase, salt, passes, kibibytes * 1024, ARGON2ID_13);
    return key;
  } catch (error) {
    // Wrong sizes are a bug of the caller; what libsodium itself refuses is the memory.
    if (error instanceof Error && error.message.startsWith('status')) return undefined;
    throw error;
  }
}
