import { describe, expect, test } from 'vitest';
import { formattedCaret, formatToken, groupPlace, inGroups, readToken } from '../src/text/token.ts';

describe('reading a token', () => {
  test('ignores case, white space and dashes', () => {
    expect(readToken(' loom-ab cd\nef-23 ')).toEqual({ hasPrefix: true, body: 'ABCDEF23' });
  });

  test('takes look-alikes in the prefix, and shows those behind it as they were written', () => {
    expect(readToken('l00m\u2014a0\u200b18')).toEqual({ hasPrefix: true, body: 'A018' });
  });

  test('tells that the prefix is missing', () => {
    expect(readToken('abcdef')).toEqual({ hasPrefix: false, body: 'ABCDEF' });
  });
});

describe('the cloth', () => {
  test('has groups of six, the last as long as it is', () => {
    expect(inGroups('ABCDEFGHIJKLM')).toEqual(['ABCDEF', 'GHIJKL', 'M']);
    expect(inGroups('')).toEqual([]);
  });

  test('names each place by row and column', () => {
    expect(groupPlace(0)).toMatchObject({ name: 'A1', row: 'A', column: 1 });
    expect(groupPlace(15)).toMatchObject({ name: 'C4', row: 'C', column: 4 });
    expect(groupPlace(35)).toMatchObject({ name: 'F6', row: 'F', column: 6 });
  });
});

describe('a token that is being entered', () => {
  test('stands in groups, its prefix on a line of its own', () => {
    expect(formatToken('loom-abcdefghij')).toBe('LOOM-\nABCDEF GHIJ');
  });

  test('grows from its first letter without jumping ahead', () => {
    expect(['l', 'loo', 'loom', 'loom-'].map(formatToken)).toEqual(['L', 'LOO', 'LOOM', 'LOOM-']);
  });

  test('is the same after it was formatted again', () => {
    const once = formatToken('LOOM-ABCDEFGHIJKLMNOP');
    expect(formatToken(once)).toBe(once);
  });

  test('keeps what is no token as it was typed, in groups', () => {
    expect(formatToken('hello wörld')).toBe('HELLOW öRLD');
  });

  test('keeps the caret behind the same character', () => {
    const formatted = formatToken('LOOM-ABCDEFG');
    expect(formatted.slice(0, formattedCaret('LOOM-ABCDEFG', formatted))).toBe('LOOM-\nABCDEF G');
    expect(formatted.slice(0, formattedCaret('LOOM-ABC', formatted))).toBe('LOOM-\nABC');
    expect(formattedCaret('', formatted)).toBe(0);
  });
});
