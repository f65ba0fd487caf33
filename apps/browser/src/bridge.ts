// One WebSocket and the engine: the first message must be a session token; after it, commands in, answers and events out.
// Knows nothing of HTTP or of how the socket came about.
import {
  errorText,
  eventText,
  isLoomError,
  LoomError,
  parseJsonObject,
  readRequest,
  resultText,
  type RpcRequest,
} from '@loom/contract';
import type { RawData, WebSocket } from 'ws';
import type { EngineDoor } from './engine-door.ts';

/** The most that one frame of a window may hold, bytes: a message of 64 KiB fits however JSON escapes it. */
export const maxFrameBytes = 1024 * 1024;

/** A window that has this much unread, bytes, has stopped reading; it may connect anew. */
const maxUnreadBytes = 16 * 1024 * 1024;

const closeCodes = {
  /** RFC 6455 section 7.4.1. */
  unsupportedData: 1003,
  /** Private use (RFC 6455 section 7.4.2), after HTTP's 401. */
  unauthorized: 4401,
} as const;

export interface BridgeOptions {
  readonly door: EngineDoor;
  readonly isSession: (token: string) => boolean;
  /** How long the first message may take, ms. */
  readonly firstMessageMs: number;
}

export function bridge(socket: WebSocket, { door, isSession, firstMessageMs }: BridgeOptions): void {
  const tooLate = setTimeout(() => socket.close(closeCodes.unauthorized, 'no token'), firstMessageMs);
  let stopEvents = (): void => undefined;
  let admitted = false;

  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    clearTimeout(tooLate);
    stopEvents();
  });
  socket.on('message', (data, isBinary) => {
    // After close() frames may still come in; they count for nothing.
    if (socket.readyState !== socket.OPEN) return;
    if (isBinary) socket.close(closeCodes.unsupportedData, 'text only');
    else if (admitted) accept(textOf(data));
    else admit(textOf(data));
  });

  function admit(frame: string): void {
    clearTimeout(tooLate);
    const token = readToken(frame);
    if (token === undefined || !isSession(token)) {
      socket.close(closeCodes.unauthorized, 'unknown token');
      return;
    }
    admitted = true;
    socket.send(JSON.stringify({ ready: true }));
    stopEvents = door.on((event) => send(eventText(event)));
  }

  function accept(frame: string): void {
    const reading = readRequest(frame);
    if (reading.ok) {
      void answer(reading.request);
      return;
    }
    const { id, code, error } = reading.refusal;
    if (id !== undefined) send(errorText(id, error, code));
  }

  async function answer({ id, method, params }: RpcRequest): Promise<void> {
    try {
      const result = await door.call(method, params);
      if (id !== undefined) send(resultText(id, result));
    } catch (error) {
      if (id !== undefined) send(errorText(id, faultOf(error)));
    }
  }

  function send(frame: string): void {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > maxUnreadBytes) socket.terminate();
    else socket.send(frame);
  }
}

function readToken(frame: string): string | undefined {
  const { token } = parseJsonObject(frame) ?? {};
  return typeof token === 'string' ? token : undefined;
}

/** Whatever is no fault of the contract is a bug, and its words may hold what must not leave the process. */
function faultOf(error: unknown): LoomError {
  return isLoomError(error) ? error : new LoomError('internal', { detail: 'unexpected error' });
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data).toString('utf8');
}
