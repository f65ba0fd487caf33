// A door to an engine in another process, through its local socket. Knows nothing of profiles or of how to start one.
import { connect, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { isFaultCode, LoomError, readEvent, type FaultCode } from '@loom/contract';
import { typedCall, type Door, type EventListener } from './door.ts';
import { isObject, parseJson, requestLine } from './json-rpc.ts';
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
  const socket = await reach(socketPath);
  return socket === undefined ? undefined : socketDoor(socket);
}

function reach(path: string): Promise<Socket | undefined> {
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
  const pending = new Map<number, Pending>();
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
    const message = line.ok ? parseJson(line.text) : undefined;
    if (!isObject(message)) socket.destroy();
    else if (message['method'] === 'event') receiveEvent(message['params']);
    else receiveAnswer(message);
  }

  function receiveEvent(params: unknown): void {
    const event = isObject(params) ? readEvent(params['event'], params['payload']) : undefined;
    if (event !== undefined) for (const listener of listeners) listener(event);
  }

  function receiveAnswer({ id, result, error }: Record<string, unknown>): void {
    const asked = typeof id === 'number' ? pending.get(id) : undefined;
    if (typeof id !== 'number' || asked === undefined) return;
    pending.delete(id);
    if (isObject(error)) asked.reject(readError(error));
    else asked.resolve(result);
  }

  function request(command: string, args: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!open) return reject(new LoomError('engine-stopped', {}));
      lastId += 1;
      pending.set(lastId, { resolve, reject });
      socket.write(requestLine(lastId, command, args));
    });
  }

  return {
    call: (command, args) => typedCall(request, command, args),
    request,
    on(listener) {
      // Requests are worked on in order, so whatever is asked after this is asked with events on.
      if (listeners.size === 0) void request('subscribe', {}).catch(() => undefined);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    closed,
    async close() {
      socket.end();
      await closed;
    },
  };
}

/** The error that the engine threw, with the same code and facts. */
function readError({ message, data }: Record<string, unknown>): LoomError {
  if (!isObject(data)) return new LoomError('internal', { detail: String(message) });
  const { code, ...facts } = data;
  if (!isFaultCode(code)) return new LoomError('internal', { detail: String(message) });
  return new LoomError<FaultCode>(code, facts);
}
