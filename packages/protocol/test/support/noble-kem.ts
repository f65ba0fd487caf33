// ML-KEM-768 by @noble/post-quantum: an implementation independent of the one that ships, and one that takes
// its randomness as an argument.
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import type { Kem } from '../../src/index.ts';

export const nobleKem: Kem = {
  keygen(random) {
    const { publicKey, secretKey } = ml_kem768.keygen(random(64));
    return {
      encapsulationKey: publicKey,
      decapsulate: (ciphertext) => ml_kem768.decapsulate(ciphertext, secretKey),
    };
  },

  encapsulate(encapsulationKey, random) {
    try {
      const { cipherText, sharedSecret } = ml_kem768.encapsulate(encapsulationKey, random(32));
      return { ok: true, value: { ciphertext: cipherText, sharedSecret } };
    } catch {
      return { ok: false, fault: { code: 'bad-kem-key' } };
    }
  },
};
