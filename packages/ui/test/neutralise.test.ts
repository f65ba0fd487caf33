import { describe, expect, test } from 'vitest';
import { hasLongRun, neutraliseLine, neutraliseText } from '../src/text/neutralise.ts';

describe('text that somebody else wrote', () => {
  test('cannot turn the writing direction', () => {
    expect(neutraliseText('photo\u202egnp.exe\u202c')).toBe('photo\ufffdgnp.exe\ufffd');
    expect(neutraliseText('\u2066a\u2069\u200e\u200f\u061c')).toBe('\ufffda\ufffd\ufffd\ufffd\ufffd');
  });

  test('shows control characters as what they are, and keeps tabs and lines', () => {
    expect(neutraliseText('a\u0000b\u001bc\u007fd\u009be')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde');
    expect(neutraliseText('one\ttwo\nthree\r\nfour\rfive')).toBe('one\ttwo\nthree\nfour\nfive');
    expect(neutraliseText('line\u2028break')).toBe('line\ufffdbreak');
  });

  test('holds nothing invisible', () => {
    expect(neutraliseText('pay\u200bpal\u00ad\ufeff\u2060\u3164')).toBe('paypal');
    expect(neutraliseText('\ufff9paypal\ufffa\u{e0041}\u{e007f}\ufffb')).toBe('paypal');
  });

  test('keeps what scripts and emoji need', () => {
    const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
    expect(neutraliseText(`${family} ❤️ नी می\u200cخواهم`)).toBe(`${family} ❤️ नी می\u200cخواهم`);
  });

  test('cannot climb over its neighbours with piled marks', () => {
    expect(neutraliseText(`e${'\u0301'.repeat(40)}x`)).toBe(`e${'\u0301'.repeat(4)}x`);
    expect(neutraliseText(`e${'\u0301\u200d'.repeat(40)}x`)).toBe(`e${'\u0301\u200d'.repeat(3)}\u0301x`);
    expect(neutraliseText(`e${'\u0301\u0301\u0301\u200c'.repeat(40)}x`)).toMatch(/^e.{5}x$/u);
  });

  test('makes no room for a line of Loom’s own', () => {
    expect(neutraliseText(`one${'\n'.repeat(4000)}two`)).toBe('one\n\n\ntwo');
    expect(neutraliseText(`one${' \n\t\n'.repeat(40)}two`)).toBe('one \n\n\ntwo');
    expect(neutraliseText('one\n\n\ntwo\n\nthree')).toBe('one\n\n\ntwo\n\nthree');
  });

  test('is well formed', () => {
    expect(neutraliseText('a\ud800b')).toBe('a\ufffdb');
  });

  test('stays the markup that it is', () => {
    expect(neutraliseText('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
  });

  test('is one line where a name or a preview is shown', () => {
    expect(neutraliseLine('  Ann\n\nLoom:   you  are\tverified ')).toBe('Ann Loom: you are verified');
  });
});

test('a run without a place to break is found, prose is not', () => {
  expect(hasLongRun('A'.repeat(300))).toBe(true);
  expect(hasLongRun('word '.repeat(20_000))).toBe(false);
});
