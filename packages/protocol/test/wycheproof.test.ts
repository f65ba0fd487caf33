// The primitives against the edge cases that Project Wycheproof collected.
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../src/bytes.ts';
import { nodeKem } from '../src/index.ts';
import { aeadOpen, aeadSeal } from '../src/primitives/aead.ts';
import { ed25519Verify } from '../src/primitives/ed25519.ts';
import { hkdf, hmac } from '../src/primitives/hash.ts';
import { x25519 } from '../src/primitives/x25519.ts';
import { countVectors } from '../../../test/support/count.ts';
import { nobleKem } from './support/noble-kem.ts';
import { seededRandom } from './support/random.ts';
import { readVectors } from './support/vectors.ts';

interface Group<Case> {
  readonly publicKey?: { readonly pk: string };
  readonly tests: readonly (Case & { readonly tcId: number; readonly result: string })[];
}

type Vector<Case> = Group<Case>['tests'][number] & { readonly publicKey: string };

/** All cases of a file, in one row; undefined where there is no such file. */
function vectorsOf<Case>(file: string): Vector<Case>[] | undefined {
  const set = readVectors(`wycheproof/${file}`) as { testGroups: readonly Group<Case>[] } | undefined;
  return set?.testGroups.flatMap(({ publicKey, tests }) =>
    tests.map((vector) => ({ ...vector, publicKey: publicKey?.pk ?? '' })),
  );
}

/** The numbers of the cases that don't come out as they should. */
function failing<Case>(
  vectors: Vector<Case>[] | undefined,
  comesOut: (vector: Vector<Case>) => boolean,
): number[] {
  if (vectors === undefined || vectors.length === 0) throw new Error('there are no vectors');
  countVectors(vectors.length);
  return vectors.filter((vector) => !comesOut(vector)).map(({ tcId }) => tcId);
}

function hexOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && toHex(bytes);
}

const noVectors = 'the vectors of others, ../shared/vectors, are not beside this checkout';

describe('Wycheproof', () => {
  const x25519Vectors = vectorsOf<{ public: string; private: string; shared: string }>('x25519_test.json');

  test('X25519 agrees, and refuses an all-zero secret', ({ skip }) => {
    skip(x25519Vectors === undefined, noVectors);
    const failed = failing(x25519Vectors, (vector) => {
      const expected = /^0+$/.test(vector.shared) ? undefined : vector.shared;
      return hexOf(x25519(fromHex(vector.private), fromHex(vector.public))) === expected;
    });
    expect(failed).toEqual([]);
  });

  const aeadVectors = vectorsOf<{
    key: string;
    iv: string;
    aad: string;
    msg: string;
    ct: string;
    tag: string;
  }>('chacha20_poly1305_test.json')?.filter(({ iv }) => iv.length === 24);

  test('ChaCha20-Poly1305 seals the valid and opens nothing else', ({ skip }) => {
    skip(aeadVectors === undefined, noVectors);
    const failed = failing(aeadVectors, (vector) => {
      const [key, nonce, ad] = [fromHex(vector.key), fromHex(vector.iv), fromHex(vector.aad)];
      const sealed = vector.ct + vector.tag;
      const opened = hexOf(aeadOpen(key, nonce, ad, fromHex(sealed)));
      if (vector.result !== 'valid') return opened === undefined;
      return opened === vector.msg && toHex(aeadSeal(key, nonce, ad, fromHex(vector.msg))) === sealed;
    });
    expect(failed).toEqual([]);
  });

  const hmacVectors = vectorsOf<{ key: string; msg: string; tag: string }>('hmac_sha256_test.json');

  test('HMAC-SHA-256 makes the valid tags and no other', ({ skip }) => {
    skip(hmacVectors === undefined, noVectors);
    const failed = failing(hmacVectors, ({ key, msg, tag, result }) => {
      return toHex(hmac(fromHex(key), fromHex(msg))).startsWith(tag) === (result === 'valid');
    });
    expect(failed).toEqual([]);
  });

  const hkdfVectors = vectorsOf<{ ikm: string; salt: string; info: string; size: number; okm: string }>(
    'hkdf_sha256_test.json',
  )?.filter(({ result }) => result === 'valid');

  test('HKDF-SHA-256 derives the same', ({ skip }) => {
    skip(hkdfVectors === undefined, noVectors);
    const failed = failing(hkdfVectors, ({ salt, ikm, info, size, okm }) => {
      return toHex(hkdf(fromHex(salt), fromHex(ikm), fromHex(info), size)) === okm;
    });
    expect(failed).toEqual([]);
  });

  const signatures = vectorsOf<{ msg: string; sig: string }>('ed25519_test.json')?.filter(
    ({ sig }) => sig.length === 128,
  );

  test('Ed25519 verifies the valid signatures and no other', ({ skip }) => {
    skip(signatures === undefined, noVectors);
    const failed = failing(signatures, ({ publicKey, msg, sig, result }) => {
      return ed25519Verify(fromHex(publicKey), fromHex(msg), fromHex(sig)) === (result === 'valid');
    });
    expect(failed).toEqual([]);
  });

  const encapsulationKeys = vectorsOf<{ ek: string }>('mlkem_768_encaps_test.json');

  test('ML-KEM-768 takes the valid encapsulation keys and no other', ({ skip }) => {
    skip(encapsulationKeys === undefined, noVectors);
    for (const kem of [nodeKem, nobleKem]) {
      const failed = failing(encapsulationKeys, ({ ek, result }) => {
        return kem.encapsulate(fromHex(ek), seededRandom('m')).ok === (result === 'valid');
      });
      expect(failed).toEqual([]);
    }
  });

  const keys = vectorsOf<{ seed: string; ek: string }>('mlkem_768_keygen_seed_test.json');

  test('the ML-KEM-768 that tests compare with makes the same keys', ({ skip }) => {
    skip(keys === undefined, noVectors);
    const failed = failing(keys, ({ seed, ek }) => toHex(ml_kem768.keygen(fromHex(seed)).publicKey) === ek);
    expect(failed).toEqual([]);
  });

  const encapsulations = vectorsOf<{ ek: string; m: string; c: string; K: string }>(
    'mlkem_768_encaps_test.json',
  )?.filter(({ result }) => result === 'valid');

  test('the ML-KEM-768 that tests compare with encapsulates the same', ({ skip }) => {
    skip(encapsulations === undefined, noVectors);
    const failed = failing(encapsulations, ({ ek, m, c, K }) => {
      const made = nobleKem.encapsulate(fromHex(ek), () => fromHex(m));
      return made.ok && toHex(made.value.ciphertext) === c && toHex(made.value.sharedSecret) === K;
    });
    expect(failed).toEqual([]);
  });

  const decapsulations = vectorsOf<{ seed: string; ek: string; c: string; K: string }>(
    'mlkem_768_test.json',
  )?.filter(({ result }) => result === 'valid');

  test('the ML-KEM-768 that tests compare with decapsulates the same', ({ skip }) => {
    skip(decapsulations === undefined, noVectors);
    const failed = failing(decapsulations, ({ seed, ek, c, K }) => {
      const { publicKey, secretKey } = ml_kem768.keygen(fromHex(seed));
      return toHex(publicKey) === ek && toHex(ml_kem768.decapsulate(fromHex(c), secretKey)) === K;
    });
    expect(failed).toEqual([]);
  });
});
