// Two hosts on one cable: network namespaces joined by a veth pair, with real UDP and TCP. Needs root and iproute2.

import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { PeerProcess } from './fixtures/peer-process.ts';

const id = process.pid.toString(36);

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: 'pipe' });
}

/** Why namespaces cannot be made here, or undefined where they can. */
function whyNot(): string | undefined {
  const name = `loom-try-${id}`;
  try {
    ip('netns', 'add', name);
    ip('netns', 'delete', name);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.trim() : String(error);
  }
}

const reason = whyNot();
if (reason !== undefined) console.warn(`mDNS between namespaces is not tested: ${reason}`);

describe.skipIf(reason !== undefined)('mDNS between two hosts on one cable', () => {
  const peers: PeerProcess[] = [];
  const namespaces: string[] = [];
  afterEach(async () => {
    for (const peer of peers.splice(0)) await peer.kill();
    for (const name of namespaces.splice(0)) ip('netns', 'delete', name);
  });

  /** Two namespaces, each with a card `lan0` on the cable; the addresses are added by the test. */
  function connectHosts(): [string, string] {
    const [left, right] = [`loom-a-${id}`, `loom-b-${id}`] as const;
    for (const name of [left, right]) {
      ip('netns', 'add', name);
      namespaces.push(name);
      ip('-n', name, 'link', 'set', 'lo', 'up');
    }
    ip('link', 'add', 'name', 'lan0', 'netns', left, 'type', 'veth', 'peer', 'name', 'lan0', 'netns', right);
    for (const name of [left, right]) ip('-n', name, 'link', 'set', 'lan0', 'up');
    return [left, right];
  }

  function start(namespace: string, marker: string = namespace): PeerProcess {
    const peer = new PeerProcess(marker, ['ip', 'netns', 'exec', namespace]);
    peers.push(peer);
    return peer;
  }

  const received = (from: PeerProcess) => (event: { event: string; text?: string }) =>
    event.event === 'received' && event.text === from.marker;

  test('they find each other and dial', async () => {
    const [left, right] = connectHosts();
    ip('-n', left, 'address', 'add', '198.51.100.1/24', 'dev', 'lan0');
    ip('-n', right, 'address', 'add', '198.51.100.2/24', 'dev', 'lan0');
    const [a, b] = [start(left), start(right)];
    const [bSeen, aSeen] = await Promise.all([a.sighting(b), b.sighting(a)]);
    expect(bSeen.hosts).toContain('198.51.100.2');
    expect(aSeen.hosts).toContain('198.51.100.1');
    await Promise.all([a.find(received(b)), b.find(received(a))]);
    expect(await a.finish()).toBe(0);
    await b.find(({ event, instance }) => event === 'gone' && instance === aSeen.instance);
  });

  test('they find each other with link-local IPv6 addresses alone', async () => {
    const [a, b] = connectHosts().map((name) => start(name));
    if (!a || !b) throw new Error('there are two hosts');
    const seen = await a.sighting(b);
    expect(seen.hosts).toHaveLength(1);
    expect(seen.hosts?.[0]).toMatch(/^fe80::[0-9a-f:]+%lan0$/);
    const { from } = await b.find(received(a));
    expect(from).toMatch(/^fe80::[0-9a-f:]+%lan0$/);
  });

  test('a host whose address changes is seen at the new one', async () => {
    const [left, right] = connectHosts();
    ip('-n', left, 'address', 'add', '198.51.100.1/24', 'dev', 'lan0');
    ip('-n', right, 'address', 'add', '198.51.100.2/24', 'dev', 'lan0');
    const [a, b] = [start(left), start(right)];
    await a.sighting(b);
    ip('-n', right, 'address', 'delete', '198.51.100.2/24', 'dev', 'lan0');
    ip('-n', right, 'address', 'add', '198.51.100.77/24', 'dev', 'lan0');
    await b.find(({ event, interfaces }) => {
      return (
        event === 'interfaces' && interfaces?.some(({ address }) => address === '198.51.100.77') === true
      );
    });
    const seen = await a.find(
      ({ event, hosts }) => event === 'seen' && hosts?.includes('198.51.100.77') === true,
    );
    expect(seen.hosts?.[0]).toBe('198.51.100.77');
    await a.find(({ event, host }) => event === 'connected' && host === '198.51.100.77');
  });

  test('a card that goes down and up again is followed', async () => {
    const [left, right] = connectHosts();
    ip('-n', left, 'address', 'add', '198.51.100.1/24', 'dev', 'lan0');
    const a = start(left);
    await a.find(({ event }) => event === 'listening');
    ip('-n', left, 'link', 'set', 'lan0', 'down');
    await a.find(({ event, interfaces }) => event === 'interfaces' && interfaces?.[0]?.name === 'lo');
    ip('-n', left, 'link', 'set', 'lan0', 'up');
    await a.find(({ event, interfaces }) => event === 'interfaces' && interfaces?.[0]?.name === 'lan0');
    ip('-n', right, 'address', 'add', '198.51.100.2/24', 'dev', 'lan0');
    const b = start(right);
    const [bSeen, aSeen] = await Promise.all([a.sighting(b), b.sighting(a)]);
    expect(bSeen.hosts).toContain('198.51.100.2');
    expect(aSeen.hosts).toContain('198.51.100.1');
  });

  test('two profiles meet on a host that has nothing but loopback, and no IPv6', async () => {
    const [left] = connectHosts();
    ip('-n', left, 'link', 'set', 'lan0', 'down');
    const disable = 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6';
    ip('netns', 'exec', left, 'sh', '-c', disable);
    const [a, b] = [start(left, 'first'), start(left, 'second')];
    const [bSeen] = await Promise.all([a.sighting(b), b.sighting(a)]);
    expect(bSeen.hosts).toEqual(['127.0.0.1']);
    const { from } = await b.find(received(a));
    expect(from).toBe('127.0.0.1');
  });

  test('a dial that is never answered times out', async () => {
    const [left, right] = connectHosts();
    ip('-n', left, 'address', 'add', '198.51.100.1/24', 'dev', 'lan0');
    ip('-n', right, 'address', 'add', '198.51.100.2/24', 'dev', 'lan0');
    // What the right side sends arrives; what the left side would answer it is thrown away. Multicast is not touched.
    ip('-n', left, 'route', 'add', 'blackhole', '198.51.100.2/32');
    const [a, b] = [start(left), start(right)];
    await b.sighting(a);
    const closed = await b.find(({ event, host }) => event === 'closed' && host === '198.51.100.1');
    expect(closed.reason).toBe('timeout');
  });
});
