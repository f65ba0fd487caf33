// Ed25519 (RFC 8032): signatures over tokens. Knows nothing of tokens.

import sodium from 'sodium-native';

const ED25519_KEY_SIZE = 32;
const SIGNATURE_SIZE = 64;

/** The public key, 32 bytes, of a 32-byte seed (RFC 8032 section 5.1.5). */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array<ArrayBuffer> {
  return expand(seed).publicKey;
}

/** @returns the signature, 64 bytes. */
export function ed25519Sign(seed: Uint8Array, message: Uint8Array): Uint8Array<ArrayBuffer> {
  const signature = new Uint8Array(SIGNATURE_SIZE);
  sodium.crypto_sign_detached(signature, message, expand(seed).secretKey);
  return signature;
}

export function ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return sodium.crypto_sign_verify_detached(signature, message, publicKey);
}

/**
 * Whether this is the canonical encoding of a point, other than the neutral one, of the prime-order subgroup.
 */
export function isEd25519Point(publicKey: Uint8Array): boolean {
  return sodium.crypto_core_ed25519_is_valid_point(publicKey);
}

/** libsodium's secret key: the seed and the public key, 64 bytes. */
function expand(seed: Uint8Array) {
  const publicKey = new Uint8Array(ED25519_KEY_SIZE);
  const secretKey = new Uint8Array(2 * ED25519_KEY_SIZE);
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, seed);
  return { publicKey, secretKey };
}
