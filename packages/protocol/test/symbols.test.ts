import { expect, test } from 'vitest';
import { symbols, symbolsOf } from '../src/people/symbols.ts';

test('there are 64 symbols, each one code point that is always drawn as a picture, with a name of its own', () => {
  expect(symbols).toHaveLength(64);
  expect(new Set(symbols.map(({ emoji }) => emoji)).size).toBe(64);
  expect(new Set(symbols.map(({ name }) => name)).size).toBe(64);
  for (const { emoji, name } of symbols) {
    expect(Array.from(emoji)).toHaveLength(1);
    expect(emoji).toMatch(/^\p{Emoji_Presentation}$/u);
    expect(name).toMatch(/^[a-z]+( [a-z]+)?$/);
  }
});

test('symbols are read 6 bits each, from the highest bit on', () => {
  const bytes = Uint8Array.of(0b000001_00, 0b0010_1111, 0b11_111111, 0b000000_11);
  const read = symbolsOf(bytes, 5).map((symbol) => symbols.indexOf(symbol));
  expect(read).toEqual([1, 2, 63, 63, 0]);
});

test('no symbols are made of bits that are not there', () => {
  expect(() => symbolsOf(new Uint8Array(5), 7)).toThrow(RangeError);
  expect(symbolsOf(new Uint8Array(6), 7)).toHaveLength(7);
});
