// JSON-RPC 2.0 as the daemon speaks it: one request, answer or event a line (https://www.jsonrpc.org/specification).
// Turns text into requests and outcomes into text. Knows nothing of streams, commands or the engine.
import { LoomError, type FaultCode, type LoomEvent } from '@loom/contract';
import type { LineFault } from './lines.ts';

export type RequestId = string | number | null;

export interface Request {
  /** Undefined: a notification, which is carried out and never answered. */
  readonly id: RequestId | undefined;
  readonly method: string;
  /** By name; positional parameters are refused. */
  readonly params: object;
}

/** A line that is no request, and what to answer to it. */
export interface Refusal {
  /** Undefined: it was a notification, and nothing is answered. */
  readonly id: RequestId | undefined;
  readonly code: number;
  readonly error: LoomError;
}

export type Reading =
  { readonly ok: true; readonly request: Request } | { readonly ok: false; readonly refusal: Refusal };

const parseError = -32700;
const invalidRequest = -32600;
const invalidParams = -32602;
const anyFault = -32000;

/** Faults that JSON-RPC has numbers of its own for; every other one is told apart by `data.code` alone. */
const rpcCodes: Partial<Record<FaultCode, number>> = {
  'unknown-command': -32601,
  'bad-arguments': invalidParams,
  internal: -32603,
};

/** @param text one line, not empty. */
export function readRequest(text: string): Reading {
  const value = parseJson(text);
  if (value === undefined) return refuse(null, parseError, badRequest('the line is not valid JSON'));
  if (Array.isArray(value)) return refuse(null, invalidRequest, badRequest('batches are not taken'));
  if (!isObject(value)) return refuse(null, invalidRequest, badRequest('it is not an object'));

  const { id, method, params = {} } = value;
  if (id !== undefined && id !== null && typeof id !== 'string' && typeof id !== 'number') {
    return refuse(null, invalidRequest, badRequest('its id is neither a string nor a number'));
  }
  const answerTo = holdsOnlyUnicode(id) ? id : null;
  if (value['jsonrpc'] !== '2.0') {
    return refuse(answerTo ?? null, invalidRequest, badRequest('its jsonrpc is not "2.0"'));
  }
  if (typeof method !== 'string') {
    return refuse(answerTo ?? null, invalidRequest, badRequest('its method is not a string'));
  }
  if (!isObject(params)) {
    return refuse(
      answerTo,
      invalidParams,
      new LoomError('bad-arguments', { detail: 'params: must be an object' }),
    );
  }
  if (!holdsOnlyUnicode(value)) return refuse(answerTo, anyFault, new LoomError('message-not-unicode', {}));
  return { ok: true, request: { id, method, params } };
}

/** What to answer to a line that could not even be read. */
export function refuseLine(reason: LineFault, limit: number): Refusal {
  const error =
    reason === 'not-utf-8'
      ? new LoomError('message-not-unicode', {})
      : badRequest(`the line is longer than ${limit} bytes`);
  return { id: null, code: parseError, error };
}

export function resultLine(id: RequestId, result: unknown): string {
  return line({ id, result });
}

export function errorLine(id: RequestId, error: LoomError, code = rpcCodes[error.code] ?? anyFault): string {
  return line({ id, error: { code, message: error.message, data: { code: error.code, ...error.facts } } });
}

export function eventLine({ event, payload }: LoomEvent): string {
  return line({ method: 'event', params: { event, payload } });
}

export function requestLine(id: number, method: string, params: unknown): string {
  return line({ id, method, params });
}

/** @returns undefined for what is not JSON, which has no such value. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function line(members: object): string {
  return `${JSON.stringify({ jsonrpc: '2.0', ...members })}\n`;
}

function refuse(id: RequestId | undefined, code: number, error: LoomError): Reading {
  return { ok: false, refusal: { id, code, error } };
}

function badRequest(detail: string): LoomError {
  return new LoomError('bad-request', { detail });
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON can spell half a surrogate pair (`"\ud800"`), which is no Unicode text. Walks without recursion: depth is the sender's. */
function holdsOnlyUnicode(value: unknown): boolean {
  const rest: unknown[] = [value];
  while (rest.length > 0) {
    const next = rest.pop();
    if (typeof next === 'string') {
      if (!next.isWellFormed()) return false;
    } else if (typeof next === 'object' && next !== null) {
      for (const [key, member] of Object.entries(next)) rest.push(key, member);
    }
  }
  return true;
}
