import * as fc from 'fast-check';
import { blake2b } from '@noble/hashes/blake2.js';
import { describe, expect, test } from 'vitest';
import { concat } from '../src/bytes.ts';
import { encodeToken, identityFromSeed, limits, parseToken, tokenFromPayload } from '../src/index.ts';
import { faultOf, must } from './support/must.ts';
import { alice } from './support/people.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const tokenLength = 216;
const text = encodeToken(alice.identity.tokenPayload);
const encoded = text.slice('LOOM-'.length);

const anyIdentity = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(identityFromSeed);
const anyEncoded = anyIdentity.map((identity) => encodeToken(identity.tokenPayload).slice('LOOM-'.length));
const anyPlace = fc.integer({ min: 0, max: tokenLength - 1 });
const anyLetter = fc.constantFrom(...Array.from(alphabet));

function replaced(written: string, at: number, by: string): string {
  return written.slice(0, at) + by + written.slice(at + by.length);
}

/** The same token with as many 1s as asked for, the first I and L as they come. */
function withOnes(written: string, count: number): string {
  let left = count;
  return written.replaceAll(/[IL]/g, (letter) => (left-- > 0 ? '1' : letter));
}

/** A token whose text holds at least so many of the letters that a 1 may stand for. */
function tokenWithOnes(count: number): string {
  for (let seed = 0; seed < 256; seed++) {
    const written = encodeToken(identityFromSeed(new Uint8Array(32).fill(seed)).tokenPayload);
    if ((written.slice(5).match(/[IL]/g) ?? []).length >= count) return written;
  }
  throw new Error(`no token with ${count} of I and L`);
}

describe('a look-alike', () => {
  test('of any letter is read as that letter, wherever it stands', () => {
    fc.assert(
      fc.property(anyIdentity, fc.infiniteStream(fc.boolean()), (identity, chosen) => {
        const written = encodeToken(identity.tokenPayload)
          .slice('LOOM-'.length)
          .replaceAll('O', (letter) => (chosen.next().value ? '0' : letter))
          .replaceAll('B', (letter) => (chosen.next().value ? '8' : letter));
        const ones = (written.match(/[IL]/g) ?? []).length;
        const token = must(parseToken(`L00M-${withOnes(written, Math.min(ones, 12))}`));
        expect(token).toEqual(tokenFromPayload(identity.tokenPayload));
      }),
      { numRuns: 30 },
    );
  });

  test.each(['L00M', '100M', 'IOOM', 'loom', '1oOm'])('in the prefix %s is forgiven', (prefix) => {
    expect(must(parseToken(`${prefix}-${encoded}`))).toEqual(alice.token);
  });

  test('is tried both ways for up to 16 ones, and beyond that for none', () => {
    const written = tokenWithOnes(17);
    expect(parseToken(`LOOM-${withOnes(written.slice(5), 16)}`).ok).toBe(true);
    expect(faultOf(parseToken(`LOOM-${withOnes(written.slice(5), 17)}`))).toEqual({ code: 'token-checksum' });
    expect(limits.maxTokenReadings).toBe(2 ** 16);
  });
});

