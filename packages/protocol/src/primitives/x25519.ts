// X25519 (RFC 7748). Knows nothing of whose keys these are.

import sodium from 'sodium-native';

export const X25519_SIZE = 32;

/** The public key, 32 bytes, of a 32-byte secret key. */
export function x25519PublicKey(secretKey: Uint8Array): Uint8Array<ArrayBuffer> {
  const publicKey = new Uint8Array(X25519_SIZE);
  sodium.crypto_scalarmult_base(publicKey, secretKey);
  return publicKey;
}

/** @returns the 32-byte shared secret; undefined where it would be all zero: the public key has low order. */
export function x25519(secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  if (secretKey.length !== X25519_SIZE || publicKey.length !== X25519_SIZE) {
    throw new RangeError('X25519 keys have 32 bytes');
  }
  const shared = new Uint8Array(X25519_SIZE);
  try {
    sodium.crypto_scalarmult(shared, secretKey, publicKey);
  } catch {
    return undefined;
  }
  return shared;
}

const P = 2n ** 255n - 19n;

/** Whether this is the one encoding of its point: below 2^255 - 19, the unused top bit clear. */
export function isCanonicalX25519(publicKey: Uint8Array): boolean {
  let value = 0n;
  for (const byte of publicKey.toReversed()) value = (value << 8n) | BigInt(byte);
  return value < P;
}
