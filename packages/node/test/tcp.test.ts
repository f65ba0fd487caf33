import { connect, createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import type { Connection, Transport } from '@loom/engine';
import { describeTransport } from '@loom/engine/testing';
import { tcpTransport } from '../src/tcp/transport.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((card) =>
  card?.some(({ address }) => address === '::1'),
);

if (!hasIpv6) console.warn('TCP over IPv6 is not tested: this machine has no ::1');

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('the condition did not come true');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 50));

function world(farHost: string) {
  return () => Promise.resolve({ near: tcpTransport(), far: tcpTransport(), farHost, until, pause });
}

describeTransport('TCP over IPv4', world('127.0.0.1'));
if (!hasIpv6) console.warn('TCP over IPv6 is not tested: this machine has no ::1');
describe.skipIf(!hasIpv6)('where the machine has IPv6', () => {
  describeTransport('TCP over IPv6', world('::1'));
});

describe('TCP', () => {
  const cleanUp: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).toReversed()) await step();
  });

  async function listen(transport: Transport, ports: readonly number[] = [0]) {
    const arrived: Connection[] = [];
    const result = await transport.listen(ports, (connection) => {
      arrived.push(connection);
      cleanUp.push(() => connection.destroy());
    });
    if (!result.ok) throw new Error('no free port');
    cleanUp.push(() => result.listener.close());
    return { arrived, port: result.listener.port };
  }

  /** A listener of another program, on one address alone. */
  async function occupy(host: string): Promise<number> {
    const server: Server = createServer();
    await new Promise<void>((resolve) => server.listen({ host, port: 0, ipv6Only: true }, resolve));
    cleanUp.push(() => server.close());
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  }

  test('one listener serves both address families, and IPv4 callers have IPv4 addresses', async () => {
    const transport = tcpTransport();
    const { arrived, port } = await listen(transport);
    for (const host of hasIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1']) {
      const before = arrived.length;
      const connection = transport.dial({ host, port }, 5_000);
      cleanUp.push(() => connection.destroy());
      await until(() => arrived.length > before);
      expect(arrived.at(-1)?.remote.host).toBe(host);
    }
  });

  test.each(hasIpv6 ? ['127.0.0.1', '0.0.0.0', '::1', '::'] : ['127.0.0.1', '0.0.0.0'])(
    'a port that somebody holds on %s alone counts as taken',
    async (host) => {
      const taken = await occupy(host);
      const { port } = await listen(tcpTransport(), [taken, 0]);
      expect(port).not.toBe(taken);
    },
  );

  test('a caller that resets before start does no harm, and start tells of it', async () => {
    const { arrived, port } = await listen(tcpTransport());
    const caller = connect({ host: '127.0.0.1', port });
    caller.on('error', () => {});
    await until(() => arrived.length === 1);
    caller.write('hello');
    caller.resetAndDestroy();
    await pause();
    const closed: string[] = [];
    arrived[0]?.start({ onData: () => {}, onClose: (reason) => closed.push(reason) });
    await until(() => closed.length > 0);
    expect(closed).toEqual(['ECONNRESET']);
  });

  test('a dial to a port that cannot be closes with a reason', async () => {
    const closed: string[] = [];
    const connection = tcpTransport().dial({ host: '127.0.0.1', port: 70_000 }, 1_000);
    connection.start({ onData: () => {}, onClose: (reason) => closed.push(reason) });
    await until(() => closed.length > 0);
    expect(closed).toEqual(['ERR_SOCKET_BAD_PORT']);
  });

  test('connections live on when their listener closes', async () => {
    const transport = tcpTransport();
    const arrived: Connection[] = [];
    const listening = await transport.listen([0], (connection) => arrived.push(connection));
    if (!listening.ok) throw new Error('no free port');
    const near = transport.dial({ host: '127.0.0.1', port: listening.listener.port }, 5_000);
    cleanUp.push(() => near.destroy());
    near.start({ onData: () => {}, onClose: () => {} });
    await until(() => arrived.length === 1);
    await listening.listener.close();
    let length = 0;
    arrived[0]?.start({ onData: (bytes) => (length += bytes.length), onClose: () => {} });
    near.write(new Uint8Array(10));
    await until(() => length === 10);
    expect(length).toBe(10);
  });

  test('what is received is plain bytes that stay as they are', async () => {
    const transport = tcpTransport();
    const { arrived, port } = await listen(transport);
    const near = transport.dial({ host: '127.0.0.1', port }, 5_000);
    cleanUp.push(() => near.destroy());
    await until(() => arrived.length === 1);
    const chunks: Uint8Array[] = [];
    arrived[0]?.start({ onData: (bytes) => chunks.push(bytes), onClose: () => {} });
    near.write(Uint8Array.of(1, 2, 3));
    await until(() => chunks.length === 1);
    near.write(Uint8Array.of(4, 5, 6));
    await until(() => chunks.length === 2);
    expect(chunks).toEqual([Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)]);
  });
});
