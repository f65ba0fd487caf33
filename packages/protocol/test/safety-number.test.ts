import * as fc from 'fast-check';
import { blake2b } from '@noble/hashes/blake2.js';
import { expect, test } from 'vitest';
import { ascii, concat } from '../src/bytes.ts';
import { safetyNumber, symbols } from '../src/index.ts';
import { alice, bob, mallory } from './support/people.ts';

const aliceKey = alice.token.identityKey;
const bobKey = bob.token.identityKey;

/** One side's bytes, by the text of PROTOCOL.md section 8.2 and another implementation of BLAKE2b. */
function bytesOf(ed: Uint8Array): Uint8Array {
  let h: Uint8Array = concat(ascii('loom safety'), Uint8Array.of(1), ed);
  for (let i = 0; i < 5200; i++) h = blake2b(concat(h, ed), { dkLen: 64 });
  return h;
}

function digitsOf(h: Uint8Array): string {
  return [0, 5, 10, 15, 20, 25]
    .map((at) => {
      const hex = Array.from(h.subarray(at, at + 5), (byte) => byte.toString(16).padStart(2, '0')).join('');
      return (BigInt(`0x${hex}`) % 100_000n).toString().padStart(5, '0');
    })
    .join('');
}

function symbolsOf(h: Uint8Array): string[] {
  const bits = Array.from(h, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.slice(0, 72).match(/.{6}/g) ?? []).map((six) => symbols[Number.parseInt(six, 2)]?.name ?? '');
}

test('the safety number is the one that PROTOCOL.md describes', () => {
  const halves = [bytesOf(aliceKey), bytesOf(bobKey)].toSorted((a, b) =>
    digitsOf(a) < digitsOf(b) ? -1 : 1,
  );
  const digits = halves.map(digitsOf).join('');
  const number = safetyNumber(aliceKey, bobKey);
  expect(number.digits).toBe(digits);
  expect(number.symbols.map(({ name }) => name)).toEqual(halves.flatMap(symbolsOf));
  expect(number.qr).toBe(`loom-safety:1:${digits}`);
});

test('the safety number of two fixed keys never changes', () => {
  const number = safetyNumber(new Uint8Array(32).fill(1), new Uint8Array(32).fill(2));
  expect(number.digits).toMatchInlineSnapshot(
    `"032860873591230080451651400841305904157838315857474518305098"`,
  );
  expect(number.symbols.map(({ name }) => name).join(' ')).toMatchInlineSnapshot(
    `"cake crab snake bicycle elephant fire snowman hourglass crown cherries butterfly balloon trophy snake hammer frog glasses octopus rocket butterfly guitar anchor moon crown"`,
  );
});

test('both sides see the same safety number: 60 digits and 24 symbols', () => {
  const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(key, key, (one, other) => {
      const number = safetyNumber(one, other);
      expect(safetyNumber(other, one)).toEqual(number);
      expect(number.digits).toMatch(/^\d{60}$/);
      expect(number.symbols).toHaveLength(24);
    }),
    { numRuns: 10 },
  );
});

test('another identity on either side gives another number, in digits and in symbols', () => {
  const numbers = [
    safetyNumber(aliceKey, bobKey),
    safetyNumber(aliceKey, mallory.token.identityKey),
    safetyNumber(mallory.token.identityKey, bobKey),
  ];
  expect(new Set(numbers.map(({ digits }) => digits)).size).toBe(3);
  expect(new Set(numbers.map((number) => number.symbols.map(({ name }) => name).join())).size).toBe(3);
});
