// The notation of PROTOCOL.md, by @noble/* alone: what the vectors are computed with. Knows nothing of the code that
// they check; what comes out of here and out of there has to be the same.
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { blake2b as nobleBlake2b } from '@noble/hashes/blake2.js';
import { expand, hkdf as nobleHkdf } from '@noble/hashes/hkdf.js';
import { hmac as nobleHmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/** Bytes in lower-case hexadecimal: the form of every byte string in a vector. */
export type Hex = string;
export type Bytes = Uint8Array;

export const EMPTY = new Uint8Array(0);
export const hex = bytesToHex;
export const join = concatBytes;
/** An ASCII label. */
export const label = utf8ToBytes;

export function u8(value: number): Bytes {
  return Uint8Array.of(value);
}

export function u16(value: number): Bytes {
  return Uint8Array.of(value >> 8, value & 255);
}

export function u32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

export function u64(value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

export function zeros(count: number): Bytes {
  return new Uint8Array(count);
}

/** `H`. */
export function hash(...parts: readonly Bytes[]): Bytes {
  return sha256(join(...parts));
}

export function hmac(key: Bytes, ...parts: readonly Bytes[]): Bytes {
  return nobleHmac(sha256, key, join(...parts));
}

/** `HKDF(s, i, l, n)`. */
export function hkdf(salt: Bytes, input: Bytes, info: Bytes, length: number): Bytes {
  return nobleHkdf(sha256, input, salt, info, length);
}

export function hkdfExpand(key: Bytes, info: Bytes, length: number): Bytes {
  return expand(sha256, key, info, length);
}

export function blake2b(...parts: readonly Bytes[]): Bytes {
  return nobleBlake2b(join(...parts), { dkLen: 32 });
}

export function seal(key: Bytes, nonce: Bytes, ad: Bytes, plaintext: Bytes): Bytes {
  return chacha20poly1305(key, nonce, ad).encrypt(plaintext);
}

export function noiseNonce(counter: number): Bytes {
  const nonce = zeros(12);
  new DataView(nonce.buffer).setBigUint64(4, BigInt(counter), true);
  return nonce;
}

export function dh(secretKey: Bytes, publicKey: Bytes): Bytes {
  return x25519.getSharedSecret(secretKey, publicKey);
}

export function x25519Public(secretKey: Bytes): Bytes {
  return x25519.getPublicKey(secretKey);
}

export function ed25519Public(seed: Bytes): Bytes {
  return ed25519.getPublicKey(seed);
}

export function sign(seed: Bytes, message: Bytes): Bytes {
  return ed25519.sign(message, seed);
}

/** Bytes that look random and have a name, so that every vector comes out the same on every run. */
export function named(name: string, length: number): Bytes {
  return hkdf(EMPTY, label(name), label('loom test vectors'), length);
}

/** A byte string cut into parts of these sizes. */
export function cut(bytes: Bytes, ...sizes: readonly number[]): Bytes[] {
  let at = 0;
  return sizes.map((size) => bytes.slice(at, (at += size)));
}
