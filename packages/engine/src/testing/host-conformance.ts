// What every Host does, as tests that run unchanged against the memory adapter and the real one. Knows nothing of either.

import { describe, expect, test } from 'vitest';
import { parseAddress } from '@loom/protocol';
import type { Host } from '../ports/host.ts';

/** @param open a host with one network card at least. */
export function describeHost(name: string, open: () => Host): void {
  describe(`Host: ${name}`, () => {
    test('tells addresses that are whole, without scopes and loopback, and holds each of them', () => {
      const host = open();
      for (const { address, prefixLength, name: card } of host.addresses()) {
        const bytes = parseAddress(address);
        expect(address).not.toMatch(/%|^127\.|^::1$/);
        expect(prefixLength).toBeLessThanOrEqual(8 * (bytes?.length ?? 0));
        expect(card).not.toBe('');
        expect(host.holds(address)).toBe(true);
      }
    });

    test('holds loopback, and no address of others', () => {
      expect(open().holds('127.0.0.1')).toBe(true);
      expect(open().holds('203.0.113.254')).toBe(false);
    });

    test('knows no host that there can’t be', async () => {
      expect(await open().resolve('nobody.invalid')).toEqual([]);
    });

    test('surveys every card whose address it tells', async () => {
      const host = open();
      const { interfaces } = await host.survey();
      const surveyed = interfaces.filter(({ isUsed }) => isUsed).flatMap(({ addresses }) => addresses);
      for (const { address } of host.addresses()) {
        expect(surveyed.map((each) => each.address)).toContain(address);
      }
    });
  });
}
