// The engine's Transport over TCP: listens on every interface in both address families, and dials. Knows nothing of what
// the bytes mean or of who is on the other end.

import { connect, createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import type { Transport } from '@loom/engine';
import { plainAddress, TcpConnection } from './connection.ts';

const SOCKET_OPTIONS = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 } as const;

/** Port taken by somebody else, or kept back by the system (Windows reserves ranges and says EACCES). */
const TAKEN = new Set(['EADDRINUSE', 'EACCES']);
const NO_IPV6 = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL']);

export function tcpTransport(): Transport {
  return {
    async listen(ports, onConnection) {
      for (const wanted of ports) {
        const server = createServer({ ...SOCKET_OPTIONS, pauseOnConnect: true }, (socket) => {
          const { remoteAddress, remotePort } = socket;
          const connection = new TcpConnection('accepted', socket, {
            host: plainAddress(remoteAddress ?? ''),
            port: remotePort ?? 0,
          });
          // Without an address the other end is gone already.
          if (remoteAddress === undefined) connection.destroy();
          else onConnection(connection);
        });
        const port = await bindEverywhere(server, wanted);
        if (port !== undefined) return { ok: true, listener: { port, close: () => close(server) } };
      }
      return { ok: false, fault: { code: 'port-taken', port: ports[0] ?? 0 } };
    },

    dial(address, timeoutMs) {
      const connection = new TcpConnection('dialled', open(address.host, address.port), address);
      connection.giveUpAfter(timeoutMs);
      return connection;
    },
  };
}

/** An address that can't be dialled at all closes the connection like any other failure. */
function open(host: string, port: number): Socket | Error {
  try {
    return connect({ ...SOCKET_OPTIONS, host, port });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** @returns the port, or undefined where it is taken in either address family. */
async function bindEverywhere(server: Server, port: number): Promise<number | undefined> {
  const dualStack = { host: '::', port, ipv6Only: false, exclusive: true };
  let error = await listen(server, dualStack);
  if (error && NO_IPV6.has(error)) error = await listen(server, { host: '0.0.0.0', port, exclusive: true });
  if (error && TAKEN.has(error)) return undefined;
  const address = server.address();
  if (error !== undefined || address === null || typeof address === 'string') {
    throw new Error(`Loom cannot listen on port ${port}: the system says ${error ?? 'nothing'}.`);
  }
  // A listening socket has nothing to say once it stands; an error of accept(2) must not end the process.
  server.on('error', () => {});
  return address.port;
}

/** @returns the error's code, or undefined once the server listens. */
function listen(server: Server, options: ListenOptions): Promise<string | undefined> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', listening);
      resolve(error.code ?? error.message);
    };
    const listening = () => {
      server.off('error', failed);
      resolve(undefined);
    };
    server.once('error', failed).once('listening', listening).listen(options);
  });
}

/** Frees the port; connections that were accepted live on, so the server's own `close` event may be far away. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close();
    setImmediate(resolve);
  });
}
