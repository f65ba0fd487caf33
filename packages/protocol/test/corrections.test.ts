// Which payloads a correction offers, on texts so short that each case can be written down; whether a token is
// trusted is in typo.test.ts.
import { describe, expect, test } from 'vitest';
import { decodeBase32, encodeBase32 } from '../src/identity/base32.ts';
import { readCharacters } from '../src/identity/token-text.ts';
import { fittingCorrections } from '../src/identity/typo.ts';

/** The corrections of what was written, where only one text is right. */
function corrections(written: string, right: string) {
  const characters = readCharacters(`LOOM${written}`) ?? [];
  return fittingCorrections(characters, (payload) => encodeBase32(payload) === right).map(
    ({ position, found, expected, payload }) => ({ position, found, expected, payload }),
  );
}

const payloadOf = (text: string) => decodeBase32(text);

describe('a correction', () => {
  test('that is both a wrong character and a swap is told as the wrong character, once', () => {
    expect(corrections('1IAAAAAA', 'ILAAAAAA')).toEqual([
      { position: 2, found: 'I', expected: 'L', payload: payloadOf('ILAAAAAA') },
    ]);
  });

  test('reads a look-alike right behind the wrong character both ways', () => {
    expect(corrections('C1AAAAAA', 'DLAAAAAA')).toEqual([
      { position: 1, found: 'C', expected: 'D', payload: payloadOf('DLAAAAAA') },
    ]);
  });

  test('reads a look-alike right before the wrong character both ways', () => {
    expect(corrections('1CAAAAAA', 'LDAAAAAA')).toEqual([
      { position: 2, found: 'C', expected: 'D', payload: payloadOf('LDAAAAAA') },
    ]);
  });

  test('reads a look-alike both ways in the place that it is swapped to, either way', () => {
    expect(corrections('1CAAAAAA', 'CLAAAAAA')).toEqual([
      { position: 1, found: '1C', expected: 'CL', payload: payloadOf('CLAAAAAA') },
    ]);
    expect(corrections('C1AAAAAA', 'LCAAAAAA')).toEqual([
      { position: 1, found: 'C1', expected: 'LC', payload: payloadOf('LCAAAAAA') },
    ]);
  });

  test('of a character outside the alphabet is for that character alone, and nothing stands for it meanwhile', () => {
    expect(corrections('CD9FGHJK', 'CDEFGHJK')).toEqual([
      { position: 3, found: '9', expected: 'E', payload: payloadOf('CDEFGHJK') },
    ]);
    // Right would be an A for the 9; beside it one character is wrong, or two are swapped.
    expect(corrections('CD9FGHJK', 'CDAFGHJM')).toEqual([]);
    expect(corrections('CD9FGHJK', 'CDAFGHKJ')).toEqual([]);
    expect(corrections('CD9FGHJK', 'CADFGHJK')).toEqual([]);
  });

  test('of a character outside the alphabet takes four look-alikes beside it, as any other does', () => {
    expect(corrections('11119AAA', 'ILLIEAAA')).toEqual([
      { position: 5, found: '9', expected: 'E', payload: payloadOf('ILLIEAAA') },
    ]);
    expect(corrections('11111AAC', 'ILLIIAAD')).toEqual([]);
  });
});