describe('a typing mistake', () => {
  test('of any one character is named with its place and its one correction', () => {
    fc.assert(
      fc.property(anyEncoded, anyPlace, anyLetter, (good, at, letter) => {
        fc.pre(good.charAt(at) !== letter);
        expect(faultOf(parseToken(`LOOM-${replaced(good, at, letter)}`))).toEqual({
          code: 'token-typo',
          position: at + 1,
          found: letter,
          expected: good.charAt(at),
          correction: `LOOM-${good}`,
        });
      }),
      { numRuns: 60 },
    );
  });

  test('is found in every group of a token, its ends included', () => {
    for (let at = 0; at < tokenLength; at += 5) {
      const letter = encoded.charAt(at) === 'Q' ? 'R' : 'Q';
      const fault = faultOf(parseToken(`LOOM-${replaced(encoded, at, letter)}`));
      expect(fault).toMatchObject({ code: 'token-typo', position: at + 1, correction: text });
    }
  });

  test('that swaps any two neighbours is named with both', () => {
    fc.assert(
      fc.property(anyEncoded, fc.integer({ min: 0, max: tokenLength - 2 }), (good, at) => {
        const pair = good.slice(at, at + 2);
        const swapped = `${pair.charAt(1)}${pair.charAt(0)}`;
        fc.pre(pair !== swapped);
        expect(faultOf(parseToken(`LOOM-${replaced(good, at, swapped)}`))).toEqual({
          code: 'token-typo',
          position: at + 1,
          found: swapped,
          expected: pair,
          correction: `LOOM-${good}`,
        });
      }),
      { numRuns: 60 },
    );
  });

  test.each(['9', '=', 'é', '\u{1f984}'])('that is no letter of a token (%s) is corrected too', (wrong) => {
    for (const at of [0, 1, 107, 215]) {
      const written = encoded.slice(0, at) + wrong + encoded.slice(at + 1);
      expect(faultOf(parseToken(`LOOM-${written}`))).toEqual({
        code: 'token-typo',
        position: at + 1,
        found: wrong,
        expected: encoded.charAt(at),
        correction: text,
      });
    }
  });

  test('is shown as it was written where it is a look-alike of another letter', () => {
    const at = encoded.search(/[^OIL]/);
    for (const wrong of ['0', '1']) {
      expect(faultOf(parseToken(`LOOM-${replaced(encoded, at, wrong)}`))).toEqual({
        code: 'token-typo',
        position: at + 1,
        found: wrong,
        expected: encoded.charAt(at),
        correction: text,
      });
    }
  });

  test('is found beside up to four 1s, and beside five it is not', () => {
    const written = tokenWithOnes(5).slice(5);
    const at = written.search(/[^ILQ]/);
    for (const ones of [1, 2, 3, 4]) {
      expect(faultOf(parseToken(`LOOM-${replaced(withOnes(written, ones), at, 'Q')}`))).toMatchObject({
        code: 'token-typo',
        position: at + 1,
        expected: written.charAt(at),
        correction: `LOOM-${written}`,
      });
    }
    expect(parseToken(`LOOM-${replaced(withOnes(written, 5), at, 'Q')}`).ok).toBe(false);
    expect(faultOf(parseToken(`LOOM-${replaced(withOnes(written, 5), at, 'Q')}`)).code).not.toBe(
      'token-typo',
    );
  });

  test('that swaps a 1 with its neighbour is found with the letter that the 1 stands for', () => {
    const at = encoded.search(/[IL][^IL1]/);
    const pair = encoded.slice(at, at + 2);
    expect(faultOf(parseToken(`LOOM-${replaced(encoded, at, `${pair.charAt(1)}1`)}`))).toEqual({
      code: 'token-typo',
      position: at + 1,
      found: `${pair.charAt(1)}1`,
      expected: pair,
      correction: text,
    });
  });

  test('is never accepted: only the corrected token is', () => {
    const fault = faultOf(
      parseToken(`LOOM-${replaced(encoded, 50, encoded.charAt(50) === 'Q' ? 'R' : 'Q')}`),
    );
    if (fault.code !== 'token-typo') throw new Error(fault.code);
    expect(must(parseToken(fault.correction))).toEqual(alice.token);
  });

  test('made twice is refused plainly, without a guess', () => {
    fc.assert(
      fc.property(anyEncoded, anyPlace, anyPlace, anyLetter, anyLetter, (good, one, other, a, b) => {
        fc.pre(Math.abs(one - other) > 1 && good.charAt(one) !== a && good.charAt(other) !== b);
        const fault = faultOf(parseToken(`LOOM-${replaced(replaced(good, one, a), other, b)}`));
        expect(['token-checksum', 'token-version']).toContain(fault.code);
      }),
      { numRuns: 20 },
    );
  });

  test('in a token that nobody signed is not corrected', () => {
    const body = new Uint8Array(alice.identity.tokenPayload.subarray(0, 129));
    body[100] = (body[100] ?? 0) ^ 1;
    const forged = encodeToken(concat(body, blake2b(body, { dkLen: 32 }).subarray(0, 6))).slice(5);
    expect(faultOf(parseToken(`LOOM-${forged}`))).toEqual({ code: 'token-signature' });
    const at = 30;
    const letter = forged.charAt(at) === 'Q' ? 'R' : 'Q';
    expect(faultOf(parseToken(`LOOM-${replaced(forged, at, letter)}`))).toEqual({ code: 'token-checksum' });
  });

  test('in a token of another length is not corrected', () => {
    const wrong = replaced(encoded, 10, '9');
    expect(faultOf(parseToken(`LOOM-${wrong}A`))).toEqual({
      code: 'token-alphabet',
      character: '9',
      position: 11,
    });
  });
});
