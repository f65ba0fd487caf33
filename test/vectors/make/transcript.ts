// Noise's SymmetricState with every step of it written down (PROTOCOL.md section 2; Noise revision 34 section 5).
import { type Bytes, cut, EMPTY, hash, hex, type Hex, hkdf, noiseNonce, seal } from './primitives.ts';

export type TranscriptStep =
  | {
      readonly at: string;
      readonly do: 'InitializeSymmetric';
      readonly name: Hex;
      readonly h: Hex;
      readonly ck: Hex;
    }
  | { readonly at: string; readonly do: 'MixHash'; readonly data: Hex; readonly h: Hex }
  | { readonly at: string; readonly do: 'MixKey'; readonly input: Hex; readonly ck: Hex; readonly k: Hex }
  | {
      readonly at: string;
      readonly do: 'EncryptAndHash';
      readonly nonce: Hex;
      /** h before. */
      readonly ad: Hex;
      readonly plaintext: Hex;
      readonly ciphertext: Hex;
      readonly h: Hex;
    };

/** Noise's SymmetricState, written down as it goes. */
export class Transcript {
  readonly steps: TranscriptStep[] = [];
  h: Bytes;
  ck: Bytes;
  #k: Bytes = EMPTY;
  #n = 0;

  constructor(name: Bytes) {
    this.h = hash(name);
    this.ck = this.h;
    this.steps.push({
      at: 'start',
      do: 'InitializeSymmetric',
      name: hex(name),
      h: hex(this.h),
      ck: hex(this.ck),
    });
  }

  mixHash(at: string, data: Bytes): void {
    this.h = hash(this.h, data);
    this.steps.push({ at, do: 'MixHash', data: hex(data), h: hex(this.h) });
  }

  mixKey(at: string, input: Bytes): void {
    const [ck = EMPTY, k = EMPTY] = cut(hkdf(this.ck, input, EMPTY, 64), 32, 32);
    [this.ck, this.#k, this.#n] = [ck, k, 0];
    this.steps.push({ at, do: 'MixKey', input: hex(input), ck: hex(ck), k: hex(k) });
  }

  encryptAndHash(at: string, plaintext: Bytes): Bytes {
    const [ad, nonce] = [this.h, noiseNonce(this.#n++)];
    const ciphertext = seal(this.#k, nonce, ad, plaintext);
    this.h = hash(this.h, ciphertext);
    this.steps.push({
      at,
      do: 'EncryptAndHash',
      nonce: hex(nonce),
      ad: hex(ad),
      plaintext: hex(plaintext),
      ciphertext: hex(ciphertext),
      h: hex(this.h),
    });
    return ciphertext;
  }
}
