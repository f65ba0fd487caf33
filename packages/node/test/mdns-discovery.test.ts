// Discovery over mDNS on virtual wires: days pass in milliseconds, and every fault is at hand.

import { describe, expect, test } from 'vitest';
import type { Sighting } from '@loom/engine';
import { describeDiscovery, SeededRandom, VirtualClock } from '@loom/engine/testing';
import { MdnsDiscovery } from '../src/mdns/discovery.ts';
import { decodePacket, encodeResponse, LOOM_SERVICE, PAIRING_SERVICE } from '../src/mdns/packets.ts';
import { recordsOf } from '../src/mdns/records.ts';
import { VirtualWires, type Machine } from './fixtures/virtual-wire.ts';

function createWires(seed = 1) {
  const clock = new VirtualClock();
  const random = new SeededRandom(seed);
  const wires = new VirtualWires(clock);
  let hosts = 0;

  /** One more machine on the LAN, with loopback of its own. */
  function machine(): Machine {
    const number = ++hosts;
    return wires.machine(
      `m${number}`,
      { wire: `lo of m${number}`, name: 'lo', addresses: ['127.0.0.1'] },
      { wire: 'lan', name: 'eth0', addresses: [`192.0.2.${number}`, `fe80::${number}`] },
    );
  }
  function discoveryOn(network: Machine, service: 'contacts' | 'pairing' = 'contacts') {
    const name = service === 'pairing' ? PAIRING_SERVICE : LOOM_SERVICE;
    return new MdnsDiscovery({ service: name, clock, random, log: () => {} }, network);
  }
  async function watch(network: Machine) {
    const discovery = discoveryOn(network);
    const seen: Sighting[] = [];
    const gone: string[] = [];
    let changes = 0;
    await clock.runUntil(
      discovery.start({
        onSeen: (sighting) => seen.push(sighting),
        onGone: (instance) => gone.push(instance),
        onInterfacesChanged: () => changes++,
      }),
    );
    return { discovery, seen, gone, changes: () => changes };
  }
  return { clock, wires, machine, discoveryOn, watch };
}

describeDiscovery('mDNS on virtual wires', () => {
  const { clock, machine, discoveryOn } = createWires();
  return Promise.resolve({
    discovery: (service) => discoveryOn(machine(), service),
    until: (condition) => clock.runUntil(condition, 60_000),
    finish: (promise) => clock.runUntil(promise),
    pause: () => clock.advance(3_000),
  });
});

describeDiscovery('mDNS of several profiles on one machine', () => {
  const { clock, machine, discoveryOn } = createWires(2);
  const only = machine();
  return Promise.resolve({
    discovery: (service) => discoveryOn(only, service),
    until: (condition) => clock.runUntil(condition, 60_000),
    finish: (promise) => clock.runUntil(promise),
    pause: () => clock.advance(3_000),
  });
});

/** Who offers `_loom._tcp.local`? Written by hand: no known answers, from nobody. */
const QUESTION = Buffer.from('000000000001000000000000055f6c6f6f6d045f746370056c6f63616c00000c0001', 'hex');

const announcement = { epoch: 1, port: 4_711, txt: [new TextEncoder().encode('v=1')] };

