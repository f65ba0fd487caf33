// Hosts the window in a browser: a WebSocket to the Loom that served this page, made again whenever it breaks.
import { signal } from '@preact/signals';
import type { LoomEvent } from '@loom/contract';
import { CallError, type Connection, type Host } from '../host.ts';
import { words } from '../messages/words.ts';
import { createBrowserNotifier } from './browser-notifier.ts';
import { createRpcClient, type RpcClient } from './rpc.ts';
import { closeSession, openSession } from './session.ts';

const firstRetryMs = 250;
const longestRetryMs = 5_000;
/** The server's close code for a token that it does not know. */
const unauthorized = 4401;

export function createBrowserHost(): Host {
  const connection = signal<Connection>('connecting');
  const listeners = new Set<(event: LoomEvent) => void>();
  let client: RpcClient | undefined;
  let retryMs = firstRetryMs;

  function connect(token: string): void {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
    const rpc = createRpcClient(
      (frame) => socket.send(frame),
      (event) => {
        for (const listener of listeners) listener(event);
      },
    );

    socket.onopen = () => socket.send(JSON.stringify({ token }));
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      if (client === rpc) {
        rpc.receive(data);
        return;
      }
      // The first frame is the server's welcome.
      client = rpc;
      retryMs = firstRetryMs;
      connection.value = 'open';
    };
    socket.onclose = ({ code }) => {
      client = undefined;
      rpc.abandon(words.connection.callLost);
      if (code === unauthorized) {
        closeSession();
        connection.value = 'refused';
        return;
      }
      connection.value = 'lost';
      setTimeout(connect, retryMs, token);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    };
  }

  async function start(): Promise<void> {
    try {
      const token = await openSession();
      if (token === undefined) connection.value = 'refused';
      else connect(token);
    } catch {
      // The secret is spent or the server is gone: either way this page can't go on by itself.
      connection.value = 'refused';
    }
  }
  void start();

  return {
    call(command, args) {
      return client ? client.call(command, args) : Promise.reject(new CallError(words.connection.callLost));
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    connection,
    notice: signal(undefined),
    linkedToken: signal(undefined),
    can: { saveFiles: true, openLinks: true, ownKeys: false, scanQr: true },
    notifier: createBrowserNotifier(),
  };
}
