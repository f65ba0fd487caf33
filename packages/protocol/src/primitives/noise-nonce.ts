// The nonce that Noise gives ChaCha20-Poly1305 (revision 34 section 12.3): 4 zero bytes and a little-endian
// u64.

import { NONCE_SIZE } from './aead.ts';

/** @param counter a safe integer; what it counts must never come twice under one key. */
export function noiseNonce(counter: number): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(NONCE_SIZE);
  const view = new DataView(nonce.buffer);
  view.setUint32(4, counter % 2 ** 32, true);
  view.setUint32(8, Math.floor(counter / 2 ** 32), true);
  return nonce;
}

/** Counter 2^64 - 1, which Noise keeps for REKEY (section 4.2). */
export function rekeyNonce(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(NONCE_SIZE).fill(0xff, 4);
}
