// Records: what a link looks like on the air (PROTOCOL.md section 2.2): `u16 length | AEAD`, in four sizes.
// Knows nothing of the frames inside.

import { aeadOpen, aeadSeal, aeadSealInto, TAG_SIZE } from '../primitives/aead.ts';
import { noiseNonce, rekeyNonce } from '../primitives/noise-nonce.ts';
import { limits } from '../limits.ts';

export const LENGTH_SIZE = 2;
export const RECORD_OVERHEAD = LENGTH_SIZE + TAG_SIZE;

/** Bytes of plaintext, padding included, that a record may hold. */
const recordSizes = [256, 1024, 4096, 16384] as const;
export const LARGEST_RECORD = 16384;

/** The length field of R's first record, which holds its HELLO: the smallest. */
export const HELLO_RECORD_LENGTH = recordSizes[0] + TAG_SIZE;

/** The smallest plaintext size that holds `length` bytes, which are at most 16384. */
export function paddedSize(length: number): number {
  return recordSizes.find((size) => length <= size) ?? LARGEST_RECORD;
}

/** Whether a record's length field may say so: the four sizes with their tags. */
export function isLegalRecordLength(length: number): boolean {
  return recordSizes.some((size) => size + TAG_SIZE === length);
}

const EMPTY = new Uint8Array(0);

/** The key and the record counter of one direction. */
export class RecordCipher {
  #key: Uint8Array;
  #counter = 0;

  /** @param key 32 bytes. */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** Writes one whole record. @param target exactly `plaintext.length + 18` bytes. */
  sealInto(target: Uint8Array, plaintext: Uint8Array): void {
    const length = plaintext.length + TAG_SIZE;
    target[0] = length >> 8;
    target[1] = length & 255;
    aeadSealInto(target.subarray(LENGTH_SIZE), this.#key, noiseNonce(this.#counter), EMPTY, plaintext);
    this.#advance();
  }

  /** @param sealed a record without its length. @returns undefined where the tag does not verify. */
  open(sealed: Uint8Array): Uint8Array | undefined {
    const plaintext = aeadOpen(this.#key, noiseNonce(this.#counter), EMPTY, sealed);
    this.#advance();
    return plaintext;
  }

  /** Noise's REKEY (revision 34 section 4.2) after every 2^16 records; the counter runs on. */
  #advance(): void {
    this.#counter += 1;
    if (this.#counter % limits.recordsPerKey !== 0) return;
    this.#key = aeadSeal(this.#key, rekeyNonce(), EMPTY, new Uint8Array(32)).subarray(0, 32);
  }
}
