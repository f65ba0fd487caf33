// JSON-RPC 2.0 (https://www.jsonrpc.org/specification): turns requests, answers and events into text and back, one object
// a text. Knows nothing of what carries the texts, what parts them, or what the commands do.
import { isFaultCode, LoomError, type FaultCode } from './errors.ts';
import type { LoomEvent } from './events.ts';
import { isJsonObject, parseJson, parseJsonObject } from './json.ts';

export type RpcId = string | number | null;

export interface RpcRequest {
  /** Undefined: a notification, which is carried out and never answered. */
  readonly id: RpcId | undefined;
  readonly method: string;
  /** By name; positional parameters are refused. */
  readonly params: object;
}

/** What to answer to a text that is no request. */
export interface RpcRefusal {
  /** Undefined: it was a notification, and nothing is answered. */
  readonly id: RpcId | undefined;
  readonly code: number;
  readonly error: LoomError;
}

export type RpcReading =
  { readonly ok: true; readonly request: RpcRequest } | { readonly ok: false; readonly refusal: RpcRefusal };

/** What the side that carries requests out sends. Neither result nor payload has been held against the contract yet. */
export type RpcReply =
  | { readonly kind: 'result'; readonly id: RpcId; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: RpcId; readonly error: LoomError }
  | { readonly kind: 'event'; readonly event: string; readonly payload: unknown };

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

export function readRequest(text: string): RpcReading {
  const value = parseJson(text);
  if (value === undefined) return { ok: false, refusal: refuseUnread(badRequest('it is not valid JSON')) };
  if (Array.isArray(value)) return refuse(null, invalidRequest, badRequest('batches are not taken'));
  if (!isJsonObject(value)) return refuse(null, invalidRequest, badRequest('it is not an object'));

  const { id, method, params = {} } = value;
  if (id !== undefined && !isId(id)) {
    return refuse(null, invalidRequest, badRequest('its id is neither a string nor a number'));
  }
  const answerTo = holdsOnlyUnicode(id) ? id : null;
  if (value['jsonrpc'] !== '2.0') {
    return refuse(answerTo ?? null, invalidRequest, badRequest('its jsonrpc is not "2.0"'));
  }
  if (typeof method !== 'string') {
    return refuse(answerTo ?? null, invalidRequest, badRequest('its method is not a string'));
  }
  if (!isJsonObject(params)) {
    const error = new LoomError('bad-arguments', { detail: 'params: must be an object' });
    return refuse(answerTo, invalidParams, error);
  }
  if (!holdsOnlyUnicode(value)) return refuse(answerTo, anyFault, new LoomError('message-not-unicode', {}));
  return { ok: true, request: { id, method, params } };
}

/** For what did not even come to be a text. */
export function refuseUnread(error: LoomError): RpcRefusal {
  return { id: null, code: parseError, error };
}

/** @returns undefined for what is neither an answer nor an event. */
export function readReply(text: string): RpcReply | undefined {
  const value = parseJsonObject(text);
  if (value === undefined) return undefined;
  const { id, method, params, result, error } = value;
  if (method === 'event' && isJsonObject(params) && typeof params['event'] === 'string') {
    return { kind: 'event', event: params['event'], payload: params['payload'] };
  }
  if (!isId(id)) return undefined;
  return isJsonObject(error)
    ? { kind: 'error', id, error: readError(error) }
    : { kind: 'result', id, result };
}

export function requestText(id: RpcId, method: string, params: unknown): string {
  return textOf({ id, method, params });
}

export function resultText(id: RpcId, result: unknown): string {
  return textOf({ id, result });
}

export function errorText(id: RpcId, error: LoomError, code = rpcCodes[error.code] ?? anyFault): string {
  return textOf({ id, error: { code, message: error.message, data: { code: error.code, ...error.facts } } });
}

export function eventText({ event, payload }: LoomEvent): string {
  return textOf({ method: 'event', params: { event, payload } });
}

function textOf(members: object): string {
  return JSON.stringify({ jsonrpc: '2.0', ...members });
}

/** The error that the other side threw, with the same code and facts; `internal` where that side knows more codes than we. */
function readError({ message, data }: Record<string, unknown>): LoomError {
  const { code, ...facts } = isJsonObject(data) ? data : {};
  if (!isFaultCode(code)) return new LoomError('internal', { detail: String(message) });
  return new LoomError<FaultCode>(code, facts);
}

function refuse(id: RpcId | undefined, code: number, error: LoomError): RpcReading {
  return { ok: false, refusal: { id, code, error } };
}

function badRequest(detail: string): LoomError {
  return new LoomError('bad-request', { detail });
}

function isId(value: unknown): value is RpcId {
  return value === null || typeof value === 'string' || typeof value === 'number';
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
