// One end of a byte stream in memory: buffers with a bound, delivery in order after the path's latency, an end that
// flushes, a reset that does not. Knows nothing of hosts and ports.

import type { Clock, Timer } from '../ports/ambient.ts';
import type { Address, Connection, ConnectionHandlers } from '../ports/network.ts';

const LINGER_MS = 2_000;

/** One direction of a connection. */
export interface MemoryPath {
  readonly clock: Clock;
  /** Of what is sent now, ms; what was sent before never arrives after it. */
  latencyMs(): number;
  readonly bufferBytes: number;
  /** `held`: what arrives waits in `held`; `dead`: it is lost, and nobody is told. */
  state: 'open' | 'held' | 'dead';
  readonly held: (() => void)[];
  /** How many bytes the next piece of a write may have. */
  pieceSize(): number;
  /** What goes wrong, once, with the byte at this distance from the next one written. */
  fault: { readonly kind: 'reset' | 'flip'; after: number } | undefined;
  /** Sees every write as it was made. */
  onWrite(bytes: Uint8Array): void;
}

type Arrival = { readonly kind: 'data'; readonly bytes: Uint8Array } | { readonly kind: 'end' };

export class MemoryConnection implements Connection {
  readonly remote: Address;
  readonly #path: MemoryPath;
  #peer: MemoryConnection | undefined;
  #handlers: ConnectionHandlers | undefined;
  #opened = false;
  /** Only the end that dialled is told. */
  #openTold: boolean;
  #closeReason: string | undefined;
  #closeTold = false;
  /** Written before the connection opened. */
  #unsent: Arrival[] = [];
  /** Arrived before `start`. */
  #inbox: Arrival[] = [];
  /** Bytes written that the other end has not been handed. */
  #inFlight = 0;
  /** When the last thing sent arrives at the other end. */
  #lastArrival = 0;
  #blocked = false;
  #ending = false;
  #linger: Timer | undefined;
  #settled: () => void = () => {};
  #closed: () => void = () => {};

  constructor(side: 'dialled' | 'accepted', remote: Address, path: MemoryPath) {
    this.#openTold = side === 'accepted';
    this.remote = remote;
    this.#path = path;
  }

  get isClosed(): boolean {
    return this.#closeReason !== undefined;
  }

  pair(peer: MemoryConnection): void {
    this.#peer = peer;
    peer.#peer = this;
  }

  /** Runs once, when the connection has opened or closed. */
  onSettled(run: () => void): void {
    this.#settled = run;
  }

  onClosed(run: () => void): void {
    this.#closed = run;
  }

  /** Runs `arrive` at the other end once the latency has passed, in the order of the calls. */
  send(arrive: () => void): void {
    const path = this.#path;
    const now = path.clock.monotonic();
    this.#lastArrival = Math.max(now + path.latencyMs(), this.#lastArrival);
    path.clock.after(this.#lastArrival - now, () => {
      if (path.state === 'open') arrive();
      else if (path.state === 'held') path.held.push(arrive);
    });
  }

  open(): void {
    if (this.isClosed || this.#opened) return;
    this.#opened = true;
    this.#settled();
    for (const arrival of this.#unsent.splice(0)) this.#transmit(arrival);
    this.#tell();
  }

  start(handlers: ConnectionHandlers): void {
    if (this.#handlers) throw new Error('a connection is started once');
    this.#handlers = handlers;
    this.#path.clock.soon(() => this.#tell());
  }

  write(bytes: Uint8Array): boolean {
    if (this.isClosed || this.#ending) return false;
    this.#path.onWrite(bytes);
    let rest = bytes.slice();
    const cut = this.#spoil(rest);
    if (cut !== undefined) rest = rest.subarray(0, cut);
    while (rest.length > 0) {
      const size = Math.min(rest.length, this.#path.pieceSize());
      this.#queue({ kind: 'data', bytes: rest.subarray(0, size) });
      rest = rest.subarray(size);
    }
    if (cut !== undefined) {
      this.#cut();
      return false;
    }
    this.#inFlight += bytes.length;
    if (this.#inFlight > this.#path.bufferBytes) this.#blocked = true;
    return !this.#blocked;
  }

  end(): void {
    if (this.isClosed || this.#ending) return;
    this.#ending = true;
    this.#queue({ kind: 'end' });
    this.#linger = this.#path.clock.after(LINGER_MS, () => this.destroy());
  }

  destroy(): void {
    if (this.isClosed) return;
    const peer = this.#peer;
    this.send(() => peer?.reset('ECONNRESET'));
    this.reset('destroyed');
  }

  /** Closes this end alone. */
  reset(reason: string): void {
    if (this.isClosed) return;
    this.#closeReason = reason;
    this.#linger?.cancel();
    this.#inbox.length = 0;
    this.#unsent.length = 0;
    this.#settled();
    this.#closed();
    this.#path.clock.soon(() => this.#tell());
  }

  /** Does to these bytes what is due. @returns after how many of them the connection breaks. */
  #spoil(bytes: Uint8Array): number | undefined {
    const { fault } = this.#path;
    if (fault === undefined) return undefined;
    const at = fault.after;
    fault.after -= bytes.length;
    if (at >= bytes.length) return undefined;
    this.#path.fault = undefined;
    if (fault.kind === 'reset') return at;
    bytes[at] = (bytes[at] ?? 0) ^ 0x20;
    return undefined;
  }

  /** What was written goes on its way, and a reset behind it. */
  #cut(): void {
    const peer = this.#peer;
    if (this.#opened) this.send(() => peer?.reset('ECONNRESET'));
    this.reset('ECONNRESET');
  }

  #queue(arrival: Arrival): void {
    if (this.#opened) this.#transmit(arrival);
    else this.#unsent.push(arrival);
  }

  #transmit(arrival: Arrival): void {
    const peer = this.#peer;
    this.send(() => {
      if (peer) peer.#receive(arrival);
    });
  }

  #receive(arrival: Arrival): void {
    if (this.isClosed) return;
    this.#inbox.push(arrival);
    this.#tell();
  }

  /** Tells the handlers what there is to tell. A handler may close the connection, hence the checks each time. */
  #tell(): void {
    const handlers = this.#handlers;
    if (!handlers || this.#closeTold) return;
    if (this.#opened && !this.#openTold && !this.isClosed) {
      this.#openTold = true;
      handlers.onOpen?.();
    }
    for (let arrival = this.#inbox.shift(); arrival; arrival = this.#inbox.shift()) {
      if (arrival.kind === 'data') {
        this.#acknowledge(arrival.bytes.length);
        handlers.onData(arrival.bytes.slice());
      } else {
        this.#finish();
      }
    }
    if (this.#closeReason !== undefined && !this.#closeTold) {
      this.#closeTold = true;
      handlers.onClose(this.#closeReason);
    }
  }

  #acknowledge(length: number): void {
    const peer = this.#peer;
    if (!peer) return;
    this.send(() => {
      peer.#inFlight -= length;
      if (!peer.#blocked || peer.#inFlight > 0 || peer.isClosed) return;
      peer.#blocked = false;
      peer.#handlers?.onDrain?.();
    });
  }

  /** The other end has ended: this one does so too, and both have closed. */
  #finish(): void {
    const peer = this.#peer;
    this.send(() => peer?.reset('ended'));
    this.reset('ended');
  }
}
