// ML-KEM-768 (FIPS 203) behind a port: what ships draws its randomness inside node:crypto; tests and
// simulations bring an implementation that takes it as an argument.

import { createPublicKey, decapsulate, encapsulate, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { concat, copyOf, fromHex } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';

export const ENCAPSULATION_KEY_SIZE = 1184;
export const KEM_CIPHERTEXT_SIZE = 1088;

/** Fresh bytes from a generator fit for keys. */
export type RandomBytes = (length: number) => Uint8Array;

export interface KemKeyPair {
  /** 1184 bytes. */
  readonly encapsulationKey: Uint8Array;
  /**
   * @param ciphertext 1088 bytes.
   * @returns 32 bytes; for an altered ciphertext some others (implicit rejection, FIPS 203 section 6.3).
   */
  decapsulate(ciphertext: Uint8Array): Uint8Array;
}

export interface Encapsulated {
  /** 1088 bytes. */
  readonly ciphertext: Uint8Array;
  /** 32 bytes. */
  readonly sharedSecret: Uint8Array;
}

export interface Kem {
  keygen(random: RandomBytes): KemKeyPair;
  /** @returns a fault where the key fails the modulus check of FIPS 203 section 7.2. */
  encapsulate(
    encapsulationKey: Uint8Array,
    random: RandomBytes,
  ): Result<Encapsulated, { readonly code: 'bad-kem-key' }>;
}

/** SubjectPublicKeyInfo up to the key itself, for id-alg-ml-kem-768 (RFC 9935). */
const SPKI_PREFIX = fromHex('308204b2300b0609608648016503040402038204a100');

/** OpenSSL's, by way of node:crypto; ignores the `random` argument. */
export const nodeKem: Kem = {
  keygen() {
    const { publicKey, privateKey } = generateKeyPairSync('ml-kem-768');
    const spki = publicKey.export({ format: 'der', type: 'spki' });
    return {
      encapsulationKey: copyOf(spki, SPKI_PREFIX.length),
      decapsulate: (ciphertext) => copyOf(decapsulate(privateKey, ciphertext)),
    };
  },

  encapsulate(encapsulationKey) {
    const key = importKey(encapsulationKey);
    if (key === undefined) return fail({ code: 'bad-kem-key' });
    const { ciphertext, sharedKey } = encapsulate(key);
    return ok({ ciphertext: copyOf(ciphertext), sharedSecret: copyOf(sharedKey) });
  },
};

/** OpenSSL makes the modulus check on import. */
function importKey(encapsulationKey: Uint8Array): KeyObject | undefined {
  if (encapsulationKey.length !== ENCAPSULATION_KEY_SIZE) return undefined;
  try {
    const key = Buffer.from(concat(SPKI_PREFIX, encapsulationKey));
    return createPublicKey({ key, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}
