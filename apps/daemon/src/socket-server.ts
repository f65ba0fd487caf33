// Lets clients of this machine in through a local socket (a named pipe on Windows). Knows nothing of what they ask.
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';

export interface SocketServer {
  /** Takes nobody else in, gives those who are in time to read their last answers, and ends. */
  close(): Promise<void>;
}

const ownerOnly = 0o600;
/** How long a client may take to read what was written before its socket is destroyed. */
const farewellMs = 500;

/**
 * @param path of the socket. One that is there already was left by an engine that was killed: the caller holds the
 * profile's lock, so there is no other engine.
 */
export async function listenOnSocket(
  path: string,
  onClient: (socket: Socket) => void,
): Promise<SocketServer> {
  const isPipe = process.platform === 'win32';
  if (!isPipe) rmSync(path, { force: true });

  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    onClient(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  if (!isPipe) chmodSync(path, ownerOnly);

  return {
    close: () =>
      new Promise((resolve) => {
        const farewell = setTimeout(() => {
          for (const socket of sockets) socket.destroy();
        }, farewellMs);
        server.close(() => {
          clearTimeout(farewell);
          resolve();
        });
        for (const socket of sockets) socket.end();
      }),
  };
}
