// Runs a profile's engine in this process and, while it is on the network, lets other processes in through its socket.
import { localDoor, type Door } from './door.ts';
import { hostEngine, type EngineHost } from './engine-host.ts';
import type { EngineChoice, NetworkChoice } from './profile.ts';
import { serveClient } from './serve-client.ts';
import { listenOnSocket, type SocketServer } from './socket-server.ts';

export interface OpenEngine extends Door {
  /**
   * Serves one client on stdin and stdout, with all events on.
   * @returns once stdin has ended and what was asked is answered, or the client has gone.
   */
  serveStdio(): Promise<void>;
}

/**
 * @param network undefined: off the network, and closed to other processes.
 * @throws LoomError where the profile can't be opened
 */
export async function openEngine(
  choice: EngineChoice,
  network: NetworkChoice | undefined,
): Promise<OpenEngine> {
  const host = await hostEngine(choice, network);
  const { reportBug } = host;
  const server = network && (await listen(host));
  const closed = Promise.withResolvers<void>();

  async function close(): Promise<void> {
    await host.stop();
    await server?.close();
    host.release();
    closed.resolve();
  }

  return {
    ...localDoor(host, closed.promise, close),
    async serveStdio() {
      const { stdin: input, stdout: output } = process;
      await serveClient({ input, output, engine: host, eventsFromStart: true, reportBug });
    },
  };
}

/** Lets other processes in, or gives the profile up again. */
async function listen(host: EngineHost): Promise<SocketServer> {
  const { paths, reportBug } = host;
  try {
    return await listenOnSocket(paths.socket, (socket) => {
      const client = { input: socket, output: socket, engine: host, eventsFromStart: false, reportBug };
      void serveClient(client).finally(() => socket.end());
    });
  } catch (error) {
    const fault = reportBug(error);
    await host.stop();
    host.release();
    throw fault;
  }
}
