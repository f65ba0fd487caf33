import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldAt } from '../src/text/fold.ts';
import { beginningOf, linkPieces } from '../src/text/links.ts';

const shown = (text: string): string =>
  beginningOf(linkPieces(text), foldAt(text) ?? text.length)
    .map((piece) => piece.text)
    .join('');

describe('a folded text', () => {
  test('is one that is long, in characters or in lines', () => {
    expect(foldAt('a few words')).toBeUndefined();
    expect(foldAt('word '.repeat(240))).toBeUndefined();
    expect(foldAt('line\n'.repeat(19))).toBeUndefined();
    expect(foldAt('word '.repeat(241))).toBeLessThan(900);
    expect(foldAt('\n'.repeat(65_536))).toBe(11);
    expect(foldAt('x'.repeat(65_536))).toBe(800);
  });

  test('ends with a word where one is near, and never within a character', () => {
    expect(shown('word '.repeat(4000))).toMatch(/^(word )*word …$/);
    expect(shown('\u{1f469}\u200d\u{1f4bb}'.repeat(2000))).toMatch(/^(\u{1f469}\u200d\u{1f4bb})* …$/u);
    expect(shown(`${'x'.repeat(799)}e\u0301${'x'.repeat(4000)}`)).toMatch(/x …$/);
    assert(
      property(string({ unit: 'grapheme', minLength: 1300, maxLength: 3000 }), (text) => {
        const at = foldAt(text) ?? 0;
        expect(text.slice(0, at).isWellFormed()).toBe(true);
        expect(at).toBeLessThanOrEqual(800);
      }),
      { numRuns: 50 },
    );
  });

  test('shows an address whole or not at all: a part of it would lead elsewhere', () => {
    const address = `https://example.org/${'a'.repeat(300)}`;
    const text = `${'x'.repeat(700)} ${address} ${'y'.repeat(2000)}`;
    const urls = beginningOf(linkPieces(text), foldAt(text) ?? 0).flatMap(({ url }) => url?.href ?? []);
    expect(urls).toEqual([address]);
  });
});
