// How two people stay connected while the network under them changes, on a network in memory.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryHost } from '../src/testing/index.ts';
import { World, type Person } from './support/world.ts';

const port = 47113;
const card = (address: string) => ({ name: 'eth0', address, prefixLength: 24 });

let world: World;
beforeEach(() => {
  world = new World(7);
});
afterEach(async () => {
  await world.stop();
});

async function stateOf(person: Person, other: Person): Promise<string> {
  return (await person.contact(other)).state;
}

async function untilToldBothWays(one: Person, other: Person, withinMs: number): Promise<void> {
  const text = `${world.clock.monotonic()}`;
  await one.send(other, `to ${text}`);
  await other.send(one, `fro ${text}`);
  await world.clock.advance(withinMs);
  expect((await other.received(one)).at(-1)).toBe(`to ${text}`);
  expect((await one.received(other)).at(-1)).toBe(`fro ${text}`);
}

/** Two who know each other's token and hear no multicast; Ben has been given Anna's address. */
async function twoByHand(hosts: { anna?: MemoryHost; ben?: MemoryHost } = {}): Promise<[Person, Person]> {
  const anna = await world.person('Anna', '10.0.0.1', { multicast: false, host: hosts.anna });
  const ben = await world.person('Ben', '10.0.0.2', { multicast: false, host: hosts.ben });
  await world.introduce(anna, ben);
  await ben.call('inject_peer_address', { peer_pub_key: anna.key, ip: anna.address, port });
  await world.clock.advance(10_000);
  expect(await stateOf(ben, anna)).toBe('secured');
  return [anna, ben];
}

async function twoInSight(): Promise<[Person, Person]> {
  const anna = await world.person('Anna', '10.0.0.1');
  const ben = await world.person('Ben', '10.0.0.2');
  await world.introduce(anna, ben);
  await world.clock.advance(10_000);
  expect(await stateOf(ben, anna)).toBe('secured');
  return [anna, ben];
}

describe('several addresses', () => {
  test('are dialled a quarter of a second apart, and the first authenticated link wins', async () => {
    const anna = await world.person('Anna', '10.0.0.1', { multicast: false });
    const stranger = await world.person('Stranger', '10.0.0.9', { multicast: false });
    const ben = await world.person('Ben', '10.0.0.2', { multicast: false });
    await world.introduce(anna, ben);
    await anna.stop();
    for (const ip of ['10.0.0.1', '10.0.0.9', '10.0.0.66']) {
      await ben.call('inject_peer_address', { peer_pub_key: anna.key, ip, port });
    }
    await ben.stop();
    await anna.start();
    const before = ben.dialled.length;
    await ben.start();
    await world.clock.advance(3_000);
    const times = new Map(ben.dialled.slice(before).map(({ host, at }) => [host, at]));
    expect(times.size).toBe(3);
    const sorted = [...times.values()].toSorted((a, b) => a - b);
    expect((sorted[1] ?? 0) - (sorted[0] ?? 0)).toBeGreaterThanOrEqual(250);
    expect(await stateOf(ben, anna)).toBe('secured');
    expect(await stranger.call('get_contacts', {})).toEqual([]);
    await world.clock.advance(15_000);
    expect(world.network.openConnections).toBe(1);
  });

  test('that the peer tells over the link lead back to it; those not beside us are never dialled, and silent ones forgotten', async () => {
    const told = ['10.0.0.8', '10.9.9.9', '127.0.0.1', '10.0.0.7'].map(card);
    const [anna, ben] = await twoByHand({
      anna: new MemoryHost(...told),
      ben: new MemoryHost(card('10.0.0.2')),
    });
    const before = ben.dialled.length;
    anna.crash();
    await world.clock.advance(600_000);
    const dialled = ben.dialled.slice(before).map(({ host }) => host);
    expect(dialled.filter((host) => host === '10.0.0.8')).toHaveLength(3);
    expect(dialled.filter((host) => host === '10.0.0.7')).toHaveLength(3);
    expect(dialled.filter((host) => host === '10.0.0.1').length).toBeGreaterThan(3);
    expect(new Set(dialled)).toEqual(new Set(['10.0.0.1', '10.0.0.8', '10.0.0.7']));
  });

  test('that the peer told before it moved there are enough to find it again', async () => {
    const hosts = {
      anna: new MemoryHost(card('10.0.0.1'), card('10.0.0.5')),
      ben: new MemoryHost(card('10.0.0.2')),
    };
    const [anna, ben] = await twoByHand(hosts);
    anna.crash();
    world.network.readdress('10.0.0.1', '10.0.0.5');
    anna.address = '10.0.0.5';
    const before = ben.dialled.length;
    await world.clock.advance(40_000);
    // Anna has forgotten where Ben is: only he can find her.
    anna.loseDatabase();
    await anna.start();
    await anna.add(ben);
    await world.clock.advance(90_000);
    expect(ben.dialled.slice(before).map(({ host }) => host)).toContain('10.0.0.5');
    expect(await stateOf(ben, anna)).toBe('secured');
  });
});

