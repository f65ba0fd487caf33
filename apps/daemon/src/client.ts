// A door to an engine in another process, through its local socket. Knows nothing of profiles or of how to start one.
import { connect, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { LoomError, readEvent, readReply, requestText } from '@loom/contract';
import type { LoomEvent, RpcId, RpcReply } from '@loom/contract';
import { typedCall, type Door, type EventListener } from './door.ts';
import { createLineReader, type Line } from './lines.ts';

/** The most bytes of one answer: the longest page of the longest messages, every character escaped. */
const maxAnswerBytes = 1 << 29;

/** What connecting ends in where no engine listens: no file, a file left by one that was killed, no folder. */
const nobodyThere: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR']);

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * @returns undefined where no engine listens on that socket.
 * @throws LoomError `folder-read-only` where one may, but for another user
 */
export async function connectToEngine(socketPath: string): Promise<Door | undefined> {
  const socket = await connectToSocket(socketPath);
  return socket === undefined ? undefined : socketDoor(socket);
}

/** The bare line to an engine, for who speaks JSON-RPC himself. Ends and errors as `connectToEngine`. */
export function connectToSocket(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
      if (nobodyThere.has(code)) resolve(undefined);
      else if (code === 'EACCES') reject(new LoomError('folder-read-only', { path: dirname(path) }));
      else reject(new LoomError('internal', { detail: `the engine’s socket: ${code}` }));
    });
  });
}

function socketDoor(socket: Socket): Door {
  const lines = createLineReader(maxAnswerBytes);
  const pending = new Map<RpcId, Pending>();
  const listeners = new Set<EventListener>();
  let lastId = 0;
  let open = true;

  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      open = false;
      for (const asked of pending.values()) asked.reject(new LoomError('engine-stopped', {}));
      pending.clear();
      resolve();
    });
  });
  socket.on('error', () => undefined); // 'close' follows, and says all there is to say.
  socket.on('data', (bytes: Buffer) => lines.push(bytes).forEach(receive));

  function receive(line: Line): void {
    const reply = line.ok ? readReply(line.text) : undefined;
    if (reply === undefined) socket.destroy();
    else if (reply.kind === 'event') raise(readEvent(reply.event, reply.payload));
    else settle(reply);
  }

  function raise(event: LoomEvent | undefined): void {
    if (event !== undefined) for (const listener of listeners) listener(event);
  }

  function settle(answer: Exclude<RpcReply, { kind: 'event' }>): void {
    const asked = pending.get(answer.id);
    pending.delete(answer.id);
    if (answer.kind === 'error') asked?.reject(answer.error);
    else asked?.resolve(answer.result);
  }

  function request(command: string, args: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!open) return reject(new LoomError('engine-stopped', {}));
      lastId += 1;
      pending.set(lastId, { resolve, reject });
      socket.write(`${requestText(lastId, command, args)}\n`);
    });
  }

  return {
    call: (command, args) => typedCall(request, command, args),
    request,
    on(listener) {
      // Requests are worked on in order, so whatever is asked after this is asked with events on.
      if (listeners.size === 0) void request('subscribe', {}).catch(() => undefined);
      listeners.add(listener);
      return () => {
        if (!listeners.delete(listener) || listeners.size > 0) return;
        void request('subscribe', { events: [] }).catch(() => undefined);
      };
    },
    closed,
    async close() {
      socket.end();
      await closed;
    },
  };
}
