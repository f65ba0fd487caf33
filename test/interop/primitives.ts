// The primitives of PROTOCOL.md's first table under its own names, from @noble alone. Knows nothing of the protocol.
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { expand, hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { ascii, type Bytes } from './bytes.ts';

export interface KeyPair {
  readonly secret: Bytes;
  readonly public: Bytes;
}

export const H = (message: Bytes): Bytes => sha256(message);

export const HMAC = (key: Bytes, message: Bytes): Bytes => hmac(sha256, key, message);

/** @param salt empty bytes stand for RFC 5869's string of zeros. */
export const HKDF = (salt: Bytes, input: Bytes, info: Bytes | string, size: number): Bytes =>
  hkdf(sha256, input, salt, typeof info === 'string' ? ascii(info) : info, size);

export const hkdfExpand = (key: Bytes, info: string, size: number): Bytes =>
  expand(sha256, key, ascii(info), size);

export const BLAKE2b = (message: Bytes): Bytes => blake2b(message, { dkLen: 32 });

export const seal = (key: Bytes, nonce: Bytes, ad: Bytes, plaintext: Bytes): Bytes =>
  chacha20poly1305(key, nonce, ad).encrypt(plaintext);

/** @throws where the tag is wrong. */
export const open = (key: Bytes, nonce: Bytes, ad: Bytes, sealed: Bytes): Bytes =>
  chacha20poly1305(key, nonce, ad).decrypt(sealed);

/** @throws where the result is all zero. */
export const DH = (secret: Bytes, theirs: Bytes): Bytes => x25519.getSharedSecret(secret, theirs);

export const x25519KeyPair = (secret: Bytes): KeyPair => ({ secret, public: x25519.getPublicKey(secret) });

export const ed25519KeyPair = (seed: Bytes): KeyPair => ({
  secret: seed,
  public: ed25519.getPublicKey(seed),
});

export const sign = (message: Bytes, seed: Bytes): Bytes => ed25519.sign(message, seed);

export const verifies = (signature: Bytes, message: Bytes, key: Bytes): boolean =>
  ed25519.verify(signature, message, key, { zip215: false });

/** @returns whether this is the one encoding of a point of the prime-order subgroup that is not the neutral one. */
export function isGoodEd25519Key(key: Bytes): boolean {
  try {
    const point = ed25519.Point.fromBytes(key, false);
    return point.isTorsionFree() && !point.is0();
  } catch {
    return false;
  }
}

/** @returns whether u is below 2^255 - 19 and no point of low order. */
export function isGoodX25519Key(key: Bytes): boolean {
  const u = key.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  if (u >= 2n ** 255n - 19n) return false;
  try {
    DH(new Uint8Array(32).fill(1), key);
    return true;
  } catch {
    return false;
  }
}

/** @param seed FIPS 203's d | z, 64 bytes. */
export const kemKeyPair = (seed: Bytes): KeyPair => {
  const { secretKey, publicKey } = ml_kem768.keygen(seed);
  return { secret: secretKey, public: publicKey };
};

/** @param randomness FIPS 203's m, 32 bytes. @throws where the key is none. */
export const kemEncapsulate = (key: Bytes, randomness: Bytes): { ciphertext: Bytes; secret: Bytes } => {
  const { cipherText, sharedSecret } = ml_kem768.encapsulate(key, randomness);
  return { ciphertext: cipherText, secret: sharedSecret };
};

export const kemDecapsulate = (ciphertext: Bytes, secret: Bytes): Bytes =>
  ml_kem768.decapsulate(ciphertext, secret);
