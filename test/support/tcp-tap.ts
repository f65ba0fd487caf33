// Stands between two ends of TCP connections and counts what each of them says. Changes nothing, knows nothing of what it
// carries.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Tap extends AsyncDisposable {
  readonly port: number;
  /** Bytes so far, from those who connected and from the one they wanted. */
  readonly heard: { fromCallers: number; fromCalled: number };
}

/** @param port on loopback, where all connections are led on to. */
export async function tapTo(port: number): Promise<Tap> {
  const heard = { fromCallers: 0, fromCalled: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((caller) => {
    const called = connect(port, '127.0.0.1');
    for (const [from, to, side] of [
      [caller, called, 'fromCallers'],
      [called, caller, 'fromCalled'],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => (heard[side] += bytes.length));
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a TCP server without a port');
  return {
    port: address.port,
    heard,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
