// Stands in for ML-KEM-768 behind the Kem port: sizes and randomness as there, and a hundredth of the time, which is what ten
// thousand runs need (an implementation in JavaScript takes 1.8 ms a handshake). A test double without any security: who sees
// key and ciphertext knows the secret.
import type { Kem } from '@loom/protocol';
import { SeededRandom } from '../seeded-random.ts';
import { Digest } from './digest.ts';

const ENCAPSULATION_KEY_SIZE = 1184;
const CIPHERTEXT_SIZE = 1088;

export const kemDouble: Kem = {
  keygen(random) {
    const encapsulationKey = stretch(random(64), ENCAPSULATION_KEY_SIZE);
    return { encapsulationKey, decapsulate: (ciphertext) => secretOf(encapsulationKey, ciphertext) };
  },

  encapsulate(encapsulationKey, random) {
    const ciphertext = stretch(random(32), CIPHERTEXT_SIZE);
    return { ok: true, value: { ciphertext, sharedSecret: secretOf(encapsulationKey, ciphertext) } };
  },
};

function stretch(seed: Uint8Array, length: number): Uint8Array {
  return new SeededRandom(new Digest().add(seed).seed).bytes(length);
}

function secretOf(encapsulationKey: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  return new SeededRandom(new Digest().add(encapsulationKey).add(ciphertext).seed).bytes(32);
}
