// SHA-256 and BLAKE2b, HMAC and HKDF over SHA-256. HMAC is built here on libsodium's SHA-256: for messages of
// Loom's size that takes 2 us, where a call of node:crypto's HMAC takes 18 us.

import sodium from 'sodium-native';
import { concat } from '../bytes.ts';

export const HASH_SIZE = 32;
const BLOCK_SIZE = 64;

/** SHA-256 (FIPS 180-4) of the parts joined, 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const digest = new Uint8Array(HASH_SIZE);
  sodium.crypto_hash_sha256(digest, concat(...parts));
  return digest;
}

/** Unkeyed BLAKE2b (RFC 7693) of the parts joined, 32 bytes. */
export function blake2b(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const digest = new Uint8Array(32);
  sodium.crypto_generichash(digest, concat(...parts));
  return digest;
}

/** Unkeyed BLAKE2b (RFC 7693) of the parts joined, 64 bytes. */
export function blake2b512(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const digest = new Uint8Array(64);
  sodium.crypto_generichash(digest, concat(...parts));
  return digest;
}

/** The two inputs of HMAC, laid out once: allocating them anew would cost more than the hashing. */
const innerInput = new Uint8Array(BLOCK_SIZE + 256);
const outerInput = new Uint8Array(BLOCK_SIZE + HASH_SIZE);
const innerDigest = outerInput.subarray(BLOCK_SIZE);

/** HMAC-SHA-256 (RFC 2104) over the parts joined, 32 bytes. */
export function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const block = key.length > BLOCK_SIZE ? sha256(key) : key;
  let length = BLOCK_SIZE;
  for (const part of parts) length += part.length;
  const inner = length <= innerInput.length ? innerInput : new Uint8Array(length);
  for (let i = 0; i < BLOCK_SIZE; i++) {
    const byte = block[i] ?? 0;
    inner[i] = byte ^ 0x36;
    outerInput[i] = byte ^ 0x5c;
  }
  let offset = BLOCK_SIZE;
  for (const part of parts) {
    inner.set(part, offset);
    offset += part.length;
  }
  sodium.crypto_hash_sha256(innerDigest, inner.subarray(0, length));
  const tag = new Uint8Array(HASH_SIZE);
  sodium.crypto_hash_sha256(tag, outerInput);
  return tag;
}

/** HKDF-Expand (RFC 5869 section 2.3); `length` is at most 255 * 32 bytes. */
export function hkdfExpand(key: Uint8Array, info: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const output = new Uint8Array(length);
  let block = new Uint8Array(0);
  const counter = new Uint8Array(1);
  for (let offset = 0, round = 1; offset < length; offset += HASH_SIZE, round++) {
    counter[0] = round;
    block = hmac(key, block, info, counter);
    output.set(offset + HASH_SIZE <= length ? block : block.subarray(0, length - offset), offset);
  }
  return output;
}

/** HKDF-SHA-256 (RFC 5869): extract with `salt`, expand to `length` bytes. */
export function hkdf(
  salt: Uint8Array,
  inputKey: Uint8Array,
  info: Uint8Array,
  length: number,
): Uint8Array<ArrayBuffer> {
  return hkdfExpand(hmac(salt, inputKey), info, length);
}
