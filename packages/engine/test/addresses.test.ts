// Addresses that people give by hand, and the name by which a device is seen on the air.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { epochAt, epochStart } from '@loom/protocol';
import { World, type Person } from './support/world.ts';

const port = 47113;
let world: World;
let anna: Person;
let ben: Person;

const manual = () => anna.call('get_manual_addresses', {});

describe('addresses by hand', () => {
  beforeEach(async () => {
    world = new World();
    anna = await world.person('Anna', '10.0.0.1', { multicast: false });
    ben = await world.person('Ben', '10.0.0.2', { multicast: false });
    await world.introduce(anna, ben);
  });
  afterEach(() => world.stop());

  test('are listed with their contact, say when they last worked, and are there after a restart', async () => {
    await ben.stop();
    await anna.call('inject_peer_address', { peer_pub_key: ben.key, ip: '10.0.0.2', port });
    const identity = (await anna.contact(ben)).public_key;
    expect(await manual()).toEqual([{ peer_identity: identity, ip: '10.0.0.2', port }]);
    expect(anna.events).toContainEqual({ event: 'peers_changed', payload: {} });
    await ben.start();
    await world.clock.advance(60_000);
    expect((await anna.contact(ben)).state).toBe('secured');
    const [worked] = await manual();
    expect(worked?.worked_at).toBeGreaterThan(0);
    await anna.stop();
    await anna.start();
    expect(await manual()).toMatchObject([{ ip: '10.0.0.2', port }]);
    // Whom an address was not given for is not listed.
    expect(await ben.call('get_manual_addresses', {})).toEqual([]);
  });

  test('can be removed, one by one', async () => {
    await ben.stop();
    for (const ip of ['10.0.0.66', '10.0.0.67'])
      await anna.call('inject_peer_address', { peer_pub_key: ben.key, ip, port });
    await anna.call('remove_peer_address', { peer_pub_key: ben.key, ip: '10.0.0.66', port });
    expect(await manual()).toMatchObject([{ ip: '10.0.0.67' }]);
    await anna.call('remove_peer_address', { peer_pub_key: ben.key, ip: '10.0.0.67', port });
    expect(await manual()).toEqual([]);
    // What was begun with them comes to its end; after that nobody is dialled.
    await world.clock.advance(600_000);
    const dialled = anna.dialled.length;
    await world.clock.advance(600_000);
    expect(dialled).toBeGreaterThan(0);
    expect(anna.dialled.slice(dialled)).toEqual([]);
  });
});

describe('what strangers see', () => {
  beforeEach(async () => {
    world = new World();
    anna = await world.person('Anna', '10.0.0.1');
  });
  afterEach(() => world.stop());

  const air = async () => (await anna.call('get_status', {})).network.air;

  test('is a random name, until the epoch ends, and then another; the window is told', async () => {
    const first = await air();
    expect(first?.name).toMatch(/^l[0-9a-f]{16}$/);
    expect(first?.until).toBe(epochStart(epochAt(world.clock.now()) + 1));
    const told = anna.events.length;
    await world.clock.advance((first?.until ?? 0) - world.clock.now() + 1000);
    const second = await air();
    expect(second?.name).toMatch(/^l[0-9a-f]{16}$/);
    expect(second?.name).not.toBe(first?.name);
    expect(second?.until).toBe((first?.until ?? 0) + 15 * 60_000);
    expect(anna.events.slice(told)).toContainEqual({
      event: 'status_changed',
      payload: { status: await anna.call('get_status', {}) },
    });
  });

  test('is nothing where nothing is announced', async () => {
    anna = await world.person('Quiet', '10.0.0.3', { multicast: false });
    expect((await anna.call('get_status', {})).network).not.toHaveProperty('air');
  });
});
