import { expect, test } from 'vitest';
import { meaningOf } from '../src/codes/meaning.ts';

test.for([
  ['LOOM-AB2C', 'LOOM-AB2C'],
  ['loom:LOOM-AB2C', 'LOOM-AB2C'],
  ['loom://loom-ab2c', 'loom-ab2c'],
] as const)('a code with “%s” holds a token', ([text, token]) => {
  expect(meaningOf(text)).toEqual({ is: 'token', token });
});

test('a safety number is told from a token, whatever its version', () => {
  expect(meaningOf(`loom-safety:1:${'0'.repeat(60)}`)).toEqual({ is: 'safety-number' });
  expect(meaningOf('loom-safety:7:')).toEqual({ is: 'safety-number' });
});

test.for(['', 'https://loom.example/LOOM-AB', 'WIFI:T:WPA;S:harbour;;', 'loom:'])(
  'a code with “%s” is none of Loom’s',
  (text) => {
    expect(meaningOf(text)).toEqual({ is: 'other' });
  },
);
