// JSON-RPC 2.0 in text frames (https://www.jsonrpc.org/specification): reads a request, writes answers and events. Knows
// nothing of sockets or of what the commands do.
import { isLoomError, LoomError, type LoomEvent } from '@loom/contract';

export interface Request {
  readonly id: number | string;
  readonly method: string;
  readonly params: unknown;
}

/** The one number for all faults of the contract; `data.code` tells them apart. */
const anyFault = -32000;

/** @returns undefined for what is no request with an id; a window never sends notifications. */
export function readRequest(frame: string): Request | undefined {
  const value = parse(frame);
  if (typeof value !== 'object' || value === null) return undefined;
  const { jsonrpc, id, method, params }: { [name: string]: unknown } = { ...value };
  if (jsonrpc !== '2.0' || typeof method !== 'string') return undefined;
  if (typeof id !== 'number' && typeof id !== 'string') return undefined;
  return { id, method, params };
}

/** @returns undefined for what is not JSON, which has no such value. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function resultFrame(id: Request['id'], result: unknown): string {
  return JSON.stringify({ jsonrpc: '2.0', id, result: result ?? null });
}

export function errorFrame(id: Request['id'], error: unknown): string {
  // Whatever is no fault of the contract is a bug, and its words may hold what must not leave the process.
  const { code, message, facts } = isLoomError(error)
    ? error
    : new LoomError('internal', { detail: 'unexpected error' });
  return JSON.stringify({ jsonrpc: '2.0', id, error: { code: anyFault, message, data: { code, ...facts } } });
}

export function eventFrame({ event, payload }: LoomEvent): string {
  return JSON.stringify({ jsonrpc: '2.0', method: 'event', params: { event, payload } });
}
