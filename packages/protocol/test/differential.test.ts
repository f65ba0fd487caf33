// Every primitive beside another implementation of it, on random inputs, and the longer vectors of the RFCs.
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ed25519, x25519 as nobleX25519 } from '@noble/curves/ed25519.js';
import { blake2b as nobleBlake2b } from '@noble/hashes/blake2.js';
import { expand, hkdf as nobleHkdf } from '@noble/hashes/hkdf.js';
import { hmac as nobleHmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countVectors } from '../../../test/support/count.ts';
import { ascii, concat, fromHex, toHex } from '../src/bytes.ts';
import { aeadOpen, aeadSeal } from '../src/primitives/aead.ts';
import { ed25519PublicKey, ed25519Sign, ed25519Verify } from '../src/primitives/ed25519.ts';
import { blake2b, hkdf, hkdfExpand, hmac, sha256 } from '../src/primitives/hash.ts';
import { nodeKem } from '../src/primitives/kem.ts';
import { x25519, x25519PublicKey } from '../src/primitives/x25519.ts';
import { must } from './support/must.ts';
import { nobleKem } from './support/noble-kem.ts';
import { seededRandom } from './support/random.ts';

function bytes(size: number) {
  return fc.uint8Array({ minLength: size, maxLength: size });
}

const any = fc.uint8Array({ maxLength: 300 });

