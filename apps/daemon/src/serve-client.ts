// Serves one client over a pair of byte streams: requests in, answers and events out, all of it bounded. Knows nothing of
// sockets, processes or what the commands do.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Readable, Writable } from 'node:stream';
import {
  dispatch,
  errorText,
  eventNames,
  eventText,
  isLoomError,
  LoomError,
  readRequest,
  refuseUnread,
  resultText,
  type EventName,
  type LoomEvent,
  type RpcRefusal,
  type RpcRequest,
} from '@loom/contract';
import type { LocalEngine } from './door.ts';
import { createLineReader, type Line, type LineFault } from './lines.ts';
import type { ReportBug } from './report-bug.ts';
import { readSubscription } from './subscription.ts';

/** The most bytes of one request: room for the longest message with every character escaped. */
export const maxLineBytes = 1 << 20;
/** Requests of one client that are worked on at once; the rest waits unread. */
const maxInFlight = 256;
/** Events that a client has left unread; past this it is dropped, so that it can't fill our memory. */
const maxUnreadEventBytes = 4 << 20;
/** How long a client that asks no more may take to read its last answers. */
const farewellMs = 5_000;

export interface ClientOptions {
  readonly input: Readable;
  readonly output: Writable;
  readonly engine: LocalEngine;
  /** Whether all events are on before the client asks for any. */
  readonly eventsFromStart: boolean;
  readonly reportBug: ReportBug;
}

/** @returns once the input has ended and every request read has been answered, or the client has gone. */
export async function serveClient(options: ClientOptions): Promise<void> {
  const { input, output, engine } = options;
  const lines = createLineReader(maxLineBytes);
  let wanted: ReadonlySet<EventName> = new Set(options.eventsFromStart ? eventNames : []);
  let inFlight = 0;
  let unreadEventBytes = 0;
  let gone = false;
  let wake = (): void => undefined;

  const leave = (): void => {
    gone = true;
    input.destroy();
    wake();
  };
  output.on('error', leave);
  output.on('close', leave);
  output.on('drain', () => {
    unreadEventBytes = 0;
    wake();
  });

  const visit = engine.enter();
  const unsubscribe = engine.on((event) => {
    if (wanted.has(event.event)) sendEvent(event);
  });

  function send(text: string): void {
    if (!gone) output.write(`${text}\n`);
  }

  function sendEvent(event: LoomEvent): void {
    const text = eventText(event);
    send(text);
    if (!output.writableNeedDrain) return;
    unreadEventBytes += Buffer.byteLength(text);
    if (unreadEventBytes <= maxUnreadEventBytes) return;
    output.destroy();
    leave();
  }

  function refuse({ id, code, error }: RpcRefusal): void {
    if (id !== undefined) send(errorText(id, error, code));
  }

  function accept(line: Line): void {
    if (!line.ok) return refuse(refuseUnread(lineError(line.reason)));
    if (line.text.trim() === '') return;
    const reading = readRequest(line.text);
    if (!reading.ok) return refuse(reading.refusal);
    inFlight += 1;
    void answer(reading.request);
  }

  async function answer({ id, method, params }: RpcRequest): Promise<void> {
    try {
      const result =
        method === 'subscribe' ? subscribe(params) : await dispatch(visit.handlers, method, params);
      if (id !== undefined) send(resultText(id, result));
    } catch (error) {
      const fault = isLoomError(error) ? error : options.reportBug(error);
      if (id !== undefined) send(errorText(id, fault));
    }
    inFlight -= 1;
    wake();
  }

  function subscribe(params: object): null {
    wanted = readSubscription(params);
    return null;
  }

  /** Whatever may make it `ready` calls `wake`. */
  async function until(ready: () => boolean): Promise<void> {
    while (!ready()) await new Promise<void>((resolve) => (wake = resolve));
  }

  const hasRoom = (): boolean => gone || (inFlight < maxInFlight && !output.writableNeedDrain);
  const chunks: AsyncIterable<Uint8Array> = input.iterator({ destroyOnReturn: false });
  try {
    for await (const chunk of chunks) {
      for (const line of lines.push(chunk)) {
        accept(line);
        await until(hasRoom);
      }
    }
    for (const line of lines.end()) accept(line);
  } catch {
    // The input broke off: nothing more can be asked, and what was asked is still answered if anyone reads it.
  }
  await until(() => gone || inFlight === 0);
  unsubscribe();
  visit.leave();
  if (!gone) await Promise.race([flush(output), sleep(farewellMs, undefined, { ref: false })]);
}

function lineError(reason: LineFault): LoomError {
  return reason === 'not-utf-8'
    ? new LoomError('message-not-unicode', {})
    : new LoomError('bad-request', { detail: `the line is longer than ${maxLineBytes} bytes` });
}

/** Resolves once all that was written has left the process, or can't any more. */
function flush(output: Writable): Promise<void> {
  return new Promise((resolve) => {
    output.write('', () => resolve());
  });
}
