// Discovery over mDNS on this machine's own sockets: real multicast, real processes.

import { createSocket } from 'node:dgram';
import { afterEach, describe, expect, test } from 'vitest';
import type { Sighting } from '@loom/engine';
import { describeDiscovery } from '@loom/engine/testing';
import { mdnsDiscovery, PAIRING_SERVICE, systemClock, systemRandom } from '../src/index.ts';
import { LOOM_SERVICE } from '../src/mdns/packets.ts';
import { PeerProcess } from './fixtures/peer-process.ts';

function create(interfaces?: readonly string[], service: 'contacts' | 'pairing' = 'contacts') {
  const name = service === 'pairing' ? PAIRING_SERVICE : LOOM_SERVICE;
  return mdnsDiscovery({
    service: name,
    clock: systemClock,
    random: systemRandom,
    log: () => {},
    interfaces,
  });
}

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('the condition did not come true');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 1_500));

describeDiscovery('mDNS on all interfaces', () =>
  Promise.resolve({
    discovery: (service) => create(undefined, service),
    until,
    pause,
    finish: (promise) => promise,
  }),
);

test('mDNS on loopback alone finds the others on this machine', async () => {
  const [a, b] = [create([]), create([])];
  const seen: Sighting[] = [];
  const ignore = { onSeen: () => {}, onGone: () => {}, onInterfacesChanged: () => {} };
  await Promise.all([a.start(ignore), b.start({ ...ignore, onSeen: (sighting) => seen.push(sighting) })]);
  a.announce({ epoch: 1, port: 40_100, txt: [] });
  await until(() => seen.some(({ port }) => port === 40_100));
  expect(seen.find(({ port }) => port === 40_100)?.hosts).toEqual(['127.0.0.1']);
  expect(a.interfaces().map(({ address }) => address)).toEqual(['127.0.0.1']);
  await Promise.all([a.stop(), b.stop()]);
});

describe('mDNS between processes', () => {
  const peers: PeerProcess[] = [];
  afterEach(async () => {
    for (const peer of peers.splice(0)) await peer.kill();
  });

  function start(name: string): PeerProcess {
    const peer = new PeerProcess(`${name} ${crypto.randomUUID()}`);
    peers.push(peer);
    return peer;
  }

  test('two processes find each other and connect, and a goodbye is heard', async () => {
    const [a, b] = [start('a'), start('b')];
    const [aSeen, bSeen] = await Promise.all([b.sighting(a), a.sighting(b)]);
    expect(bSeen.hosts).toContain('127.0.0.1');
    await a.find(({ event, text }) => event === 'received' && text === b.marker);
    await b.find(({ event, text }) => event === 'received' && text === a.marker);
    expect(await a.finish()).toBe(0);
    await b.find(({ event, instance }) => event === 'gone' && instance === aSeen.instance);
    expect(await b.finish()).toBe(0);
  });

  test('nobody sees themselves', async () => {
    const [a, b] = [start('a'), start('b')];
    await Promise.all([b.sighting(a), a.sighting(b)]);
    await pause();
    for (const peer of [a, b]) {
      expect(peer.events.filter(({ event, txt }) => event === 'seen' && txt?.[0] === peer.marker)).toEqual(
        [],
      );
    }
  });

  test('works beside another program on the mDNS port', async () => {
    const other = createSocket({ type: 'udp4', reuseAddr: true });
    await new Promise<void>((resolve) => other.bind({ port: 5353, exclusive: false }, resolve));
    try {
      const [a, b] = [start('a'), start('b')];
      const seen = await Promise.all([b.sighting(a), a.sighting(b)]);
      expect(seen.map(({ event }) => event)).toEqual(['seen', 'seen']);
    } finally {
      other.close();
    }
  });
});
