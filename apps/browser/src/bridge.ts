// One WebSocket and the engine: the first message must be a session token; after it, commands in, answers and events out.
// Knows nothing of HTTP or of how the socket came about.
import type { RawData, WebSocket } from 'ws';
import type { EngineDoor } from './engine-door.ts';
import { errorFrame, eventFrame, parse, readRequest, resultFrame } from './json-rpc.ts';

/** The most that one frame of a window may hold, bytes: a message of 64 KiB fits however JSON escapes it. */
export const maxFrameBytes = 1024 * 1024;

/** A window that has this much unread, bytes, has stopped reading; it may connect anew. */
const maxUnreadBytes = 16 * 1024 * 1024;

const closeCodes = {
  /** RFC 6455 section 7.4.1. */
  unsupportedData: 1003,
  policyViolation: 1008,
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
    else if (admitted) answer(textOf(data));
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
    stopEvents = door.on((event) => send(eventFrame(event)));
  }

  function answer(frame: string): void {
    const request = readRequest(frame);
    if (request === undefined) {
      socket.close(closeCodes.policyViolation, 'not a JSON-RPC request');
      return;
    }
    const { id, method, params } = request;
    door.call(method, params).then(
      (result) => send(resultFrame(id, result)),
      (error: unknown) => send(errorFrame(id, error)),
    );
  }

  function send(frame: string): void {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > maxUnreadBytes) socket.terminate();
    else socket.send(frame);
  }
}

function readToken(frame: string): string | undefined {
  const value = parse(frame);
  if (typeof value !== 'object' || value === null || !('token' in value)) return undefined;
  return typeof value.token === 'string' ? value.token : undefined;
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data).toString('utf8');
}
