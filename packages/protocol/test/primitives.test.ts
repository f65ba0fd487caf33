import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { blake2b as nobleBlake2b } from '@noble/hashes/blake2.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ascii, fromHex, toHex } from '../src/bytes.ts';
import { decodeBase32, encodeBase32 } from '../src/identity/base32.ts';
import { nodeKem } from '../src/index.ts';
import { aeadOpen, aeadSeal } from '../src/primitives/aead.ts';
import { ed25519PublicKey, ed25519Sign, ed25519Verify, isEd25519Point } from '../src/primitives/ed25519.ts';
import { blake2b, hkdf, hmac, sha256 } from '../src/primitives/hash.ts';
import { isCanonicalX25519, x25519, x25519PublicKey } from '../src/primitives/x25519.ts';
import { flipped, must } from './support/must.ts';
import { nobleKem } from './support/noble-kem.ts';
import { seededRandom } from './support/random.ts';

function run(from: number, to: number): Uint8Array {
  return Uint8Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

describe('X25519', () => {
  test('multiplies as RFC 7748 section 5.2 says', () => {
    const first = x25519(
      fromHex('a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4'),
      fromHex('e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c'),
    );
    expect(first && toHex(first)).toBe('c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552');
    const second = x25519(
      fromHex('4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d'),
      fromHex('e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493'),
    );
    expect(second && toHex(second)).toBe('95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957');
  });

  test('agrees on a secret as RFC 7748 section 6.1 says', () => {
    const a = fromHex('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a');
    const b = fromHex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb');
    const publicA = '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a';
    const publicB = 'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f';
    expect(toHex(x25519PublicKey(a))).toBe(publicA);
    expect(toHex(x25519PublicKey(b))).toBe(publicB);
    const shared = fromHex('4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742');
    expect(x25519(a, fromHex(publicB))).toEqual(shared);
    expect(x25519(b, fromHex(publicA))).toEqual(shared);
  });

  test.each([
    ['0', '00'.repeat(32)],
    ['1', `01${'00'.repeat(31)}`],
    ['of order 8', 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'],
    ['of order 8 too', '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157'],
    ['p - 1', `ec${'ff'.repeat(30)}7f`],
    ['p', `ed${'ff'.repeat(30)}7f`],
    ['p + 1', `ee${'ff'.repeat(30)}7f`],
  ])('refuses the low-order point %s', (_, point) => {
    expect(x25519(seededRandom('scalar')(32), fromHex(point))).toBeUndefined();
  });

  test('tells the canonical encoding of a point from others', () => {
    expect(isCanonicalX25519(fromHex(`ec${'ff'.repeat(30)}7f`))).toBe(true);
    expect(isCanonicalX25519(fromHex(`ed${'ff'.repeat(30)}7f`))).toBe(false);
    expect(isCanonicalX25519(fromHex(`09${'00'.repeat(30)}80`))).toBe(false);
  });

  test('refuses keys of another size as a bug of the caller', () => {
    expect(() => x25519(new Uint8Array(31), new Uint8Array(32))).toThrow(RangeError);
  });
});

describe('Ed25519', () => {
  test.each([
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
  ])('signs as RFC 8032 section 7.1 says (%#)', (seed, publicKey, message, signature) => {
    expect(toHex(ed25519PublicKey(fromHex(seed)))).toBe(publicKey);
    expect(toHex(ed25519Sign(fromHex(seed), fromHex(message)))).toBe(signature);
    expect(ed25519Verify(fromHex(publicKey), fromHex(message), fromHex(signature))).toBe(true);
    expect(ed25519Verify(fromHex(publicKey), fromHex(message), flipped(fromHex(signature), 5))).toBe(false);
  });

  test('takes canonical points of the prime-order subgroup only', () => {
    expect(isEd25519Point(ed25519PublicKey(seededRandom('point')(32)))).toBe(true);
    const neutral = fromHex(`01${'00'.repeat(31)}`);
    const ofOrder4 = new Uint8Array(32);
    const ofOrder8 = fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
    const notCanonical = fromHex(`ee${'ff'.repeat(30)}7f`);
    const offTheCurve = fromHex(`02${'00'.repeat(31)}`);
    for (const point of [neutral, ofOrder4, ofOrder8, notCanonical, offTheCurve]) {
      expect(isEd25519Point(point)).toBe(false);
    }
  });
});

describe('ChaCha20-Poly1305', () => {
  const key = run(0x80, 0x9f);
  const nonce = fromHex('070000004041424344454647');
  const ad = fromHex('50515253c0c1c2c3c4c5c6c7');
  const plaintext = ascii(
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
  );
  const sealed = fromHex(
    'd31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6' +
      '3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36' +
      '92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc' +
      '3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691',
  );

  test('seals and opens as RFC 8439 section 2.8.2 says', () => {
    expect(aeadSeal(key, nonce, ad, plaintext)).toEqual(sealed);
    expect(aeadOpen(key, nonce, ad, sealed)).toEqual(plaintext);
  });

  test('opens nothing that differs in a single bit', () => {
    expect(aeadOpen(key, nonce, ad, flipped(sealed, 0))).toBeUndefined();
    expect(aeadOpen(key, nonce, ad, flipped(sealed, sealed.length - 1))).toBeUndefined();
    expect(aeadOpen(key, nonce, flipped(ad, 0), sealed)).toBeUndefined();
    expect(aeadOpen(key, flipped(nonce, 0), ad, sealed)).toBeUndefined();
    expect(aeadOpen(flipped(key, 0), nonce, ad, sealed)).toBeUndefined();
    expect(aeadOpen(key, nonce, ad, sealed.subarray(0, 15))).toBeUndefined();
  });

  test('refuses keys and nonces of another size as a bug of the caller', () => {
    expect(() => aeadOpen(key.subarray(1), nonce, ad, sealed)).toThrow(RangeError);
    expect(() => aeadOpen(key, nonce.subarray(1), ad, sealed)).toThrow(RangeError);
  });
});

describe('hashes', () => {
  test('SHA-256 hashes its parts as one message (FIPS 180-4, "abc")', () => {
    expect(toHex(sha256(ascii('a'), ascii('bc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  test('HMAC-SHA-256 is that of RFC 4231 sections 4.2, 4.3 and 4.7', () => {
    expect(toHex(hmac(new Uint8Array(20).fill(0x0b), ascii('Hi There')))).toBe(
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    );
    expect(toHex(hmac(ascii('Jefe'), ascii('what do ya want '), ascii('for nothing?')))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
    const key = new Uint8Array(131).fill(0xaa);
    expect(toHex(hmac(key, ascii('Test Using Larger Than Block-Size Key - Hash Key First')))).toBe(
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    );
  });

  test('HMAC gives the same for a message too long for its prepared buffer', () => {
    const message = seededRandom('long')(5000);
    expect(hmac(ascii('key'), message)).toEqual(
      hmac(ascii('key'), ...[0, 1, 2, 3, 4].map((i) => message.subarray(i * 1000, (i + 1) * 1000))),
    );
    expect(toHex(hmac(ascii('Jefe'), ascii('what do ya want for nothing?')))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  test.each([
    [
      '0b'.repeat(22),
      '000102030405060708090a0b0c',
      'f0f1f2f3f4f5f6f7f8f9',
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    ],
    [
      toHex(run(0x00, 0x4f)),
      toHex(run(0x60, 0xaf)),
      toHex(run(0xb0, 0xff)),
      'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
    ],
    [
      '0b'.repeat(22),
      '',
      '',
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    ],
  ])('HKDF-SHA-256 is that of RFC 5869 appendix A (%#)', (inputKey, salt, info, output) => {
    const derived = hkdf(fromHex(salt), fromHex(inputKey), fromHex(info), output.length / 2);
    expect(toHex(derived)).toBe(output);
  });

  test('BLAKE2b of 32 bytes agrees with an implementation that passes RFC 7693 appendix A', () => {
    expect(toHex(nobleBlake2b(ascii('abc')))).toBe(
      'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1' +
        '7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923',
    );
    expect(toHex(blake2b(ascii('a'), ascii('bc')))).toBe(
      'bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319',
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (message) => {
        expect(blake2b(message)).toEqual(nobleBlake2b(message, { dkLen: 32 }));
      }),
    );
  });
});

describe('base32', () => {
  test.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('writes and reads "%s" as RFC 4648 section 10 says, without padding', (text, encoded) => {
    expect(encodeBase32(ascii(text))).toBe(encoded);
    expect(decodeBase32(encoded)).toEqual(ascii(text));
  });
});

describe('ML-KEM-768', () => {
  test('both implementations open what the other one encapsulated', () => {
    const random = seededRandom('kem');
    for (const [ours, theirs] of [
      [nodeKem, nobleKem],
      [nobleKem, nodeKem],
    ] as const) {
      const keys = ours.keygen(random);
      expect(keys.encapsulationKey).toHaveLength(1184);
      const { ciphertext, sharedSecret } = must(theirs.encapsulate(keys.encapsulationKey, random));
      expect(ciphertext).toHaveLength(1088);
      expect(keys.decapsulate(ciphertext)).toEqual(sharedSecret);
      expect(keys.decapsulate(flipped(ciphertext, 9))).not.toEqual(sharedSecret);
    }
  });

  test.each([
    ['shipped', nodeKem],
    ['independent', nobleKem],
  ])('the %s one refuses keys that fail the modulus check of FIPS 203 section 7.2', (_, kem) => {
    const { publicKey } = ml_kem768.keygen(seededRandom('modulus')(64));
    // The first coefficient, 12 bits, becomes 3329: the modulus itself.
    publicKey.set([0x01, ((publicKey[1] ?? 0) & 0xf0) | 0x0d]);
    const fault = { ok: false, fault: { code: 'bad-kem-key' } };
    expect(kem.encapsulate(publicKey, seededRandom('m'))).toEqual(fault);
    expect(kem.encapsulate(new Uint8Array(1184).fill(255), seededRandom('m'))).toEqual(fault);
    expect(kem.encapsulate(publicKey.subarray(1), seededRandom('m'))).toEqual(fault);
  });
});
