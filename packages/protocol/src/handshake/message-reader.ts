// Cuts one message of a known size out of a byte stream. A length other than the one legal one is refused as
// soon as its two bytes are there, so nothing is ever allocated by what a stranger claims.

import { ByteReader, copyOf } from '../bytes.ts';

const LENGTH_SIZE = 2;

export type ReadMessage =
  | { readonly kind: 'more' }
  | { readonly kind: 'illegal-length'; readonly length: number }
  /** `rest`: what came after the message in the last chunk; it shares that chunk's memory. */
  | { readonly kind: 'message'; readonly body: Uint8Array; readonly rest: Uint8Array };

export class FixedMessageReader {
  readonly #buffer: Uint8Array;
  #filled = 0;

  /** @param bodySize bytes of the one legal body, without its length. */
  constructor(bodySize: number) {
    this.#buffer = new Uint8Array(LENGTH_SIZE + bodySize);
  }

  /** Takes the next bytes of the stream. After anything but `more` this reader has done its work. */
  push(chunk: Uint8Array): ReadMessage {
    const taken = Math.min(chunk.length, this.#buffer.length - this.#filled);
    this.#buffer.set(chunk.subarray(0, taken), this.#filled);
    this.#filled += taken;
    if (this.#filled < LENGTH_SIZE) return { kind: 'more' };
    const length = new ByteReader(this.#buffer).u16();
    if (length !== this.#buffer.length - LENGTH_SIZE) return { kind: 'illegal-length', length };
    if (this.#filled < this.#buffer.length) return { kind: 'more' };
    return { kind: 'message', body: copyOf(this.#buffer, LENGTH_SIZE), rest: chunk.subarray(taken) };
  }
}
