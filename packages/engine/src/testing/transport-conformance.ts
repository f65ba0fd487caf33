// What every Transport does, as tests that run unchanged against the memory adapter and the real one. Knows nothing of
// either; a world says where its hosts are and how time passes in it.

import { afterEach, describe, expect, test } from 'vitest';
import type { Address, Connection, Transport } from '../ports/network.ts';

export interface TransportWorld {
  /** Two transports; `near` reaches what `far` listens on at `farHost`. */
  readonly near: Transport;
  readonly far: Transport;
  readonly farHost: string;
  /** Lets time pass until the condition holds. @throws after a while. */
  until(condition: () => boolean): Promise<void>;
  /** Lets enough time pass for anything that is under way on a healthy network. */
  pause(): Promise<void>;
}

/** Records what a connection tells, in order. */
class Recorder {
  readonly connection: Connection;
  readonly calls: string[] = [];
  readonly chunks: Uint8Array[] = [];
  length = 0;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  start(): this {
    this.connection.start({
      onOpen: () => this.calls.push('open'),
      onData: (bytes) => {
        if (this.calls.at(-1) !== 'data') this.calls.push('data');
        this.chunks.push(bytes);
        this.length += bytes.length;
      },
      onDrain: () => this.calls.push('drain'),
      onClose: (reason) => this.calls.push(`close ${reason}`),
    });
    return this;
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.chunks.flatMap((chunk) => [...chunk]));
  }

  get isClosed(): boolean {
    return this.calls.some((call) => call.startsWith('close '));
  }

  get closes(): number {
    return this.calls.filter((call) => call.startsWith('close ')).length;
  }
}

function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31) ^ (i >> 8));
}

