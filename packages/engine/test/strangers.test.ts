import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bucketOf } from '../src/links/admission.ts';
import { genuineM1, reach } from './support/wire.ts';
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

describe('silence', () => {
  test.each([0, 1, 4, 8, 40, 700, 1253, 1269])(
    'an M1 with byte %i changed gets silence or an end',
    async (at) => {
      await anna.add(ben);
      const m1 = genuineM1(world, ben, anna);
      m1[at] = (m1[at] ?? 0) ^ 1;
      const altered = reach(world, anna, '10.0.0.66');
      await world.clock.advance(5);
      altered.connection.write(m1);
      await world.clock.advance(12_000);
      expect(altered.received()).toBe(0);
      expect(altered.closed).toHaveLength(1);
      expect((await anna.contact(ben)).state).toBe('new');
    },
  );
});

describe('a flood', () => {
  test('from one address holds four places at most', async () => {
    const flood = Array.from({ length: 20 }, () => reach(world, anna, '10.0.0.66'));
    await world.clock.advance(50);
    expect(flood.filter(({ closed }) => closed.length === 0)).toHaveLength(4);
  });

  test('of bad knocks from one address is no longer read, until a contact is added', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const stranger = reach(world, anna, '10.0.0.2');
      await world.clock.advance(5);
      stranger.connection.write(genuineM1(world, ben, anna));
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
