import { describe, expect, test } from 'vitest';
import { formattedCaret, formatToken, groupPlace, readToken, tokenGroups } from '../src/text/token.ts';

describe('reading a token', () => {
  test('ignores case, white space and dashes', () => {
    expect(readToken(' loom-ab cd\nef-23 ')).toEqual({ hasPrefix: true, body: 'ABCDEF23' });
  });

  test('tells that the prefix is missing', () => {
    expect(readToken('abcdef')).toEqual({ hasPrefix: false, body: 'ABCDEF' });
  });
});

describe('the cloth', () => {
  test('has groups of six, the last as long as it is', () => {
    expect(tokenGroups('ABCDEFGHIJKLM')).toEqual(['ABCDEF', 'GHIJKL', 'M']);
    expect(tokenGroups('')).toEqual([]);
  });

  test('names each place by row and column', () => {
    expect(groupPlace(0)).toEqual({ row: 'A', column: 1 });
    expect(groupPlace(15)).toEqual({ row: 'C', column: 4 });
    expect(groupPlace(35)).toEqual({ row: 'F', column: 6 });
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
    expect(formatToken('hello wörld')).toBe('HELLOW ÖRLD');
  });

  test('keeps the caret behind the same character', () => {
    const formatted = formatToken('LOOM-ABCDEFG');
    expect(formatted.slice(0, formattedCaret('LOOM-ABCDEFG', formatted))).toBe('LOOM-\nABCDEF G');
    expect(formatted.slice(0, formattedCaret('LOOM-ABC', formatted))).toBe('LOOM-\nABC');
    expect(formattedCaret('', formatted)).toBe(0);
  });
});