export function describeTransport(name: string, open: () => Promise<TransportWorld>): void {
  describe(`Transport: ${name}`, () => {
    const cleanUp: (() => unknown)[] = [];
    afterEach(async () => {
      for (const step of cleanUp.splice(0).toReversed()) await step();
    });

    /** The far side listens; each call of `dial` gives both ends of one connection. */
    async function openWorld() {
      const world = await open();
      const arrived: Connection[] = [];
      const listening = await world.far.listen([0], (connection) => arrived.push(connection));
      if (!listening.ok) throw new Error('no free port');
      const { listener } = listening;
      cleanUp.push(() => listener.close());
      const address: Address = { host: world.farHost, port: listener.port };

      async function dial() {
        const before = arrived.length;
        const near = new Recorder(world.near.dial(address, 5_000)).start();
        cleanUp.push(() => near.connection.destroy());
        await world.until(() => arrived.length > before && near.calls.includes('open'));
        const connection = arrived.at(-1);
        if (!connection) throw new Error('nobody arrived');
        cleanUp.push(() => connection.destroy());
        return { near, far: new Recorder(connection) };
      }
      return { world, address, listener, arrived, dial };
    }

    test('listens on the first free port of those given, and says when all are taken', async () => {
      const { world, listener } = await openWorld();
      const second = await world.far.listen([listener.port, 0], () => {});
      expect(second.ok).toBe(true);
      if (!second.ok) return;
      cleanUp.push(() => second.listener.close());
      expect(second.listener.port).not.toBe(listener.port);
      const ports = [listener.port, second.listener.port];
      const third = await world.far.listen(ports, () => {});
      expect(third).toEqual({ ok: false, fault: { code: 'port-taken', port: listener.port } });
    });

    test('frees the port when the listener closes', async () => {
      const { world, listener } = await openWorld();
      await listener.close();
      const again = await world.far.listen([listener.port], () => {});
      expect(again.ok).toBe(true);
      if (again.ok) await again.listener.close();
    });

    test('carries bytes both ways, whole and in order', async () => {
      const { world, dial } = await openWorld();
      const { near, far } = await dial();
      far.start();
      const sent = pattern(200_000);
      for (let at = 0; at < sent.length; at += 7_001) near.connection.write(sent.subarray(at, at + 7_001));
      far.connection.write(pattern(1_000));
      await world.until(() => far.length === sent.length && near.length === 1_000);
      expect(Buffer.compare(far.bytes, sent)).toBe(0);
      expect(Buffer.compare(near.bytes, pattern(1_000))).toBe(0);
      expect(near.calls[0]).toBe('open');
      expect(far.calls).not.toContain('open');
    });

    test('sends what was written before the connection opened', async () => {
      const { world, address, arrived } = await openWorld();
      const near = world.near.dial(address, 5_000);
      cleanUp.push(() => near.destroy());
      near.write(pattern(500));
      near.start({ onData: () => {}, onClose: () => {} });
      await world.until(() => arrived.length === 1);
      const [connection] = arrived;
      if (!connection) return;
      const far = new Recorder(connection).start();
      cleanUp.push(() => connection.destroy());
      await world.until(() => far.length === 500);
      expect(Buffer.compare(far.bytes, pattern(500))).toBe(0);
    });

    test('tells the accepted side where the connection comes from', async () => {
      const { dial } = await openWorld();
      const { near, far } = await dial();
      expect(near.connection.remote.port).toBeGreaterThan(0);
      expect(far.connection.remote.host).toMatch(/^[0-9a-f.:]+(%.+)?$/);
      expect(far.connection.remote.host).not.toContain('::ffff:');
    });

    test('delivers nothing before start, and everything after it', async () => {
      const { world, dial } = await openWorld();
      const { near, far } = await dial();
      near.connection.write(pattern(100));
      await world.pause();
      expect(far.calls).toEqual([]);
      far.start();
      await world.until(() => far.length === 100);
      expect(Buffer.compare(far.bytes, pattern(100))).toBe(0);
    });

    test('holds a writer back while the other end does not read, and calls it when there is room', async () => {
      const { world, dial } = await openWorld();
      const { near, far } = await dial();
      const chunk = pattern(65_536);
      let written = 0;
      for (let full = 0; full < 2 && written < 1_000; written++) {
        full = near.connection.write(chunk) ? 0 : full + 1;
        if (full === 1) await world.pause();
      }
      expect(near.calls).not.toContain('drain');
      far.start();
      await world.until(() => near.calls.includes('drain') && far.length === written * chunk.length);
      expect(written).toBeLessThan(1_000);
    });

    test('ends after what was written has arrived, and closes once on both sides', async () => {
      const { world, dial } = await openWorld();
      const { near, far } = await dial();
      far.start();
      near.connection.write(pattern(50_000));
      near.connection.end();
      await world.until(() => near.isClosed && far.isClosed);
      await world.pause();
      expect(far.length).toBe(50_000);
      expect(near.calls).toEqual(['open', 'close ended']);
      expect(far.calls).toEqual(['data', 'close ended']);
    });

    test('does not wait for ever for a peer that does not follow the end', async () => {
      const { world, dial } = await openWorld();
      const { near } = await dial();
      near.connection.end();
      await world.until(() => near.isClosed);
      expect(near.calls).toEqual(['open', 'close destroyed']);
    });

    test('destroy closes once on both sides, and nothing is called after it', async () => {
      const { world, dial } = await openWorld();
      const { near, far } = await dial();
      far.start();
      far.connection.write(pattern(10_000));
      near.connection.destroy();
      const length = near.length;
      near.connection.destroy();
      near.connection.end();
      await world.until(() => near.isClosed && far.isClosed);
      await world.pause();
      expect(near.length).toBe(length);
      expect(near.calls.at(-1)).toBe('close destroyed');
      expect(near.closes).toBe(1);
      expect(far.closes).toBe(1);
    });

    test('tells a connection that was lost before start about it once it starts', async () => {
      const { world, dial } = await openWorld();
      const { near, far } = await dial();
      near.connection.destroy();
      await world.until(() => near.isClosed);
      await world.pause();
      far.start();
      await world.until(() => far.isClosed);
      expect(far.closes).toBe(1);
    });

    test('survives writes after the close', async () => {
      const { world, dial } = await openWorld();
      const { near, far } = await dial();
      far.start();
      far.connection.destroy();
      await world.until(() => near.isClosed);
      expect(near.connection.write(pattern(10))).toBe(false);
      near.connection.end();
      near.connection.destroy();
      await world.pause();
      expect(near.closes).toBe(1);
    });

    test('closes a dial that nobody listens for, with a reason', async () => {
      const { world, address, listener } = await openWorld();
      await listener.close();
      const near = new Recorder(world.near.dial(address, 5_000)).start();
      await world.until(() => near.isClosed);
      expect(near.calls).toEqual(['close ECONNREFUSED']);
    });

    test('closes a dial that is destroyed before it opens', async () => {
      const { world, address } = await openWorld();
      const near = new Recorder(world.near.dial(address, 5_000)).start();
      near.connection.destroy();
      await world.until(() => near.isClosed);
      await world.pause();
      expect(near.calls).toEqual(['close destroyed']);
    });

    test('keeps connections apart', async () => {
      const { world, dial } = await openWorld();
      const first = await dial();
      const second = await dial();
      first.far.start();
      second.far.start();
      first.near.connection.write(pattern(10));
      second.near.connection.write(pattern(20));
      await world.until(() => first.far.length === 10 && second.far.length === 20);
      first.near.connection.destroy();
      await world.until(() => first.far.isClosed);
      second.near.connection.write(pattern(20));
      await world.until(() => second.far.length === 40);
      expect(second.near.isClosed).toBe(false);
    });
  });
}
