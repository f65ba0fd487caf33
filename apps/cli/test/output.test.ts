import { expect, test } from 'vitest';
import { harmlessJson } from '../src/output.ts';

test('JSON holds nothing that a terminal obeys, and is the same value', () => {
  const value = { text: 'a\u001b[2J\u009b31m\u007f\u202egnp\u2066\u2028\u0085 Grüße \u{1f642}' };
  const json = harmlessJson(value);
  expect(JSON.parse(json)).toEqual(value);
  expect(json).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028]/u);
  expect(json).toContain('\\u009b31m\\u007f\\u202egnp');
  expect(json).toContain('Grüße \u{1f642}');
});
