// Randomness that a seed repeats (xoshiro128**, seeded by splitmix32). For tests alone: whoever sees a few outputs knows
// the rest.

import type { Random } from '../ports/ambient.ts';

export class SeededRandom implements Random {
  readonly #state: Uint32Array;

  constructor(seed: number) {
    let mix = seed >>> 0;
    this.#state = Uint32Array.from({ length: 4 }, () => {
      mix = (mix + 0x9e3779b9) >>> 0;
      let z = mix;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return z ^ (z >>> 15);
    });
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 4) {
      const word = this.#next();
      for (let i = 0; i < 4 && at + i < length; i++) bytes[at + i] = word >>> (8 * i);
    }
    return bytes;
  }

  /** A whole number from 0 up to, not including, `below` (2^32 at most). */
  integer(below: number): number {
    return Math.floor((this.#next() / 2 ** 32) * below);
  }

  /** True with the given probability, 0 to 1. */
  chance(probability: number): boolean {
    return this.#next() < probability * 2 ** 32;
  }

  #next(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#state;
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const d1 = d ^ b;
    const c1 = c ^ a;
    this.#state[0] = a ^ d1;
    this.#state[1] = b ^ c1;
    this.#state[2] = c1 ^ (b << 9);
    this.#state[3] = (d1 << 11) | (d1 >>> 21);
    return result;
  }
}
