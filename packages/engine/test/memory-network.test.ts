import { describe, expect, test } from 'vitest';
import type { Connection } from '../src/ports/network.ts';
import { describeTransport, MemoryNetwork, SeededRandom, VirtualClock } from '../src/testing/index.ts';

function create() {
  const clock = new VirtualClock();
  const network = new MemoryNetwork({ clock, random: new SeededRandom(1), latencyMs: 5 });
  return { clock, network };
}

function world(network: MemoryNetwork, clock: VirtualClock) {
  return Promise.resolve({
    near: network.transport('10.0.0.1'),
    far: network.transport('10.0.0.2'),
    farHost: '10.0.0.2',
    until: (condition: () => boolean) => clock.runUntil(condition),
    pause: () => clock.advance(1_000),
  });
}

describeTransport('memory', () => {
  const { clock, network } = create();
  return world(network, clock);
});

describeTransport('memory, writes in fragments', () => {
  const { clock, network } = create();
  network.fragment(9_973);
  return world(network, clock);
});

/** A connection between 10.0.0.1 and 10.0.0.2, both ends started. */
async function connect() {
  const { clock, network } = create();
  const [a, b] = [network.transport('10.0.0.1'), network.transport('10.0.0.2')];
  const log = { near: [] as string[], far: [] as string[] };
  let far: Connection | undefined;
  await b.listen([7], (connection) => {
    far = connection;
    connection.start({
      onData: (bytes) => log.far.push(`data ${bytes.length}`),
      onClose: (reason) => log.far.push(`close ${reason}`),
    });
  });
  const near = a.dial({ host: '10.0.0.2', port: 7 }, 1_000);
  near.start({
    onOpen: () => log.near.push('open'),
    onData: (bytes) => log.near.push(`data ${bytes.length}`),
    onClose: (reason) => log.near.push(`close ${reason}`),
  });
  await clock.runUntil(() => log.near.includes('open') && far !== undefined);
  return { clock, network, a, b, near, log };
}

describe('faults of the memory network', () => {
  test('a dial to nobody times out', async () => {
    const { clock, network } = create();
    const closed: string[] = [];
    const connection = network.transport('10.0.0.1').dial({ host: '10.0.0.9', port: 7 }, 300);
    connection.start({ onData: () => {}, onClose: (reason) => closed.push(reason) });
    await clock.runUntil(() => closed.length > 0);
    expect(closed).toEqual(['timeout']);
    expect(clock.monotonic()).toBe(300);
  });

  test('a partition holds bytes back and healing delivers them', async () => {
    const { clock, network, near, log } = await connect();
    network.partition('10.0.0.1', '10.0.0.2');
    near.write(new Uint8Array(10));
    near.write(new Uint8Array(20));
    await clock.advance(60_000);
    expect(log.far).toEqual([]);
    network.heal();
    await clock.advance(10);
    expect(log.far).toEqual(['data 10', 'data 20']);
  });

  test('a dial across a partition times out', async () => {
    const { clock, network, a } = await connect();
    network.partition('10.0.0.1', '10.0.0.2');
    const closed: string[] = [];
    const connection = a.dial({ host: '10.0.0.2', port: 7 }, 300);
    connection.start({ onData: () => {}, onClose: (reason) => closed.push(reason) });
    await clock.runUntil(() => closed.length > 0);
    expect(closed).toEqual(['timeout']);
  });

  test('cutting resets both ends', async () => {
    const { clock, network, log } = await connect();
    network.cutConnections('10.0.0.1');
    await clock.advance(10);
    expect(log).toEqual({ near: ['open', 'close ECONNRESET'], far: ['close ECONNRESET'] });
    expect(network.openConnections).toBe(0);
  });

  test('a half-open connection loses everything and tells nobody', async () => {
    const { clock, network, near, log } = await connect();
    network.halfOpenConnections();
    near.write(new Uint8Array(10));
    await clock.advance(60_000);
    near.destroy();
    await clock.advance(60_000);
    expect(log).toEqual({ near: ['open', 'close destroyed'], far: [] });
    expect(network.openConnections).toBe(1);
  });

  test('a host that moves keeps its listeners and loses its connections', async () => {
    const { clock, network, a, near, log } = await connect();
    network.readdress('10.0.0.2', '10.0.0.3');
    near.write(new Uint8Array(10));
    const opened: string[] = [];
    for (const host of ['10.0.0.2', '10.0.0.3']) {
      const connection = a.dial({ host, port: 7 }, 300);
      connection.start({ onOpen: () => opened.push(host), onData: () => {}, onClose: () => {} });
    }
    await clock.advance(1_000);
    expect(opened).toEqual(['10.0.0.3']);
    expect(log.far).toEqual([]);
  });

  test('fragments are odd pieces of what was written', async () => {
    const { clock, network, near, log } = await connect();
    network.fragment(50);
    near.write(new Uint8Array(500));
    await clock.advance(10);
    const sizes = log.far.map((line) => Number(line.split(' ')[1]));
    expect(sizes.length).toBeGreaterThan(5);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(500);
  });

  test('two transports of one host share its ports', async () => {
    const { network } = create();
    const first = await network.transport('10.0.0.1').listen([7, 8], () => {});
    const second = await network.transport('10.0.0.1').listen([7, 8], () => {});
    expect([first.ok && first.listener.port, second.ok && second.listener.port]).toEqual([7, 8]);
  });
});
