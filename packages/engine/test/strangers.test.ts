import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { derivePairKeys, identityFromSeed, initiate, nodeKem, parseToken } from '@loom/protocol';
import type { Connection } from '../src/index.ts';
import { bucketOf } from '../src/links/admission.ts';
import { MemoryStore } from '../src/testing/index.ts';
import { World, type Person } from './support/world.ts';

let world: World;
let anna: Person;
let ben: Person;

beforeEach(async () => {
  world = new World();
  anna = await world.person('Anna', '10.0.0.1', { multicast: false });
  ben = await world.person('Ben', '10.0.0.2', { multicast: false });
});

afterEach(async () => {
  await world.stop();
});

/** A bare connection to Anna from some address, and what came back on it. */
function reach(from: string): { connection: Connection; received: Uint8Array[]; closed: string[] } {
  const connection = world.network.transport(from).dial({ host: anna.address, port: 47113 }, 1000);
  const received: Uint8Array[] = [];
  const closed: string[] = [];
  connection.start({ onData: (bytes) => received.push(bytes), onClose: (reason) => closed.push(reason) });
  return { connection, received, closed };
}

/** What Anna's database holds, as far as the engine can see. */
function stored(): unknown {
  const store = new MemoryStore(anna.database);
  return store.listContacts().map((row) => ({
    row,
    current: store.readSession(row.id, 'current'),
    previous: store.readSession(row.id, 'previous'),
    messages: store.listMessages(row.id, undefined, 1000),
    addresses: store.listAddresses(row.id),
  }));
}

/** A genuine M1 from one person to another, made outside their engines. */
function genuineM1(from: Person, to: Person): Uint8Array {
  const profile = new MemoryStore(from.database).readProfile();
  const token = parseToken(to.token);
  if (profile === undefined || !token.ok) throw new Error('no identity');
  const us = identityFromSeed(profile.masterSeed);
  const random = (length: number): Uint8Array => world.random.bytes(length);
  return initiate({ us, them: token.value, pair: derivePairKeys(us, token.value), random, kem: nodeKem }).m1;
}

describe('silence', () => {
  test('a stranger who holds the token gets no byte back, and the connection ends at its deadline', async () => {
    const stranger = reach('10.0.0.66');
    await world.clock.advance(5);
    stranger.connection.write(genuineM1(ben, anna));
    await world.clock.advance(9_000);
    expect(stranger.closed).toEqual([]);
    await world.clock.advance(2_000);
    expect(stranger.closed).toHaveLength(1);
    expect(stranger.received).toEqual([]);
  });

  test('a recorded M1 of a contact is answered once and never again, and a thousand repeats store nothing', async () => {
    await anna.add(ben);
    const m1 = genuineM1(ben, anna);
    const first = reach('10.0.0.66');
    await world.clock.advance(5);
    first.connection.write(m1);
    await world.clock.advance(20);
    expect(first.received.reduce((sum, bytes) => sum + bytes.length, 0)).toBe(2 + 1156);
    await world.clock.advance(11_000);
    const before = stored();
    for (let repeat = 0; repeat < 1000; repeat += 1) {
      const again = reach('10.0.0.66');
      await world.clock.advance(5);
      again.connection.write(m1);
      await world.clock.advance(20);
      expect(again.received).toEqual([]);
      again.connection.destroy();
    }
    expect(stored()).toEqual(before);
    expect((await anna.contact(ben)).state).toBe('new');
  });

  test.each([0, 1, 4, 8, 40, 700, 1253, 1269])(
    'an M1 with byte %i changed gets silence or an end',
    async (at) => {
      await anna.add(ben);
      const m1 = genuineM1(ben, anna);
      m1[at] = (m1[at] ?? 0) ^ 1;
      const altered = reach('10.0.0.66');
      await world.clock.advance(5);
      altered.connection.write(m1);
      await world.clock.advance(12_000);
      expect(altered.received).toEqual([]);
      expect(altered.closed).toHaveLength(1);
      expect((await anna.contact(ben)).state).toBe('new');
    },
  );
});

describe('a flood', () => {
  test('of half-open connections from many addresses never keeps a contact out', async () => {
    await world.introduce(anna, ben);
    const flood = Array.from({ length: 500 }, (_, index) => reach(`10.9.${index >> 3}.${index & 7}`));
    await world.clock.advance(50);
    const open = flood.filter(({ closed }) => closed.length === 0);
    expect(open.length).toBeLessThanOrEqual(64);
    await ben.call('inject_peer_address', { peer_pub_key: anna.key, ip: anna.address, port: 47113 });
    await world.clock.advance(3_000);
    expect((await anna.contact(ben)).state).toBe('secured');
  });

  test('from one address holds four places at most', async () => {
    const flood = Array.from({ length: 20 }, () => reach('10.0.0.66'));
    await world.clock.advance(50);
    expect(flood.filter(({ closed }) => closed.length === 0)).toHaveLength(4);
  });

  test('of bad knocks from one address is no longer read, until a contact is added', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const stranger = reach('10.0.0.2');
      await world.clock.advance(5);
      stranger.connection.write(genuineM1(ben, anna));
      await world.clock.advance(5);
      stranger.connection.destroy();
    }
    await world.introduce(anna, ben);
    await ben.call('inject_peer_address', { peer_pub_key: anna.key, ip: anna.address, port: 47113 });
    await world.clock.advance(1_000);
    expect((await anna.contact(ben)).state).toBe('secured');
  });
});

test('addresses are counted one by one in IPv4 and on the link, and by their /64 in the rest of IPv6', () => {
  expect(bucketOf('10.0.0.1')).toBe('10.0.0.1');
  expect(bucketOf('2001:db8::1')).toBe(bucketOf('2001:db8:0:0:ffff::2'));
  expect(bucketOf('2001:db8::1')).not.toBe(bucketOf('2001:db8:0:1::1'));
  expect(bucketOf('fe80::1%eth0')).not.toBe(bucketOf('fe80::2%eth0'));
  expect(bucketOf('FE80::1%eth0')).toBe(bucketOf('fe80::1'));
});
