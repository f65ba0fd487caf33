import { assert, property, string, webUrl } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerpt } from '../src/text/excerpt.ts';
import { linkDoubts, linkPieces } from '../src/text/links.ts';

const links = (text: string): string[] =>
  linkPieces(text).flatMap(({ url, text: shown }) => (url === undefined ? [] : [shown]));

describe('links', () => {
  test('are what begins with http or https, without what ends the sentence', () => {
    expect(links('See https://example.org/a?b=c, or (http://10.0.0.1:80/x).')).toEqual([
      'https://example.org/a?b=c',
      'http://10.0.0.1:80/x',
    ]);
    expect(links('https://en.example.org/wiki/Loom_(weaving)')).toEqual([
      'https://en.example.org/wiki/Loom_(weaving)',
    ]);
  });

  test('are nothing else, whatever it looks like', () => {
    for (const text of [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'example.org',
      'https://',
    ])
      expect(links(text)).toEqual([]);
    expect(links(`https://example.org/${'a'.repeat(3000)}`)).toEqual([]);
  });

  test('lose nothing of the text around them', () => {
    assert(
      property(string({ unit: 'binary' }), webUrl(), string({ unit: 'binary' }), (a, url, b) => {
        const text = `${a} ${url} ${b}`;
        expect(
          linkPieces(text)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  test('say what of them may deceive', () => {
    const doubts = (address: string) => linkDoubts(new URL(address));
    expect(doubts('https://аpple.com/')).toMatchObject({ foreignLetters: true });
    expect(doubts('https://bank.example@evil.example/')).toMatchObject({ userInfo: true });
    expect(doubts('http://example.org/')).toMatchObject({ unencrypted: true });
    expect(doubts('https://example.org/')).toEqual({
      foreignLetters: false,
      userInfo: false,
      unencrypted: false,
    });
  });
});

describe('an excerpt', () => {
  test('begins near the first word that was found, and marks all of them', () => {
    const text = `${'word '.repeat(40)}the needle in the hay`;
    const from = text.indexOf('needle');
    const pieces = excerpt(text, [[from, from + 6]]);
    expect(pieces[0]).toEqual({ text: '…', marked: false });
    expect(pieces.filter(({ marked }) => marked)).toEqual([{ text: 'needle', marked: true }]);
    expect(pieces.at(-1)?.text).toBe(' in the hay');
  });

  test('holds the text as it is where it is short', () => {
    expect(excerpt('a b c', [[2, 3]])).toEqual([
      { text: 'a ', marked: false },
      { text: 'b', marked: true },
      { text: ' c', marked: false },
    ]);
  });
});
