// A door to an engine in another process, through its local socket. Knows nothing of profiles or of how to start one.
import { connect, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { LoomError, readEvent, readReply, requestText } from '@loom/contract';
import type { LoomEvent, RpcId, RpcReply } from '@loom/contract';
import { typedCall, type Door, type EventListener } from './door.ts';
import { createLineReader, type Line } from './lines.ts';

/** The most bytes of one answer: the longest page of the longest messages, every character escaped. */
const maxAnswerBytes = 1 << 29;

/** How long an engine may take to say that it is there: far longer than any piece of its work keeps it from that. */
const helloMs = 5_000;
const helloId = 0;
/** The answer to a hello holds nothing but its id. */
const maxHelloBytes = 1 << 12;

/** What connecting ends in where no engine listens: no file, a file left by one that was killed, no folder. */
const nobodyThere: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR']);

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * @returns undefined where no engine listens on that socket.
 * @throws LoomError `folder-read-only` where one may, but for another user; `engine-unresponsive` where one does, and hangs
 */
export async function connectToEngine(socketPath: string): Promise<Door | undefined> {
  const socket = await connectToSocket(socketPath);
  return socket === undefined ? undefined : socketDoor(socket);
}

/** The bare line to an engine that answers, for who speaks JSON-RPC himself. Ends and errors as `connectToEngine`. */
export async function connectToSocket(path: string): Promise<Socket | undefined> {
  const socket = await openSocket(path);
  if (socket === undefined) return undefined;
  const outcome = await sayHello(socket);
  if (outcome === 'answered') return socket;
  socket.destroy();
  // Who closes without an answer was about to end, and is as good as gone.
  if (outcome === 'closed') return undefined;
  throw new LoomError('engine-unresponsive', {});
}

function openSocket(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      socket.on('error', () => undefined); // 'close' follows, and says all there is to say.
      resolve(socket);
    });
    socket.once('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
      if (nobodyThere.has(code)) resolve(undefined);
      else if (code === 'EACCES') reject(new LoomError('folder-read-only', { path: dirname(path) }));
      // So many wait to be let in that the system takes no more.
      else if (code === 'EAGAIN') reject(new LoomError('engine-unresponsive', {}));
      else reject(new LoomError('internal', { detail: `the engine’s socket: ${code}` }));
    });
  });
}

/**
 * Asks for no events, of which there are none yet: what every engine answers at once. The system lets clients in also where
 * the process behind stands still, so that alone says nothing. Once answered, nothing is left to read, and nothing is read.
 */
function sayHello(socket: Socket): Promise<'answered' | 'closed' | 'silent'> {
  return new Promise((resolve) => {
    const lines = createLineReader(maxHelloBytes);
    const settle = (outcome: 'answered' | 'closed' | 'silent'): void => {
      clearTimeout(patience);
      socket.off('data', onData).off('close', onClose).pause();
      resolve(outcome);
    };
    const onData = (bytes: Buffer): void => {
      if (lines.push(bytes).length > 0) settle('answered');
    };
    const onClose = (): void => settle('closed');
    // Where it was we who stood still, the answer may be there already, unread: it is looked at first.
    const patience = setTimeout(() => setImmediate(() => settle('silent')), helloMs);
    socket.on('data', onData).on('close', onClose);
    socket.write(`${requestText(helloId, 'subscribe', { events: [] })}\n`);
  });
}

function socketDoor(socket: Socket): Door {
  const lines = createLineReader(maxAnswerBytes);
  const pending = new Map<RpcId, Pending>();
  const listeners = new Set<EventListener>();
  let lastId = helloId;
  let open = true;

  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      open = false;
      for (const asked of pending.values()) asked.reject(new LoomError('engine-stopped', {}));
      pending.clear();
      resolve();
    });
  });
  socket.on('data', (bytes: Buffer) => lines.push(bytes).forEach(receive)).resume();

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
