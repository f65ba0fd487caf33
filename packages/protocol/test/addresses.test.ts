import { isIPv6 } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '../src/bytes.ts';
import { formatAddress, parseAddress } from '../src/wire/addresses.ts';

test.each([
  ['192.168.1.20', 'c0a80114'],
  ['0.0.0.0', '00000000'],
  ['255.255.255.255', 'ffffffff'],
  ['::', '00'.repeat(16)],
  ['::1', `${'00'.repeat(15)}01`],
  ['1::', `0001${'00'.repeat(14)}`],
  ['fe80::1', 'fe800000000000000000000000000001'],
  ['2001:db8::8:800:200c:417a', '20010db80000000000080800200c417a'],
  ['2001:db8:0:1:1:1:1:1', '20010db8000000010001000100010001'],
  ['2001:0:0:1::1', '20010000000000010000000000000001'],
  ['2001:db8::1:0:0:1', '20010db8000000000001000000000001'],
])('%s is read, and written as RFC 5952 says', (text, hex) => {
  const bytes = parseAddress(text);
  expect(bytes && toHex(bytes)).toBe(hex);
  expect(bytes && formatAddress(bytes)).toBe(text);
});

test.each([
  ['fe80::1%eth0', 'fe80::1'],
  ['FE80:0:0:0:0:0:0:1', 'fe80::1'],
  ['::ffff:192.168.1.20', '::ffff:c0a8:114'],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
])('%s is another way to write %s', (text, canonical) => {
  const bytes = parseAddress(text);
  expect(bytes && formatAddress(bytes)).toBe(canonical);
});

test.each([
  '',
  'localhost',
  '1.2.3',
  '1.2.3.4.5',
  '1.2.3.256',
  '01.2.3.4',
  '1.2.3.+4',
  ':',
  ':::',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7:8::',
  '12345::',
  'g::',
  '1.2.3.4::',
  '::1.2.3.4:5',
])('"%s" is no address', (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

describe('any 16 bytes', () => {
  test('are written as an IPv6 address that reads as them', () => {
    const sixteen = fc.array(fc.constantFrom(0, 0, 1, 255), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(sixteen, (values) => {
        const bytes = Uint8Array.from(values);
        const text = formatAddress(bytes);
        expect(isIPv6(text)).toBe(true);
        expect(parseAddress(text)).toEqual(bytes);
      }),
    );
  });

  test('are read the same way as node:net judges them', () => {
    const text = fc.string({ unit: fc.constantFrom('1', 'a', ':', '::', '.', '0', 'ffff'), maxLength: 12 });
    fc.assert(
      fc.property(text, (candidate) => {
        fc.pre(candidate.includes(':'));
        expect(parseAddress(candidate) !== undefined).toBe(isIPv6(candidate));
      }),
      { numRuns: 2000 },
    );
  });
});
