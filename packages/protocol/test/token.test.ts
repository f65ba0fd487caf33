import * as fc from 'fast-check';
import { ed25519 } from '@noble/curves/ed25519.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, test } from 'vitest';
import { ascii, concat, fromHex } from '../src/bytes.ts';
import { derivePairKeys, encodeToken, identityFromSeed, parseToken, tokenFromPayload } from '../src/index.ts';
import { faultOf, flipped, must } from './support/must.ts';
import { alice, bob } from './support/people.ts';
import { seededRandom } from './support/random.ts';

const text = encodeToken(alice.identity.tokenPayload);
const encoded = text.slice('LOOM-'.length);

/** The text with other characters at some places, counted from 1. */
function withCharacters(written: string, changes: Readonly<Record<number, string>>): string {
  return Array.from(written, (character, index) => changes[index + 1] ?? character).join('');
}

/** A payload made from scratch, with a good checksum whatever it holds. */
function payloadOf(fields: {
  version?: number;
  identityKey?: Uint8Array;
  staticKey?: Uint8Array;
  seed?: Uint8Array;
}): Uint8Array {
  const seed = fields.seed ?? seededRandom('forger')(32);
  const version = Uint8Array.of(fields.version ?? 2);
  const identityKey = fields.identityKey ?? ed25519.getPublicKey(seed);
  const staticKey = fields.staticKey ?? alice.token.staticKey;
  const signature = ed25519.sign(concat(ascii('loom token'), version, identityKey, staticKey), seed);
  const body = concat(version, identityKey, staticKey, signature);
  return concat(body, blake2b(body, { dkLen: 32 }).subarray(0, 6));
}

describe('an identity', () => {
  test('comes from its seed alone, by the labels of PROTOCOL.md', () => {
    const seed = seededRandom('seed')(32);
    const identity = identityFromSeed(seed);
    const derive = (label: string) => hkdf(sha256, seed, new Uint8Array(0), ascii(label), 32);
    expect(Array.from(identity.identityKey.secretKey)).toEqual(Array.from(derive('loom ed25519')));
    expect(Array.from(identity.staticKey.secretKey)).toEqual(Array.from(derive('loom x25519')));
    expect(identity.identityKey.publicKey).toEqual(ed25519.getPublicKey(derive('loom ed25519')));
    expect(identityFromSeed(seed)).toEqual(identity);
  });

  test('is not made of a seed of another size', () => {
    expect(() => identityFromSeed(new Uint8Array(31))).toThrow(RangeError);
  });
});

