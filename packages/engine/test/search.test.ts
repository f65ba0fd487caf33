// What a search of the network and the doctor may cost where somebody sets traps for them, and that neither stands in the way of news.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryHost } from '../src/testing/index.ts';
import { World, type Person } from './support/world.ts';

const port = 47113;
const card = (address: string) => ({ name: 'eth0', address, prefixLength: 24 });

let world: World;
beforeEach(() => {
  world = new World(7);
});
afterEach(() => world.stop());

/** Hosts on which so many of Loom's ports accept, and say nothing. */
async function traps(hosts: readonly string[], ports: number): Promise<void> {
  for (const host of hosts) {
    for (let at = port; at < port + ports; at += 1) {
      await world.network.transport(host).listen([at], (connection) => {
        connection.start({ onData: () => undefined, onClose: () => undefined });
      });
    }
  }
}

const hostsFrom = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `10.0.0.${first + index}`);

function searcher(multicast = false): Promise<Person> {
  return world.person('Anna', '10.0.0.1', { multicast, host: new MemoryHost(card('10.0.0.1')) });
}

describe('a search of the network', () => {
  test('knocks at 32 doors in all and at two of a host', async () => {
    const anna = await searcher();
    await traps(hostsFrom(100, 40), 4);
    const searching = anna.call('search_network', {});
    await world.clock.advance(60_000);
    expect(await searching).toEqual({ probed: 253, open: 32, found: 0 });
  });

  test.each([1, 2, 3, 4])(
    'knocks at one door of every host before a second of any (seed %i)',
    async (seed) => {
      world = new World(seed);
      const anna = await searcher();
      await traps(hostsFrom(2, 31), 4);
      const ben = await world.person('Ben', '10.0.0.200', { multicast: false });
      await world.introduce(anna, ben);
      const searching = anna.call('search_network', {});
      await world.clock.advance(60_000);
      expect(await searching).toEqual({ probed: 253, open: 32, found: 1 });
    },
  );

  test('leaves no host out in every search, where more open their doors than it has knocks for', async () => {
    const anna = await searcher();
    await traps(hostsFrom(2, 60), 4);
    const ben = await world.person('Ben', '10.0.0.200', { multicast: false });
    await world.introduce(anna, ben);
    let found = 0;
    for (let round = 0; round < 20 && found === 0; round += 1) {
      const searching = anna.call('search_network', {});
      await world.clock.advance(60_000);
      ({ found } = await searching);
    }
    expect(found).toBe(1);
  });

  test('counts at most two doors of one host', async () => {
    const anna = await searcher();
    await traps(['10.0.0.100'], 4);
    const searching = anna.call('search_network', {});
    await world.clock.advance(60_000);
    expect(await searching).toMatchObject({ open: 2 });
  });

  test('leaves out hosts on which more than four doors open, and finds a contact among them', async () => {
    const anna = await searcher();
    await traps(hostsFrom(2, 150), 16);
    const ben = await world.person('Ben', '10.0.0.200', { multicast: false });
    await world.introduce(anna, ben);
    const searching = anna.call('search_network', {});
    await world.clock.advance(60_000);
    expect(await searching).toEqual({ probed: 253, open: 1, found: 1 });
    expect((await anna.contact(ben)).state).toBe('secured');
    const atTrap = anna.dialled.filter(({ host }) => host === '10.0.0.2');
    expect(atTrap).toHaveLength(5);
  });

  test.each(['an address that is given', 'a sighting'])('gives way to %s', async (news) => {
    const anna = await searcher(true);
    await traps(hostsFrom(100, 16), 2);
    const ben = await world.person('Ben', '10.1.0.2', { multicast: news === 'a sighting' });
    world.air.block(ben.address);
    await world.introduce(anna, ben);
    // Ben can't come to Anna: what is seen is her dial.
    world.network.partition(anna.address, ben.address);
    await world.clock.advance(10_000);
    const searching = anna.call('search_network', {});
    // Silent hosts cost a second each, and there are five a lane; then the guessed round begins.
    await world.clock.advance(6_500);
    const before = anna.dialled.length;
    expect((await anna.contact(ben)).state).toBe('connecting');
    if (news === 'a sighting') {
      world.air.unblock(ben.address);
      world.air.readdress(ben.address, ben.address);
    } else {
      await anna.call('inject_peer_address', { peer_pub_key: ben.key, ip: ben.address, port });
    }
    await world.clock.advance(3_000);
    const since = anna.dialled.slice(before).map(({ host }) => host);
    expect(since.at(-1)).toBe(ben.address);
    world.network.heal();
    await world.clock.advance(90_000);
    await searching;
    expect((await anna.contact(ben)).state).toBe('secured');
  });

  test('connects a contact whose database went back, at the address where it was found', async () => {
    const host = new MemoryHost(card('10.0.0.1'));
    const anna = await world.person('Anna', '10.0.0.1', { multicast: false, host });
    const ben = await world.person('Ben', '10.0.0.2', { multicast: false });
    await world.introduce(anna, ben);
    await anna.call('inject_peer_address', { peer_pub_key: ben.key, ip: ben.address, port });
    await world.clock.advance(10_000);
    await ben.send(anna, 'one');
    await anna.send(ben, 'one');
    await world.clock.advance(2_000);
    const backup = ben.database.copy();
    for (const word of ['two', 'three']) {
      await ben.send(anna, word);
      await anna.send(ben, word);
      await world.clock.advance(2_000);
    }
    ben.crash();
    world.network.readdress('10.0.0.2', '10.0.0.77');
    ben.address = '10.0.0.77';
    ben.database = backup;
    // Neither is where the other knows it to be: only a search can find one.
    world.network.readdress('10.0.0.1', '10.0.0.5');
    anna.address = '10.0.0.5';
    host.own = [card('10.0.0.5')];
    await ben.start();
    await world.clock.advance(60_000);
    expect((await anna.contact(ben)).state).not.toBe('secured');
    const searching = anna.call('search_network', {});
    await world.clock.advance(60_000);
    expect((await searching).found).toBe(1);
    expect((await anna.contact(ben)).state).toBe('secured');
  });
});

test('the doctor tries who is heard beside us, but nothing elsewhere and no port of a system service', async () => {
  const anna = await searcher(true);
  await world.person('Neighbour', '10.0.0.2');
  await world.person('Elsewhere', '10.9.0.2');
  const service = await world.person('Service', '10.0.0.3');
  await service.stop();
  await service.start([443]);
  await world.clock.advance(5_000);
  const before = anna.dialled.length;
  const asked = anna.call('run_doctor', {});
  await world.clock.advance(6_000);
  await asked;
  expect(anna.dialled.slice(before)).toMatchObject([{ host: '10.0.0.2', port }]);
});
