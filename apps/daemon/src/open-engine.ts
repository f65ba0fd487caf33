// Runs a profile's engine in this process and, while it is on the network, lets other processes in through its socket.
import { localDoor, type Door } from './door.ts';
import { hostEngine } from './engine-host.ts';
import type { EngineChoice, NetworkChoice } from './profile.ts';
import { serveClient } from './serve-client.ts';
import { listenOnSocket } from './socket-server.ts';

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
  const server =
    network &&
    (await listenOnSocket(host.paths.socket, (socket) => {
      void serveClient({
        input: socket,
        output: socket,
        engine: host,
        eventsFromStart: false,
        reportBug,
      }).then(() => socket.end());
    }));

  let resolveClosed = (): void => undefined;
  const closed = new Promise<void>((resolve) => (resolveClosed = resolve));
  async function close(): Promise<void> {
    await host.stop();
    await server?.close();
    host.release();
    resolveClosed();
  }

  return {
    ...localDoor(host, closed, close),
    async serveStdio() {
      const { stdin: input, stdout: output } = process;
      await serveClient({ input, output, engine: host, eventsFromStart: true, reportBug });
    },
  };
}
