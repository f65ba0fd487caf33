// ChaCha20-Poly1305 (RFC 8439): 32-byte keys, 12-byte nonces, a 16-byte tag after the ciphertext. Who calls
// sees to it that no nonce is used twice with a key.

import sodium from 'sodium-native';

const KEY_SIZE = 32;
export const TAG_SIZE = 16;
export const NONCE_SIZE = 12;

/** @returns ciphertext and tag, `plaintext.length + 16` bytes. */
export function aeadSeal(
  key: Uint8Array,
  nonce: Uint8Array,
  ad: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const sealed = new Uint8Array(plaintext.length + TAG_SIZE);
  aeadSealInto(sealed, key, nonce, ad, plaintext);
  return sealed;
}

/** Like `aeadSeal`, written to `target`, which has exactly `plaintext.length + 16` bytes. */
export function aeadSealInto(
  target: Uint8Array,
  key: Uint8Array,
  nonce: Uint8Array,
  ad: Uint8Array,
  plaintext: Uint8Array,
): void {
  sodium.crypto_aead_chacha20poly1305_ietf_encrypt(target, plaintext, ad, null, nonce, key);
}

/**
 * @returns undefined where the tag does not fit key, nonce, `ad` and ciphertext, or there is no room for a
 * tag.
 */
export function aeadOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  ad: Uint8Array,
  sealed: Uint8Array,
): Uint8Array<ArrayBuffer> | undefined {
  if (key.length !== KEY_SIZE || nonce.length !== NONCE_SIZE) throw new RangeError('wrong key or nonce size');
  if (sealed.length < TAG_SIZE) return undefined;
  const plaintext = new Uint8Array(sealed.length - TAG_SIZE);
  try {
    sodium.crypto_aead_chacha20poly1305_ietf_decrypt(plaintext, null, sealed, ad, nonce, key);
  } catch {
    return undefined;
  }
  return plaintext;
}