describe('beside another implementation', () => {
  test('X25519 is the same', () => {
    fc.assert(
      fc.property(bytes(32), bytes(32), (secret, other) => {
        const publicKey = nobleX25519.getPublicKey(other);
        expect(x25519PublicKey(secret)).toEqual(nobleX25519.getPublicKey(secret));
        expect(x25519(secret, publicKey)).toEqual(nobleX25519.getSharedSecret(secret, publicKey));
      }),
    );
  });

  test('X25519 is the same for 32 bytes that are nobody’s public key', () => {
    fc.assert(
      fc.property(bytes(32), bytes(32), (secret, point) => {
        expect(x25519(secret, point)).toEqual(nobleX25519.getSharedSecret(secret, point));
      }),
    );
  });

  test('Ed25519 signs the same, and verifies what the other signs and nothing else', () => {
    fc.assert(
      fc.property(bytes(32), any, fc.nat(63), (seed, message, at) => {
        const [publicKey, signature] = [ed25519PublicKey(seed), ed25519Sign(seed, message)];
        expect(publicKey).toEqual(ed25519.getPublicKey(seed));
        expect(signature).toEqual(ed25519.sign(message, seed));
        expect(ed25519Verify(publicKey, message, signature)).toBe(true);
        signature[at] = (signature[at] ?? 0) ^ 1;
        expect(ed25519Verify(publicKey, message, signature)).toBe(false);
      }),
    );
  });

  test('ChaCha20-Poly1305 seals the same, and each opens the other’s', () => {
    fc.assert(
      fc.property(bytes(32), bytes(12), any, any, (key, nonce, ad, plaintext) => {
        const sealed = aeadSeal(key, nonce, ad, plaintext);
        const other = chacha20poly1305(key, nonce, ad);
        expect(sealed).toEqual(other.encrypt(plaintext));
        expect(aeadOpen(key, nonce, ad, sealed)).toEqual(plaintext);
      }),
    );
  });

  test('SHA-256, BLAKE2b, HMAC and HKDF give the same', () => {
    fc.assert(
      fc.property(any, any, any, fc.integer({ min: 1, max: 300 }), (key, message, info, length) => {
        expect(sha256(message, info)).toEqual(nobleSha256(concat(message, info)));
        expect(blake2b(message, info)).toEqual(nobleBlake2b(concat(message, info), { dkLen: 32 }));
        expect(hmac(key, message)).toEqual(nobleHmac(nobleSha256, key, message));
        expect(hkdf(key, message, info, length)).toEqual(nobleHkdf(nobleSha256, message, key, info, length));
        const secret = nobleSha256(key);
        expect(hkdfExpand(secret, info, length)).toEqual(expand(nobleSha256, secret, info, length));
      }),
    );
  });

  test('ML-KEM-768 agrees in both directions', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const random = seededRandom(seed);
        for (const [ours, theirs] of [
          [nodeKem, nobleKem],
          [nobleKem, nodeKem],
        ] as const) {
          const keys = ours.keygen(random);
          const { ciphertext, sharedSecret } = must(theirs.encapsulate(keys.encapsulationKey, random));
          expect(keys.decapsulate(ciphertext)).toEqual(sharedSecret);
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('the RFCs', () => {
  test('X25519 a thousand times over is that of RFC 7748 section 5.2', () => {
    let k: Uint8Array = fromHex(`09${'00'.repeat(31)}`);
    let u: Uint8Array = k;
    const after = new Map<number, string>();
    for (let i = 1; i <= 1000; i++) {
      const result = x25519(k, u);
      if (result === undefined) throw new Error('no step is all zero');
      [k, u] = [result, k];
      after.set(i, toHex(k));
    }
    expect(after.get(1)).toBe('422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079');
    expect(after.get(1000)).toBe('684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51');
    countVectors(2);
  });

  test.each([
    [
      'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
    [
      '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
      'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
      'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
    ],
  ])(
    'Ed25519 signs as RFC 8032 section 7.1 says, tests 3 and SHA(abc) (%#)',
    (seed, key, message, signature) => {
      expect(toHex(ed25519PublicKey(fromHex(seed)))).toBe(key);
      expect(toHex(ed25519Sign(fromHex(seed), fromHex(message)))).toBe(signature);
      countVectors();
    },
  );

  test('BLAKE2b is one that passes the self-test of RFC 7693 appendix E', () => {
    // The appendix's sequence of inputs, and its digest over all digests.
    const sequence = (length: number, seed: number) => {
      let [a, b] = [Math.imul(0xdead4bad, seed) >>> 0, 1];
      return Uint8Array.from({ length }, () => {
        const t = (a + b) >>> 0;
        [a, b] = [b, t];
        return t >>> 24;
      });
    };
    const digests: Uint8Array[] = [];
    const ours: string[] = [];
    const theirs: string[] = [];
    for (const dkLen of [20, 32, 48, 64]) {
      for (const length of [0, 3, 128, 129, 255, 1024]) {
        const input = sequence(length, length);
        const plain = nobleBlake2b(input, { dkLen });
        ours.push(toHex(dkLen === 32 ? blake2b(input) : plain));
        theirs.push(toHex(plain));
        digests.push(plain, nobleBlake2b(input, { dkLen, key: sequence(dkLen, dkLen) }));
      }
    }
    const all = toHex(nobleBlake2b(concat(...digests), { dkLen: 32 }));
    expect(all).toBe('c23a7800d98123bd10f506c61e29da5603d763b8bbad2e737f5e765a7bccd475');
    expect(ours).toEqual(theirs);
    countVectors(6);
  });

  test('ChaCha20-Poly1305 opens as RFC 8439 appendix A.5 says', () => {
    const key = fromHex('1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0');
    const sealed = fromHex(
      '64a0861575861af460f062c79be643bd5e805cfd345cf389f108670ac76c8cb24c6cfc18755d43eea09ee94e382d26b0bdb7b73c321b0100d4f03b7f355894cf' +
        '332f830e710b97ce98c8a84abd0b948114ad176e008d33bd60f982b1ff37c8559797a06ef4f0ef61c186324e2b3506383606907b6a7c02b0f9f6157b53c867e4' +
        'b9166c767b804d46a59b5216cde7a4e99040c5a40433225ee282a1b0a06c523eaf4534d7f83fa1155b0047718cbc546a0d072b04b3564eea1b422273f548271a' +
        '0bb2316053fa76991955ebd63159434ecebb4e466dae5a1073a6727627097a1049e617d91d361094fa68f0ff77987130305beaba2eda04df997b714d6c6f2c29' +
        'a6ad5cb4022b02709beead9d67890cbb22392336fea1851f38',
    );
    const opened = aeadOpen(
      key,
      fromHex('000000000102030405060708'),
      fromHex('f33388860000000000004e91'),
      sealed,
    );
    expect(opened?.subarray(0, 15)).toEqual(ascii('Internet-Drafts'));
    expect(opened).toHaveLength(265);
    countVectors();
  });
});
