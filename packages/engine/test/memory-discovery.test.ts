import { describe, expect, test } from 'vitest';
import type { Discovery } from '../src/ports/network.ts';
import { describeDiscovery, MemoryAir, SeededRandom, VirtualClock } from '../src/testing/index.ts';

function create() {
  const clock = new VirtualClock();
  const air = new MemoryAir({ clock, random: new SeededRandom(1) });
  return { clock, air };
}

describeDiscovery('memory', () => {
  const { clock, air } = create();
  let hosts = 0;
  return Promise.resolve({
    discovery: (service) => air.discovery(`10.0.0.${++hosts}`, service),
    until: (condition) => clock.runUntil(condition),
    finish: (promise) => clock.runUntil(promise),
    pause: () => clock.advance(3_000),
  });
});

async function watch(discovery: Discovery) {
  const log: string[] = [];
  await discovery.start({
    onSeen: ({ port, hosts }) => log.push(`seen ${port} ${hosts.join()}`),
    onGone: () => log.push('gone'),
    onInterfacesChanged: () => log.push('changed'),
  });
  return log;
}

describe('faults of the memory air', () => {
  test('whoever crashes is in sight until the time to live ends', async () => {
    const { clock, air } = create();
    const a = air.discovery('10.0.0.1');
    await watch(a);
    const log = await watch(air.discovery('10.0.0.2'));
    a.announce({ epoch: 1, port: 7, txt: [] });
    await clock.advance(130_000);
    air.crash('10.0.0.1');
    await clock.advance(100_000);
    expect(log).toEqual(['seen 7 10.0.0.1']);
    await clock.advance(130_000);
    expect(log).toEqual(['seen 7 10.0.0.1', 'gone']);
  });

  test('where multicast is blocked nothing is seen', async () => {
    const { clock, air } = create();
    const a = air.discovery('10.0.0.1');
    air.block('10.0.0.2');
    await watch(a);
    const b = air.discovery('10.0.0.2');
    const log = await watch(b);
    a.announce({ epoch: 1, port: 7, txt: [] });
    await clock.advance(1_000);
    expect(log).toEqual([]);
    air.unblock('10.0.0.2');
    b.refresh();
    await clock.advance(1_000);
    expect(log).toEqual(['seen 7 10.0.0.1']);
  });

  test('a host that moves is told, and seen at its new address', async () => {
    const { clock, air } = create();
    const a = air.discovery('10.0.0.1');
    const own = await watch(a);
    const log = await watch(air.discovery('10.0.0.2'));
    a.announce({ epoch: 1, port: 7, txt: [] });
    await clock.advance(1_000);
    air.readdress('10.0.0.1', '10.0.0.3');
    await clock.advance(1_000);
    expect(own).toEqual(['changed']);
    expect(log).toEqual(['seen 7 10.0.0.1', 'seen 7 10.0.0.3']);
  });
});