describe('mDNS discovery', () => {
  test('is heard within 300 ms by those who listen', async () => {
    for (let seed = 0; seed < 50; seed++) {
      const { clock, machine, watch } = createWires(seed);
      const b = await watch(machine());
      const a = await watch(machine());
      await clock.advance(60_000);
      const before = clock.monotonic();
      a.discovery.announce(announcement);
      await clock.runUntil(() => b.seen.length > 0);
      expect(clock.monotonic() - before).toBeLessThanOrEqual(300);
    }
  });

  test('finds those who are there already within 300 ms of its start', async () => {
    for (let seed = 0; seed < 50; seed++) {
      const { clock, machine, watch } = createWires(seed);
      const a = await watch(machine());
      a.discovery.announce(announcement);
      await clock.advance(30_000);
      const before = clock.monotonic();
      const b = await watch(machine());
      await clock.runUntil(() => b.seen.length > 0);
      expect(clock.monotonic() - before).toBeLessThanOrEqual(300);
    }
  });

  test('reports all addresses of an instance at once and once, loopback last', async () => {
    const { clock, machine, watch } = createWires();
    const shared = machine();
    const [a, b, c] = [await watch(shared), await watch(shared), await watch(machine())];
    a.discovery.announce(announcement);
    await clock.advance(20_000);
    expect(b.seen.map(({ hosts }) => hosts)).toEqual([['192.0.2.1', 'fe80::1%eth0', '127.0.0.1']]);
    expect(c.seen.map(({ hosts }) => hosts)).toEqual([['192.0.2.1', 'fe80::1%eth0']]);
    expect(a.seen).toEqual([]);
  });

  test('is answered on all interfaces at once, so that latecomers are told once', async () => {
    const { clock, machine, watch } = createWires();
    const shared = machine();
    const a = await watch(shared);
    a.discovery.announce(announcement);
    await clock.advance(30_000);
    const late = await watch(shared);
    await clock.advance(20_000);
    expect(late.seen.map(({ hosts }) => hosts)).toEqual([['192.0.2.1', 'fe80::1%eth0', '127.0.0.1']]);
  });

  test('works on loopback alone', async () => {
    const { clock, wires, watch } = createWires();
    const lonely = wires.machine('m', { wire: 'lo', name: 'lo', addresses: ['127.0.0.1', '::1'] });
    const [a, b] = [await watch(lonely), await watch(lonely)];
    a.discovery.announce(announcement);
    await clock.advance(1_000);
    expect(b.seen.map(({ hosts }) => hosts)).toEqual([['127.0.0.1']]);
    expect(b.discovery.interfaces()).toEqual([{ name: 'lo', address: '127.0.0.1' }]);
  });

  test('leaves loopback out of the interfaces that it names where there are others', async () => {
    const { machine, watch } = createWires();
    const { discovery } = await watch(machine());
    expect(discovery.interfaces()).toEqual([
      { name: 'eth0', address: '192.0.2.1' },
      { name: 'eth0', address: 'fe80::1' },
    ]);
  });

  test('keeps those who are there in sight for a day, without a word to the engine', async () => {
    const { clock, machine, watch } = createWires();
    const [a, b] = [await watch(machine()), await watch(machine())];
    a.discovery.announce(announcement);
    await clock.advance(24 * 3_600_000);
    expect([b.seen.length, b.gone]).toEqual([1, []]);
  }, 60_000);

  test('asks in time to survive the loss of packets', async () => {
    const { clock, wires, machine, watch } = createWires();
    const [a, b] = [await watch(machine()), await watch(machine())];
    a.discovery.announce(announcement);
    await clock.advance(117_000);
    // The last announcement was at 8 s, the question of each minute comes at 123 s.
    wires.isDown = true;
    await clock.advance(14_000);
    wires.isDown = false;
    await clock.advance(1_000);
    expect(b.gone).toEqual([]);
  });

  test('forgets who was killed after the time to live', async () => {
    const { clock, machine, watch } = createWires();
    const victim = machine();
    const [a, b] = [await watch(victim), await watch(machine())];
    a.discovery.announce(announcement);
    await clock.advance(30_000);
    victim.kill();
    await clock.advance(60_000);
    expect(b.gone).toEqual([]);
    await clock.advance(62_000);
    expect(b.gone).toEqual([b.seen[0]?.instance]);
  });

  test('says goodbye twice, and ends within 500 ms', async () => {
    const { clock, wires, machine, watch } = createWires();
    const [a, b] = [await watch(machine()), await watch(machine())];
    a.discovery.announce(announcement);
    await clock.advance(10_000);
    const before = clock.monotonic();
    wires.sent.length = 0;
    await clock.runUntil(a.discovery.stop());
    expect(clock.monotonic() - before).toBeLessThanOrEqual(500);
    const goodbyes = wires.sent.filter(({ from, wire, bytes }) => {
      const packet = decodePacket(bytes);
      const isGoodbye = packet?.kind === 'response' && packet.records.every(({ ttl }) => ttl === 0);
      return from === 'm1' && wire === 'lan' && isGoodbye;
    });
    // Two families, twice.
    expect(goodbyes).toHaveLength(4);
    await clock.advance(3_000);
    expect(b.gone).toHaveLength(1);
  });

  test('leaves nothing behind when it has stopped', async () => {
    const { clock, wires, machine, watch } = createWires();
    const { discovery } = await watch(machine());
    discovery.announce(announcement);
    await clock.advance(10_000);
    await clock.runUntil(discovery.stop());
    await clock.runUntil(discovery.stop());
    expect(wires.sockets.size).toBe(0);
    expect(clock.step()).toBe(false);
  });

  test('can be stopped while it starts, and started again', async () => {
    const { clock, wires, machine, discoveryOn, watch } = createWires();
    const listener = { onSeen: () => {}, onGone: () => {}, onInterfacesChanged: () => {} };
    const discovery = discoveryOn(machine());
    for (const wait of [0, 0.5, 1]) {
      const started = discovery.start(listener);
      await clock.advance(wait);
      await clock.runUntil(discovery.stop());
      await clock.runUntil(started);
      await clock.advance(1_000);
      expect(wires.sockets.size).toBe(0);
    }
    const b = await watch(machine());
    await clock.runUntil(discovery.start(listener));
    discovery.announce(announcement);
    await clock.runUntil(() => b.seen.length > 0);
    expect(b.seen[0]?.port).toBe(4_711);
  });

  test('does not start where no socket can be opened', async () => {
    const { clock, wires, machine, discoveryOn } = createWires();
    const refused = machine();
    refused.refuses = true;
    const listener = { onSeen: () => {}, onGone: () => {}, onInterfacesChanged: () => {} };
    await expect(clock.runUntil(discoveryOn(refused).start(listener))).rejects.toThrow(
      'no multicast DNS socket',
    );
    expect(wires.sockets.size).toBe(0);
  });

  test('names itself anew for each epoch, and never twice the same', async () => {
    const { clock, machine, watch } = createWires();
    const [a, b] = [await watch(machine()), await watch(machine())];
    for (let epoch = 1; epoch <= 5; epoch++) {
      a.discovery.announce({ ...announcement, epoch });
      await clock.advance(10_000);
    }
    const instances = b.seen.map(({ instance }) => instance);
    expect(new Set(instances).size).toBe(5);
    expect(b.gone).toEqual(instances.slice(0, 4));
    for (const instance of instances) expect(instance).toMatch(/^l[0-9a-f]{16}$/);
  });

  test('follows an address change, tells the engine, and is seen at the new address', async () => {
    const { clock, machine, watch } = createWires();
    const mover = machine();
    const [a, b] = [await watch(mover), await watch(machine())];
    a.discovery.announce(announcement);
    await clock.advance(20_000);
    mover.plugs = [{ wire: 'lan', name: 'eth0', addresses: ['192.0.2.77', 'fe80::1'] }];
    await clock.advance(2_000);
    expect(a.changes()).toBe(1);
    expect(b.seen.at(-1)?.hosts[0]).toBe('192.0.2.77');
    await clock.advance(3_000);
    expect(b.seen.at(-1)?.hosts).toEqual(['192.0.2.77', 'fe80::1%eth0']);
    expect(b.gone).toEqual([]);
  });

  test('starts without a network and finds the others once there is one', async () => {
    const { clock, machine, watch } = createWires();
    const offline = machine();
    const [loopback, ...cards] = offline.plugs;
    offline.plugs = loopback ? [loopback] : [];
    const [a, b] = [await watch(offline), await watch(machine())];
    a.discovery.announce(announcement);
    b.discovery.announce({ ...announcement, port: 4_712 });
    await clock.advance(60_000);
    expect([a.seen, b.seen]).toEqual([[], []]);
    offline.plugs = [...offline.plugs, ...cards];
    await clock.advance(2_000);
    expect([a.seen.length, b.seen.length]).toEqual([1, 1]);
  });

  test('moves to another network with its card, and loses the old one', async () => {
    const { clock, machine, watch } = createWires();
    const roamer = machine();
    const [a, b, c] = [await watch(roamer), await watch(machine()), await watch(machine())];
    b.discovery.announce(announcement);
    await clock.advance(30_000);
    roamer.plugs = [{ wire: 'cafe', name: 'eth0', addresses: ['198.51.100.5'] }];
    await clock.advance(20_000);
    expect([a.gone.length, c.gone.length]).toEqual([1, 0]);
  });

  test('does not follow every flap of a card', async () => {
    const { clock, machine, watch } = createWires();
    const flapping = machine();
    const a = await watch(flapping);
    const [loopback, card] = flapping.plugs;
    if (!loopback || !card) throw new Error('the machine has two');
    await clock.advance(10_000);
    for (let i = 0; i < 30; i++) {
      flapping.plugs = i % 2 === 0 ? [loopback] : [loopback, card];
      await clock.advance(1_000);
    }
    expect(a.changes()).toBeLessThanOrEqual(7);
    await clock.advance(5_000);
    expect(a.discovery.interfaces()[0]?.name).toBe('eth0');
  });

  test('joins again what the kernel has dropped', async () => {
    const { clock, machine, watch } = createWires();
    const dropped = machine();
    const [a, b] = [await watch(dropped), await watch(machine())];
    dropped.dropMemberships();
    b.discovery.announce(announcement);
    await clock.advance(3_000);
    expect(a.seen).toHaveLength(1);
  });

  test('after a sleep tells the engine, and believes what it knew for 15 s more', async () => {
    const { clock, machine, watch } = createWires();
    const left = machine();
    const [a, b, c] = [await watch(machine()), await watch(left), await watch(machine())];
    b.discovery.announce(announcement);
    c.discovery.announce({ ...announcement, port: 4_712 });
    await clock.advance(60_000);
    left.kill();
    clock.sleep(30_000);
    await clock.advance(1_100);
    expect(a.changes()).toBe(1);
    expect(a.gone).toEqual([]);
    await clock.advance(18_000);
    expect(a.gone).toEqual([a.seen.find(({ port }) => port === 4_711)?.instance]);
  });

  test('notices a sleep that the monotonic clock did not count', async () => {
    const { clock, machine, watch } = createWires();
    const a = await watch(machine());
    await clock.advance(10_000);
    clock.jumpWall(3_600_000);
    await clock.advance(1_100);
    expect(a.changes()).toBe(1);
  });

  test('opens later what could not be opened at first', async () => {
    const { clock, wires, machine, watch } = createWires();
    const late = machine();
    const a = await watch(late);
    late.refuses = true;
    late.dropMemberships();
    await clock.advance(3_000);
    expect([...wires.sockets].filter((socket) => socket.machine === late)).toEqual([]);
    late.refuses = false;
    await clock.advance(10_000);
    const b = await watch(machine());
    b.discovery.announce(announcement);
    await clock.advance(1_000);
    expect(a.seen).toHaveLength(1);
  });

  test('answers at most once a second, however often it is asked', async () => {
    const { clock, wires, machine, watch } = createWires();
    const a = await watch(machine());
    a.discovery.announce(announcement);
    await clock.advance(30_000);
    const stranger = machine();
    const [, card] = stranger.interfaces();
    if (!card) throw new Error('the machine has two');
    const socket = await clock.runUntil(stranger.open(card, 4, { onPacket: () => {} }));
    wires.sent.length = 0;
    for (let i = 0; i < 1_000; i++) {
      socket.send(QUESTION);
      await clock.advance(10);
    }
    const answers = wires.sent.filter(({ from, bytes }) => {
      return from === 'm1' && decodePacket(bytes)?.kind === 'response';
    });
    // Ten seconds, two families.
    expect(answers.length).toBeGreaterThan(10);
    expect(answers.length).toBeLessThanOrEqual(22);
  });

  test('keeps to that on each interface, whatever is asked on the others', async () => {
    const { clock, wires, machine, watch } = createWires();
    const a = await watch(machine());
    a.discovery.announce(announcement);
    await clock.advance(30_000);
    const plugs = [
      { wire: 'lan', name: 'eth0', addresses: ['192.0.2.99'] },
      { wire: 'lo of m1', name: 'lo', addresses: ['127.0.0.1'] },
    ];
    const stranger = wires.machine('stranger', ...plugs);
    const sockets = await clock.runUntil(
      Promise.all(stranger.interfaces().map((card) => stranger.open(card, 4, { onPacket: () => {} }))),
    );
    const [lan, loopback] = sockets;
    wires.sent.length = 0;
    for (let i = 0; i < 10; i++) {
      lan?.send(QUESTION);
      await clock.advance(500);
      loopback?.send(QUESTION);
      lan?.send(QUESTION);
      await clock.advance(800);
    }
    const answers = wires.sent.filter(({ from, wire, bytes }) => {
      return from === 'm1' && wire === 'lan' && decodePacket(bytes)?.kind === 'response';
    });
    // Each is sent in two families.
    const times = answers.filter((_, i) => i % 2 === 0).map(({ at }) => at);
    const gaps = times.slice(1).map((at, i) => at - (times[i] ?? 0));
    expect(gaps.length).toBeGreaterThan(5);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
  });

  test('asks at most once a second, however often it is told to', async () => {
    const { clock, wires, machine, watch } = createWires();
    const a = await watch(machine());
    await clock.advance(30_000);
    wires.sent.length = 0;
    for (let i = 0; i < 1_000; i++) {
      a.discovery.refresh();
      await clock.advance(10);
    }
    const asked = wires.sent.filter(({ wire }) => wire === 'lan').length;
    // Ten seconds, two families.
    expect(asked).toBeGreaterThan(10);
    expect(asked).toBeLessThanOrEqual(22);
  });

  test('does not believe a source from another subnet, nor an address that leads home', async () => {
    const { clock, wires, machine, watch } = createWires();
    const a = await watch(machine());
    const names = { instance: 'l1', host: 'l2' };
    const foreign = wires.machine('foreign', { wire: 'lan', name: 'eth0', addresses: ['203.0.113.9'] });
    const local = wires.machine('local', { wire: 'lan', name: 'eth0', addresses: ['192.0.2.99'] });
    for (const [stranger, address] of [
      [foreign, '203.0.113.9'],
      [local, '127.0.0.1'],
    ] as const) {
      const [card] = stranger.interfaces();
      if (!card) throw new Error('the machine has one');
      const socket = await clock.runUntil(stranger.open(card, 4, { onPacket: () => {} }));
      for (const packet of encodeResponse(recordsOf(names, announcement, [address]))) socket.send(packet);
    }
    await clock.advance(5_000);
    expect(a.seen).toEqual([]);
  });

  test('probes three times, then announces at 0, 1, 3 and 7 s', async () => {
    const { clock, wires, machine, watch } = createWires();
    const a = await watch(machine());
    await clock.advance(60_000);
    wires.sent.length = 0;
    a.discovery.announce(announcement);
    await clock.advance(20_000);
    const mine = wires.sent.flatMap(({ at, wire, bytes }) => {
      const packet = decodePacket(bytes);
      if (wire !== 'lan' || !packet || (packet.kind === 'query' && packet.proposed.length === 0)) return [];
      return [{ at, kind: packet.kind === 'query' ? 'probe' : 'announcement' }];
    });
    const start = mine[0]?.at ?? 0;
    const perFamily = mine.filter((_, i) => i % 2 === 0).map(({ at, kind }) => [kind, at - start]);
    expect(perFamily).toEqual([
      ['probe', 0],
      ['probe', 250],
      ['probe', 500],
      ['announcement', 750],
      ['announcement', 1_750],
      ['announcement', 3_750],
      ['announcement', 7_750],
    ]);
  });
});
