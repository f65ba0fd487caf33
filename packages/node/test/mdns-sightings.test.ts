import { describe, expect, test } from 'vitest';
import type { CachedService } from '../src/mdns/cache.ts';
import { Sightings } from '../src/mdns/sightings.ts';

function heard(name: string, addresses: CachedService['addresses'], more: Partial<CachedService> = {}) {
  const service = { instance: 'l1', port: 7, txt: [Uint8Array.of(1)], heardAt: 0, addresses, ...more };
  return { name, isLoopback: name === 'lo', services: [service] };
}

describe('sightings', () => {
  test('list loopback last however new it is, then the newest address first', () => {
    const { seen } = new Sightings().update([
      heard('lo', [{ address: '127.0.0.1', since: 99 }]),
      heard('eth0', [
        { address: 'fe80::1', since: 5 },
        { address: '2001:db8::1', since: 5 },
        { address: '192.0.2.1', since: 5 },
      ]),
      heard('wlan0', [{ address: '198.51.100.1', since: 8 }]),
    ]);
    const hosts = ['198.51.100.1', '192.0.2.1', '2001:db8::1', 'fe80::1%eth0', '127.0.0.1'];
    expect(seen.map((sighting) => sighting.hosts)).toEqual([hosts]);
  });

  test('take what was heard last where two interfaces differ, and each address once', () => {
    const address = [{ address: '192.0.2.1', since: 0 }];
    const { seen } = new Sightings().update([
      heard('eth0', address, { heardAt: 2, port: 8 }),
      heard('wlan0', address, { heardAt: 1, port: 7 }),
    ]);
    expect(seen).toEqual([{ instance: 'l1', port: 8, txt: [Uint8Array.of(1)], hosts: ['192.0.2.1'] }]);
  });

  test('are told when they are new, changed in any part, or gone', () => {
    const sightings = new Sightings();
    const address = [{ address: '192.0.2.1', since: 0 }];
    const states = [
      [heard('eth0', address)],
      [heard('eth0', address)],
      [heard('eth0', address, { port: 8 })],
      [heard('eth0', address, { port: 8, txt: [Uint8Array.of(2)] })],
      [heard('eth0', [{ address: '192.0.2.2', since: 0 }], { port: 8, txt: [Uint8Array.of(2)] })],
      [],
    ];
    const told = states.map((state) => sightings.update(state));
    expect(told.map(({ seen }) => seen.length)).toEqual([1, 0, 1, 1, 1, 0]);
    expect(told.map(({ gone }) => gone)).toEqual([[], [], [], [], [], ['l1']]);
  });
});
