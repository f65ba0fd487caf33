// A connection whose reader changes as the handshake goes on. Knows nothing of what the bytes mean.
import type { Address, Connection, Log } from '../ports/index.ts';

export interface ChannelReader {
  onOpen?(): void;
  onBytes(bytes: Uint8Array): void;
  onDrain?(): void;
  onClose(reason: string): void;
}

export class Channel {
  readonly #connection: Connection;
  readonly #log: Log;
  #reader: ChannelReader;
  #closed = false;

  constructor(connection: Connection, log: Log, reader: ChannelReader) {
    this.#connection = connection;
    this.#log = log;
    this.#reader = reader;
    connection.start({
      onOpen: () => this.#guard(() => this.#reader.onOpen?.()),
      onData: (bytes) => this.#guard(() => this.#closed || this.#reader.onBytes(bytes)),
      onDrain: () => this.#guard(() => this.#reader.onDrain?.()),
      onClose: (reason) => this.#guard(() => this.#close(reason)),
    });
  }

  get remote(): Address {
    return this.#connection.remote;
  }

  get local(): string | undefined {
    return this.#connection.local;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The reader before hears nothing more; bytes it had left over are handed to the new one. */
  handTo(reader: ChannelReader, leftOver: Uint8Array): void {
    this.#reader = reader;
    if (leftOver.length > 0) reader.onBytes(leftOver);
  }

  /** @returns false when the caller should wait for `onDrain`. */
  write(bytes: Uint8Array): boolean {
    return this.#closed || this.#connection.write(bytes);
  }

  /** Sends what was written, then ends. The reader hears of it at once. */
  end(reason: string): void {
    this.#connection.end();
    this.#close(reason);
  }

  /** Ends at once. The reader hears of it at once. */
  destroy(reason: string): void {
    this.#connection.destroy();
    this.#close(reason);
  }

  /** A disk that fails while a handshake is stored ends this connection, and nothing else. */
  #guard(react: () => unknown): void {
    try {
      react();
    } catch (error) {
      // Not its message: it may quote what was being worked on.
      this.#log('error', `a connection ended: ${error instanceof Error ? error.name : 'unknown failure'}`);
      this.destroy('failed');
    }
  }

  #close(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#reader.onClose(reason);
  }
}
