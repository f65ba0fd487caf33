// A foreign client: speaks JSON-RPC 2.0 to `loom daemon --stdio`, one plain JSON object a line, as a program of any other
// language would. Knows the protocol, and nothing of Loom's own client.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Running } from './loom.ts';

interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data: { readonly code: string };
}

export class RpcFailure extends Error {
  readonly error: RpcError;

  constructor(error: RpcError) {
    super(error.message);
    this.error = error;
  }
}

export interface EventLine {
  readonly event: string;
  readonly payload: unknown;
}

type Line = { readonly jsonrpc: '2.0' } & (
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: RpcError }
  | { readonly method: 'event'; readonly params: EventLine }
);

/** Far more than anything takes, so that what never comes is called by its name. */
const defaultPatienceMs = 30_000;

export class StdioClient {
  readonly events: EventLine[] = [];
  readonly #daemon: Running;
  readonly #answers = new Map<number, (line: Line) => void>();
  readonly #watchers = new Set<() => void>();
  #lastId = 0;

  constructor(daemon: Running) {
    this.#daemon = daemon;
    createInterface({ input: daemon.stdout }).on('line', (text) => this.#receive(JSON.parse(text) as Line));
  }

  /** @throws RpcFailure */
  async call(method: string, params: object): Promise<unknown> {
    const id = ++this.#lastId;
    const answer = new Promise<Line>((resolve) => this.#answers.set(id, resolve));
    this.#daemon.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    const line = await answer;
    if ('error' in line) throw new RpcFailure(line.error);
    if ('result' in line) return line.result;
    throw new Error(`no answer: ${JSON.stringify(line)}`);
  }

  /**
   * @param from only those from this index of `events` on.
   * @returns the first event that fits, whether it has come already or is still to come.
   * @throws where none comes, with the names of those that did.
   */
  async event(
    name: string,
    isMeant: (payload: unknown) => boolean,
    { from = 0, patienceMs = defaultPatienceMs }: { from?: number; patienceMs?: number } = {},
  ): Promise<EventLine> {
    const patience = AbortSignal.timeout(patienceMs);
    for (;;) {
      const found = this.events.slice(from).find(({ event, payload }) => event === name && isMeant(payload));
      if (found !== undefined) return found;
      const next = new Promise<void>((resolve) => this.#watchers.add(resolve));
      await Promise.race([next, once(patience, 'abort')]);
      if (!patience.aborted) continue;
      throw new Error(`no such ${name}; there were ${this.events.map(({ event }) => event).join(', ')}`);
    }
  }

  /** Ends the input, and with it the daemon. */
  end(): void {
    this.#daemon.stdin.end();
  }

  #receive(line: Line): void {
    if ('method' in line) {
      this.events.push(line.params);
      for (const watcher of this.#watchers) watcher();
      this.#watchers.clear();
    } else {
      this.#answers.get(line.id)?.(line);
      this.#answers.delete(line.id);
    }
  }
}
