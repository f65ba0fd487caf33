import { expect, test } from 'vitest';
import { readAddress } from '../src/text/address.ts';

test('an IP stands alone or with a port', () => {
  expect(readAddress('192.168.1.20')).toEqual({ ip: '192.168.1.20', port: 47113 });
  expect(readAddress(' 192.168.1.20:5000 ')).toEqual({ ip: '192.168.1.20', port: 5000 });
});

test('a port alone means this device', () => {
  expect(readAddress('47114')).toEqual({ ip: '127.0.0.1', port: 47114 });
  expect(readAddress(':47114')).toEqual({ ip: '127.0.0.1', port: 47114 });
});

test('IPv6 takes its port behind brackets, and keeps its scope', () => {
  expect(readAddress('fe80::1%eth0')).toEqual({ ip: 'fe80::1%eth0', port: 47113 });
  expect(readAddress('[fe80::1%eth0]:5000')).toEqual({ ip: 'fe80::1%eth0', port: 5000 });
  expect(readAddress('::1')).toEqual({ ip: '::1', port: 47113 });
});

test('a host’s name stands alone or with a port', () => {
  expect(readAddress('ines.local')).toEqual({ ip: 'ines.local', port: 47113 });
  expect(readAddress('box-2:5000')).toEqual({ ip: 'box-2', port: 5000 });
});

test('anything else is no address', () => {
  for (const text of [
    '',
    'some where',
    'a..b',
    '192.168.1',
    '192.168.1.20:',
    '192.168.1.20:0',
    '70000',
    '[::1',
    'a:b',
    'a_b',
  ]) {
    expect(readAddress(text)).toBeUndefined();
  }
});
