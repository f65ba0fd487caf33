// The SymmetricState and CipherState objects of the Noise Protocol Framework (revision 34, sections 5.1 and
// 5.2) for ChaChaPoly and SHA256. Knows nothing of patterns, keys' owners or message layouts.

import { ascii, concat } from '../bytes.ts';
import { aeadOpen, aeadSeal } from '../primitives/aead.ts';
import { HASH_SIZE, hkdf, sha256 } from '../primitives/hash.ts';
import { noiseNonce } from '../primitives/noise-nonce.ts';

const EMPTY = new Uint8Array(0);

export interface SplitKeys {
  /** Initiator to responder, 32 bytes. */
  readonly initiatorKey: Uint8Array;
  /** Responder to initiator, 32 bytes. */
  readonly responderKey: Uint8Array;
  /** A third output of the same HKDF, 32 bytes. */
  readonly exporter: Uint8Array;
}

export class SymmetricState {
  #chainingKey: Uint8Array;
  #hash: Uint8Array;
  #key: Uint8Array | undefined;
  #counter = 0;

  private constructor(chainingKey: Uint8Array, hash: Uint8Array) {
    this.#chainingKey = chainingKey;
    this.#hash = hash;
  }

  /** InitializeSymmetric. */
  static initialize(protocolName: string): SymmetricState {
    const name = ascii(protocolName);
    const hash =
      name.length <= HASH_SIZE ? concat(name, new Uint8Array(HASH_SIZE - name.length)) : sha256(name);
    return new SymmetricState(hash, hash);
  }

  /** A copy to work on, so that a step that fails leaves the state before it as it was. */
  fork(): SymmetricState {
    const copy = new SymmetricState(this.#chainingKey, this.#hash);
    copy.#key = this.#key;
    copy.#counter = this.#counter;
    return copy;
  }

  /** GetHandshakeHash, at any point; 32 bytes. */
  get hash(): Uint8Array {
    return this.#hash;
  }

  mixKey(inputKey: Uint8Array): void {
    const output = hkdf(this.#chainingKey, inputKey, EMPTY, 2 * HASH_SIZE);
    this.#chainingKey = output.subarray(0, HASH_SIZE);
    this.#key = output.subarray(HASH_SIZE);
    this.#counter = 0;
  }

  mixHash(data: Uint8Array): void {
    this.#hash = sha256(this.#hash, data);
  }

  /** @returns ciphertext and 16-byte tag; before the first `mixKey`, the plaintext itself. */
  encryptAndHash(plaintext: Uint8Array): Uint8Array {
    const output =
      this.#key === undefined
        ? plaintext
        : aeadSeal(this.#key, noiseNonce(this.#counter++), this.#hash, plaintext);
    this.mixHash(output);
    return output;
  }

  /** @returns undefined where the tag does not verify; the state is then of no further use. */
  decryptAndHash(ciphertext: Uint8Array): Uint8Array | undefined {
    const plaintext =
      this.#key === undefined
        ? ciphertext
        : aeadOpen(this.#key, noiseNonce(this.#counter++), this.#hash, ciphertext);
    this.mixHash(ciphertext);
    return plaintext;
  }

  /** Split, with a third output of its HKDF as an exporter (PROTOCOL.md section 2.2). */
  split(): SplitKeys {
    const output = hkdf(this.#chainingKey, EMPTY, EMPTY, 3 * HASH_SIZE);
    return {
      initiatorKey: output.subarray(0, HASH_SIZE),
      responderKey: output.subarray(HASH_SIZE, 2 * HASH_SIZE),
      exporter: output.subarray(2 * HASH_SIZE),
    };
  }
}
