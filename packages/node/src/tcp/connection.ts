// One TCP connection behind the engine's port: nothing is told before `start`, the end is told exactly once, and no
// failure of the socket leaves this file as an exception. Knows nothing of listening.

import { Socket } from 'node:net';
import type { Address, Connection, ConnectionHandlers } from '@loom/engine';

const LINGER_MS = 2_000;

export class TcpConnection implements Connection {
  readonly remote: Address;
  readonly #side: 'dialled' | 'accepted';
  readonly #socket: Socket;
  #handlers: ConnectionHandlers | undefined;
  #reason: string | undefined;
  #closed = false;
  #deadline: NodeJS.Timeout | undefined;

  /** @param socket or what kept it from being made. */
  constructor(side: 'dialled' | 'accepted', socket: Socket | Error, remote: Address) {
    this.#side = side;
    this.remote = remote;
    this.#socket = socket instanceof Socket ? socket : new Socket();
    this.#socket.on('error', (error) => (this.#reason ??= codeOf(error)));
    this.#socket.on('close', () => {
      this.#closed = true;
      clearTimeout(this.#deadline);
      this.#tellClosed();
    });
    if (socket instanceof Error) this.#abandon(codeOf(socket));
  }

  get local(): string | undefined {
    const { localAddress } = this.#socket;
    return localAddress === undefined ? undefined : plainAddress(localAddress).replace(/%.*$/, '');
  }

  /** Closes a dialled connection that has not opened by then. */
  giveUpAfter(timeoutMs: number): void {
    if (!this.#socket.connecting) return;
    this.#deadline = setTimeout(() => this.#abandon('timeout'), timeoutMs);
    this.#socket.once('connect', () => clearTimeout(this.#deadline));
  }

  start(handlers: ConnectionHandlers): void {
    if (this.#handlers) throw new Error('a connection is started once');
    this.#handlers = handlers;
    const socket = this.#socket;
    if (this.#closed) {
      setImmediate(() => this.#tellClosed());
      return;
    }
    if (this.#side === 'dialled') {
      const opened = () => this.#tell((to) => to.onOpen?.());
      if (socket.connecting) socket.once('connect', opened);
      else process.nextTick(opened);
    }
    socket.on('data', (bytes) =>
      this.#tell((to) => to.onData(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length))),
    );
    socket.on('drain', () => this.#tell((to) => to.onDrain?.()));
    socket.resume();
  }

  write(bytes: Uint8Array): boolean {
    return this.#socket.writable && this.#socket.write(bytes);
  }

  end(): void {
    if (this.#reason !== undefined || !this.#socket.writable) return;
    this.#socket.end();
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.destroy(), LINGER_MS);
  }

  destroy(): void {
    this.#abandon('destroyed');
  }

  #abandon(reason: string): void {
    this.#reason ??= reason;
    this.#socket.destroy();
  }

  #tell(event: (handlers: ConnectionHandlers) => void): void {
    if (this.#handlers && this.#reason === undefined) event(this.#handlers);
  }

  #tellClosed(): void {
    const handlers = this.#handlers;
    if (!handlers) return;
    this.#reason ??= 'ended';
    handlers.onClose(this.#reason);
  }
}

/** IPv4 callers of a dual-stack socket appear as `::ffff:192.0.2.1`. */
export function plainAddress(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

function codeOf(error: NodeJS.ErrnoException): string {
  return error.code ?? error.name;
}
