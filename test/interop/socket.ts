// A TCP connection as `u16 length | body` pieces, in order. Knows nothing of what is in them.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { empty, join, u16, type Bytes } from './bytes.ts';

export class Pieces {
  readonly #socket: Socket;
  #bytes: Bytes = empty;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Uint8Array) => {
      this.#bytes = join(this.#bytes, chunk);
      this.#wake?.();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#ended = true;
      this.#wake?.();
    });
  }

  /** @returns the next body; undefined where the connection ended before it was whole. */
  async next(): Promise<Bytes | undefined> {
    const head = await this.#take(2);
    return head === undefined ? undefined : this.#take((head[0] ?? 0) * 256 + (head[1] ?? 0));
  }

  write(body: Bytes): void {
    this.writeRaw(join(u16(body.length), body));
  }

  writeRaw(bytes: Bytes): void {
    this.#socket.write(bytes);
  }

  close(): void {
    this.#socket.destroy();
  }

  async #take(size: number): Promise<Bytes | undefined> {
    while (this.#bytes.length < size) {
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const taken = this.#bytes.slice(0, size);
    this.#bytes = this.#bytes.slice(size);
    return taken;
  }
}

export async function dialTcp(port: number, from = '127.0.0.1'): Promise<Pieces> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  await once(socket, 'connect');
  return new Pieces(socket);
}

export interface Listener extends AsyncDisposable {
  readonly port: number;
  /** @returns the next connection. */
  accept(): Promise<Pieces>;
}

export async function listenTcp(): Promise<Listener> {
  const waiting: Pieces[] = [];
  const wanted: ((pieces: Pieces) => void)[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const pieces = new Pieces(socket);
    const taker = wanted.shift();
    if (taker === undefined) waiting.push(pieces);
    else taker(pieces);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a TCP server without a port');
  return {
    port: address.port,
    accept() {
      const pieces = waiting.shift();
      return pieces === undefined ? new Promise((resolve) => wanted.push(resolve)) : Promise.resolve(pieces);
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
