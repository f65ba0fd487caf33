import { describe, expect, test } from 'vitest';
import { Cache } from '../src/mdns/cache.ts';
import { recordsOf } from '../src/mdns/records.ts';

const announcement = { epoch: 1, port: 7, txt: [Uint8Array.of(1)] };

function service(number: number, address = '192.0.2.1', ttl = 120) {
  return recordsOf({ instance: `i${number}`, host: `h${number}` }, announcement, [address], ttl);
}

function instancesIn(cache: Cache): string[] {
  return cache.services().map(({ instance }) => instance);
}

describe('the mDNS cache', () => {
  test('knows a service once all of it was heard, in any order and packets', () => {
    const records = service(1);
    for (const missing of records) {
      const cache = new Cache();
      const rest = records.filter((record) => record !== missing).toReversed();
      for (const record of rest) cache.hear([record], 0);
      // Only the pointer says nothing that a dial needs.
      expect(cache.services()).toHaveLength(missing.type === 'PTR' ? 1 : 0);
      cache.hear([missing], 0);
      expect(cache.services()).toHaveLength(1);
    }
  });

  test('forgets what was not heard of for its time to live', () => {
    const cache = new Cache();
    cache.hear(service(1), 1_000);
    cache.expire(120_999);
    expect(instancesIn(cache)).toEqual(['i1']);
    cache.expire(121_000);
    expect(instancesIn(cache)).toEqual([]);
  });

  test('hearing it again lets it live on', () => {
    const cache = new Cache();
    for (let now = 0; now <= 600_000; now += 100_000) cache.hear(service(1), now);
    cache.expire(700_000);
    expect(instancesIn(cache)).toEqual(['i1']);
  });

  test('asks again at 80, 85, 90 and 95 % of the time to live, once each', () => {
    const cache = new Cache();
    cache.hear(service(1), 0);
    const asked: number[] = [];
    for (let now = 0; now < 120_000; now += 1_000) if (cache.needsRefresh(now)) asked.push(now / 1_000);
    expect(asked).toEqual([96, 102, 108, 114]);
    cache.hear(service(1), 119_000);
    expect(cache.needsRefresh(119_000 + 96_000)).toBe(true);
  });

  test('a goodbye ends a service after a second, and is not asked about', () => {
    const cache = new Cache();
    cache.hear(service(1), 0);
    cache.hear(service(1, '192.0.2.1', 0), 10_000);
    cache.expire(10_999);
    expect(cache.needsRefresh(10_999)).toBe(false);
    expect(instancesIn(cache)).toEqual(['i1']);
    cache.expire(11_000);
    expect(instancesIn(cache)).toEqual([]);
  });

  test('a goodbye for what was never heard leaves nothing', () => {
    const cache = new Cache();
    cache.hear(service(1, '192.0.2.1', 0), 0);
    cache.hear(service(2), 0);
    expect(instancesIn(cache)).toEqual(['i2']);
  });

  test('a new address takes the place of the old one, and is the newer', () => {
    const cache = new Cache();
    cache.hear(service(1, '192.0.2.1'), 0);
    cache.hear(service(1, '192.0.2.2'), 30_000);
    expect(cache.services()[0]?.addresses).toEqual([
      { address: '192.0.2.1', since: 0 },
      { address: '192.0.2.2', since: 30_000 },
    ]);
    cache.expire(31_000);
    expect(cache.services()[0]?.addresses).toEqual([{ address: '192.0.2.2', since: 30_000 }]);
  });

  test('addresses of one announcement that came in two packets stand together', () => {
    const cache = new Cache();
    cache.hear(service(1, '192.0.2.1'), 0);
    cache.hear(service(1, '192.0.2.2'), 900);
    cache.expire(60_000);
    expect(cache.services()[0]?.addresses).toHaveLength(2);
  });

  test('known are those with more than half their time left', () => {
    const cache = new Cache();
    cache.hear(service(1), 0);
    cache.hear(service(2), 50_000);
    expect(cache.known(59_000).map(({ instance }) => instance)).toEqual(['i1', 'i2']);
    expect(cache.known(61_000)).toEqual([{ instance: 'i2', ttl: 109 }]);
  });

  test('after a wake only what is heard again lives past the grace', () => {
    const cache = new Cache();
    cache.hear([...service(1), ...service(2)], 0);
    cache.shorten(1_000, 15_000);
    cache.hear(service(2), 2_000);
    cache.expire(16_000);
    expect(instancesIn(cache)).toEqual(['i2']);
  });

  test('keeps 200 services and 7 addresses each, whatever a stranger sends, and the newest is heard', () => {
    const cache = new Cache();
    for (let i = 0; i < 5_000; i++) cache.hear(service(i), i);
    expect(cache.services()).toHaveLength(200);
    expect(instancesIn(cache)).toContain('i4999');
    for (let i = 0; i < 100; i++) cache.hear(service(4_999, `192.0.2.${i}`), 5_000);
    expect(cache.services().at(-1)?.addresses).toHaveLength(7);
  });

  test('who is heard all the time outlives a flood of strangers', () => {
    const cache = new Cache();
    for (let i = 1; i < 5_000; i++) {
      if (i % 100 === 0) cache.hear(service(0), i);
      cache.hear(service(i), i);
    }
    expect(instancesIn(cache)).toContain('i0');
  });
});