describe('a link', () => {
  test('on which nobody writes stays the same for an hour', async () => {
    const [anna, ben] = await twoInSight();
    const before = anna.dialled.length + ben.dialled.length;
    await world.clock.advance(3_600_000);
    expect(anna.dialled.length + ben.dialled.length).toBe(before);
    expect(await stateOf(anna, ben)).toBe('secured');
  });

  test('that has died without a word is noticed, and made anew, without anybody writing', async () => {
    const [anna, ben] = await twoInSight();
    world.network.halfOpenConnections();
    await world.clock.advance(45_000);
    await untilToldBothWays(anna, ben, 1_000);
    expect(world.network.openConnections).toBe(1);
  });

  test('that each side has dialled at the same moment is one link on both sides', async () => {
    for (let round = 0; round < 10; round += 1) {
      const glare = new World(100 + round, 1 + round * 10);
      const anna = await glare.person('Anna', '10.0.0.1');
      const ben = await glare.person('Ben', '10.0.0.2');
      await glare.introduce(anna, ben);
      await glare.clock.advance(10_000);
      for (let again = 0; again < 5; again += 1) {
        glare.network.cutConnections();
        const asked = [
          anna.call('initiate_chat_handshake', { contact_pub_key: ben.key }),
          ben.call('initiate_chat_handshake', { contact_pub_key: anna.key }),
        ];
        await glare.clock.advance(10_000);
        await Promise.all(asked);
        expect(glare.network.openConnections).toBe(1);
      }
      expect(anna.count('session_established')).toBe(1);
      await glare.stop();
    }
  });
});

describe('an absent peer', () => {
  /** Ben has been looking for Anna for so long that his next dial may be a minute away. */
  async function longAbsent(host?: MemoryHost): Promise<[Person, Person]> {
    const [anna, ben] = await twoByHand(host ? { ben: host } : {});
    anna.crash();
    await world.clock.advance(1_200_000);
    return [anna, ben];
  }

  test('is dialled less and less often, never in step, and never less than once in two minutes', async () => {
    const [, ben] = await longAbsent();
    const times = ben.dialled.map(({ at }) => at).slice(-12);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(120_000);
    expect(Math.max(...gaps)).toBeGreaterThan(10_000);
    expect(new Set(gaps.map((gap) => Math.round(gap / 1000))).size).toBeGreaterThan(4);
  });

  test.each<[string, (ben: Person, anna: Person, host: MemoryHost) => unknown]>([
    [
      'the person asks for it',
      (ben, anna) =>
        void ben.call('initiate_chat_handshake', { contact_pub_key: anna.key }).catch(() => undefined),
    ],
    ['this side has another address', (_ben, _anna, host) => (host.own = [card('10.0.0.3')])],
    ['this side slept', () => world.clock.jumpWall(3_600_000)],
    [
      'somebody gives an address',
      (ben, anna) => ben.call('inject_peer_address', { peer_pub_key: anna.key, ip: anna.address, port }),
    ],
  ])('is dialled at once when %s', async (_, happen) => {
    const host = new MemoryHost(card('10.0.0.2'));
    const [anna, ben] = await longAbsent(host);
    const before = ben.dialled.length;
    await happen(ben, anna, host);
    await world.clock.advance(2_500);
    expect(ben.dialled.length).toBeGreaterThan(before);
  });

  test('is dialled at once when it is heard again', async () => {
    const [anna, ben] = await twoInSight();
    anna.crash();
    await world.clock.advance(1_200_000);
    await anna.start();
    await untilToldBothWays(anna, ben, 3_500);
  });
});