describe('a token', () => {
  test('is LOOM- and 216 characters', () => {
    expect(text).toMatch(/^LOOM-[A-Z2-7]{216}$/);
  });

  test('reads as what it was made of', () => {
    const token = must(parseToken(text));
    expect(token).toEqual(alice.token);
    expect(token.identityKey).toEqual(alice.identity.identityKey.publicKey);
    expect(token.staticKey).toEqual(alice.identity.staticKey.publicKey);
    expect(token.tid).toEqual(
      blake2b(concat(ascii('loom tid'), token.payload.subarray(0, 129)), { dkLen: 32 }),
    );
    expect(token.tid).toEqual(alice.identity.tid);
  });

  test('made by another implementation is read', () => {
    const payload = payloadOf({});
    expect(must(parseToken(encodeToken(payload))).payload).toEqual(payload);
  });

  test('is read whatever white space, dashes and case it is written with', () => {
    const groups = encoded.match(/.{1,4}/g) ?? [];
    for (const written of [
      text.toLowerCase(),
      `  ${text}\n`,
      `LOOM-${groups.join('-')}`,
      `loom \u2014 ${groups.join(' \u00a0\u2011\r\n\t')}`,
      `LOOM${encoded}`,
      `LOOM\u200b${groups.join('\u00ad\u2212')}\ufeff`,
    ]) {
      expect(must(parseToken(written))).toEqual(alice.token);
    }
  });

  test.each(['', 'hello', 'LOO-1', `MOOL-${encoded}`, encoded])(
    'without its prefix is refused (%#)',
    (written) => {
      expect(faultOf(parseToken(written))).toEqual({ code: 'token-prefix' });
    },
  );

  test.each([
    ['=', 1],
    ['9', 17],
    ['é', 216],
    ['\u{1f984}', 5],
    ['ſ', 9],
    ['ı', 9],
  ])('with two of the character %s is refused, with the place of the first', (character, position) => {
    const last = position === 216 ? 215 : 216;
    const wrong = withCharacters(encoded, { [position]: character, [last]: character });
    const spaced = `LOOM- ${wrong.slice(0, 4)} - ${wrong.slice(4)}`;
    expect(faultOf(parseToken(spaced))).toEqual({
      code: 'token-alphabet',
      character,
      position: Math.min(position, last),
    });
  });

  test.each([0, 1, 105, 106, 107, 215, 217, 5000])('of %i characters is refused', (length) => {
    const written = `LOOM-${encoded.repeat(24).slice(0, length)}`;
    expect(faultOf(parseToken(written))).toEqual({ code: 'token-length', length, expected: 216 });
  });

  test('of version 1 is refused as such, and not for its length', () => {
    // The first byte 01 is "AE" or "AF" and so on: five bits 00000, then 001.
    expect(faultOf(parseToken(`LOOM-AE${'A'.repeat(104)}`))).toEqual({ code: 'token-version', version: 1 });
  });

  test.each([0, 1, 3, 255])('of version %i is refused', (version) => {
    expect(faultOf(parseToken(encodeToken(payloadOf({ version }))))).toEqual({
      code: 'token-version',
      version,
    });
  });

  test('in which any two bytes far from each other are altered is refused', () => {
    for (let i = 1; i < 130; i += 7) {
      const once = flipped(alice.identity.tokenPayload, i, 0x20);
      const fault = faultOf(parseToken(encodeToken(flipped(once, i + 5, 0x20))));
      expect(fault).toEqual({ code: 'token-checksum' });
    }
  });

  test.each([
    ['the neutral point as identity key', { identityKey: fromHex(`01${'00'.repeat(31)}`) }],
    ['an identity key of order 4', { identityKey: new Uint8Array(32) }],
    ['an identity key that is no point', { identityKey: fromHex(`02${'00'.repeat(31)}`) }],
    ['an identity key that is not canonical', { identityKey: fromHex(`ee${'ff'.repeat(30)}7f`) }],
    ['a zero static key', { staticKey: new Uint8Array(32) }],
    [
      'a static key of order 8',
      { staticKey: fromHex('e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800') },
    ],
    ['the second encoding of a static key', { staticKey: flipped(alice.token.staticKey, 31, 0x80) }],
  ])('with %s is refused', (_, fields) => {
    expect(faultOf(parseToken(encodeToken(payloadOf(fields))))).toEqual({ code: 'token-key' });
  });

  test('signed by another key is refused', () => {
    const payload = payloadOf({ identityKey: alice.token.identityKey });
    expect(faultOf(parseToken(encodeToken(payload)))).toEqual({ code: 'token-signature' });
  });

  test('never throws, whatever is pasted', () => {
    const anyText = fc.uint8Array().map((bytes) => new TextDecoder().decode(bytes));
    fc.assert(
      fc.property(anyText, fc.boolean(), (pasted, prefixed) => {
        expect(parseToken(prefixed ? `LOOM-${pasted}` : pasted).ok).toBe(false);
      }),
    );
  });

  test('is neither written nor taken from the database with another size', () => {
    expect(() => encodeToken(new Uint8Array(134))).toThrow(RangeError);
    expect(() => tokenFromPayload(new Uint8Array(136))).toThrow(RangeError);
  });
});

test('pair keys of the two sides fit each other, and the four are different', () => {
  const ours = derivePairKeys(alice.identity, bob.token);
  const theirs = derivePairKeys(bob.identity, alice.token);
  expect(ours.knockTo).toEqual(theirs.knockFrom);
  expect(ours.knockFrom).toEqual(theirs.knockTo);
  expect(ours.beaconTo).toEqual(theirs.beaconFrom);
  expect(ours.beaconFrom).toEqual(theirs.beaconTo);
  const all = [ours.knockTo, ours.knockFrom, ours.beaconTo, ours.beaconFrom];
  expect(new Set(all.map((key) => Array.from(key).join())).size).toBe(4);
});
