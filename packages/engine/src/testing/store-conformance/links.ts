// Promises about what links with a contact need: sessions, ephemerals seen, addresses.

import { describe, expect, test } from 'vitest';
import { ADDRESSES_KEPT, EPHEMERALS_REMEMBERED } from '../../ports/store.ts';
import { bytes, address, type Subject } from './subject.ts';

export function linkPromises(subject: Subject): void {
  describe('sessions', () => {
    test('the two slots are apart, replaced and removed', () => {
      const { id } = subject.addContact(1);
      expect(subject.store.readSession(id, 'current')).toBeUndefined();
      subject.store.writeSession(id, 'current', bytes(30_000, 1));
      subject.store.writeSession(id, 'previous', bytes(10, 2));
      subject.store.writeSession(id, 'current', bytes(50, 3));
      subject.restart();
      expect(subject.store.readSession(id, 'current')).toEqual(bytes(50, 3));
      expect(subject.store.readSession(id, 'previous')).toEqual(bytes(10, 2));
      subject.store.writeSession(id, 'previous', undefined);
      subject.store.writeSession(id, 'previous', undefined);
      expect(subject.store.readSession(id, 'previous')).toBeUndefined();
      expect(subject.store.readSession(id, 'current')).toEqual(bytes(50, 3));
    });

    test('wiping a session that was handed in or out does not reach the store', () => {
      const { id } = subject.addContact(1);
      const session = bytes(40, 1);
      subject.store.writeSession(id, 'current', session);
      session.fill(0);
      subject.store.readSession(id, 'current')?.fill(0);
      expect(subject.store.readSession(id, 'current')).toEqual(bytes(40, 1));
    });
  });

  describe('handshake ephemerals', () => {
    test('each is new once a contact', () => {
      const { id } = subject.addContact(1);
      const other = subject.addContact(2);
      expect(subject.store.rememberEphemeral(id, bytes(8, 1))).toBe(true);
      expect(subject.store.rememberEphemeral(id, bytes(8, 1))).toBe(false);
      expect(subject.store.rememberEphemeral(other.id, bytes(8, 1))).toBe(true);
      subject.restart();
      expect(subject.store.rememberEphemeral(id, bytes(8, 1))).toBe(false);
    });

    test('the newest are kept, and a repeat pushes none of them out', () => {
      const { id } = subject.addContact(1);
      const hash = (index: number): Uint8Array => Uint8Array.from([0, 0, 0, 0, 0, 0, index >> 8, index]);
      subject.store.transaction(() => {
        for (let index = 0; index < EPHEMERALS_REMEMBERED; index++)
          subject.store.rememberEphemeral(id, hash(index));
      });
      expect(subject.store.rememberEphemeral(id, hash(0))).toBe(false);
      expect(subject.store.rememberEphemeral(id, hash(5_000))).toBe(true);
      expect(subject.store.rememberEphemeral(id, hash(1))).toBe(false);
      expect(subject.store.rememberEphemeral(id, hash(0))).toBe(true);
      expect(subject.store.rememberEphemeral(id, hash(2))).toBe(false);
      expect(subject.store.rememberEphemeral(id, hash(1))).toBe(true);
    });
  });

  describe('addresses', () => {
    test('the last good one is first, among equals the last remembered', () => {
      const { id } = subject.addContact(1);
      const rows = [address(1, 0), address(2, 500), address(3, 100), address(4, 0)];
      for (const row of rows) subject.store.rememberAddress(id, row);
      subject.restart();
      expect(subject.store.listAddresses(id)).toEqual([rows[1], rows[2], rows[3], rows[0]]);
    });

    test('the same host and port is one address, with what was said last', () => {
      const { id } = subject.addContact(1);
      subject.store.rememberAddress(id, { host: '192.0.2.1', port: 5000, source: 'mdns', lastGood: 0 });
      subject.store.rememberAddress(id, { host: '192.0.2.1', port: 5001, source: 'mdns', lastGood: 7 });
      subject.store.rememberAddress(id, { host: '192.0.2.1', port: 5000, source: 'manual', lastGood: 9 });
      expect(subject.store.listAddresses(id)).toEqual([
        { host: '192.0.2.1', port: 5000, source: 'manual', lastGood: 9 },
        { host: '192.0.2.1', port: 5001, source: 'mdns', lastGood: 7 },
      ]);
    });

    test('one that is forgotten is gone, and no other', () => {
      const { id } = subject.addContact(1);
      const other = subject.addContact(2);
      for (const each of [id, other.id]) subject.store.rememberAddress(each, address(1));
      subject.store.rememberAddress(id, address(2));
      subject.store.forgetAddress(id, address(1));
      subject.store.forgetAddress(id, { host: address(2).host, port: 1 });
      subject.restart();
      expect(subject.store.listAddresses(id)).toEqual([address(2)]);
      expect(subject.store.listAddresses(other.id)).toEqual([address(1)]);
    });

    test('the worst one goes when there are too many, never the one that came', () => {
      const { id } = subject.addContact(1);
      const other = subject.addContact(2);
      subject.store.rememberAddress(other.id, address(1));
      for (let mark = 1; mark <= ADDRESSES_KEPT; mark++)
        subject.store.rememberAddress(id, address(mark, 100 * mark));
      subject.store.rememberAddress(id, address(50, 0));
      subject.restart();
      const hosts = subject.store.listAddresses(id).map((row) => row.host);
      expect(hosts).toHaveLength(ADDRESSES_KEPT);
      expect(hosts.at(-1)).toBe(address(50).host);
      expect(hosts).not.toContain(address(1).host);
      subject.store.rememberAddress(id, address(50, 900));
      expect(subject.store.listAddresses(id)).toHaveLength(ADDRESSES_KEPT);
      expect(subject.store.listAddresses(id)[0]).toEqual(address(50, 900));
      expect(subject.store.listAddresses(other.id)).toHaveLength(1);
    });
  });
}