describe('a search of the network', () => {
  test('finds the contacts whose doors open, and knocks at nobody’s more than twice in five seconds', async () => {
    const host = new MemoryHost(card('10.0.0.1'));
    const anna = await world.person('Anna', '10.0.0.1', { multicast: false, host });
    const ben = await world.person('Ben', '10.0.0.77', { multicast: false });
    const cleo = await world.person('Cleo', '10.0.0.200', { multicast: false });
    const absent = await world.person('Absent', '10.1.0.1', { multicast: false });
    const away = await world.person('Away', '10.1.0.2', { multicast: false });
    await world.person('Stranger', '10.0.0.9', { multicast: false });
    for (const other of [ben, cleo, absent, away]) await world.introduce(anna, other);
    const searching = anna.call('search_network', {});
    await world.clock.advance(60_000);
    expect(await searching).toEqual({ probed: 253, open: 3, found: 2 });
    await untilToldBothWays(anna, ben, 1_000);
    await untilToldBothWays(anna, cleo, 1_000);
    expect(await stateOf(anna, absent)).toBe('new');
    expect((await anna.contact(absent)).reason).not.toMatch(/did not answer/);
    // The first is the one that found the door.
    const [, ...knocks] = anna.dialled.filter((dial) => dial.host === '10.0.0.9' && dial.port === port);
    expect(knocks.length).toBeGreaterThan(1);
    for (const { at } of knocks) {
      const soon = knocks.filter((other) => other.at >= at && other.at < at + 4_500);
      expect(soon.length).toBeLessThanOrEqual(2);
    }
  });

  test('asks at most 254 hosts of each card, and nobody where there is no card', async () => {
    const host = new MemoryHost({ name: 'eth0', address: '10.0.0.1', prefixLength: 8 });
    const anna = await world.person('Anna', '10.0.0.1', { multicast: false, host });
    const wide = anna.call('search_network', {});
    await world.clock.advance(60_000);
    expect(await wide).toEqual({ probed: 253, open: 0, found: 0 });
    host.own = [];
    expect(await anna.call('search_network', {})).toEqual({ probed: 0, open: 0, found: 0 });
  });
});

describe('a host’s name', () => {
  test('serves as an address where it is known, and is refused where it is not', async () => {
    const host = new MemoryHost(card('10.0.0.2'));
    host.names.set('anna.local', ['10.0.0.1']);
    const ben = await world.person('Ben', '10.0.0.2', { multicast: false, host });
    const anna = await world.person('Anna', '10.0.0.1', { multicast: false });
    await ben.add(anna);
    const inject = (ip: string) => ben.call('inject_peer_address', { peer_pub_key: anna.key, ip, port });
    await inject('anna.local');
    await world.clock.advance(0);
    expect(ben.dialled.at(-1)).toMatchObject({ host: 'anna.local', port });
    for (const ip of ['ben.local', 'anna_local', '-anna.local', 'anna..local', '10.0.0.256', 'a b']) {
      await expect(inject(ip)).rejects.toMatchObject({ code: 'bad-address' });
    }
  });
});

describe('the doctor, asking over a link', () => {
  test('learns from the peer that the port can be reached, and does not ask too often', async () => {
    const [, ben] = await twoByHand({ ben: new MemoryHost(card('10.0.0.2')) });
    const reachable = async () => {
      const asked = ben.call('run_doctor', {});
      await world.clock.advance(6_000);
      return (await asked).checks.find(({ id }) => id === 'reachable');
    };
    expect(await reachable()).toMatchObject({ status: 'ok' });
    expect(await reachable()).toMatchObject({ status: 'unknown' });
    await world.clock.advance(10_000);
    expect(await reachable()).toMatchObject({ status: 'ok' });
  });
});
