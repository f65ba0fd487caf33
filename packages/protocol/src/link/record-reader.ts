// Cuts a byte stream into records. Holds at most one record, of a size that its length field legally names.

import { isLegalRecordLength, LENGTH_SIZE } from './records.ts';

export type ReadRecord =
  /** A record without its length; it may share the memory of the chunk it came in. */
  | { readonly kind: 'record'; readonly sealed: Uint8Array }
  | { readonly kind: 'illegal-length'; readonly length: number }
  | { readonly kind: 'more' };

export class RecordReader {
  /** The unread part of the last chunk. */
  #chunk: Uint8Array = new Uint8Array(0);
  /** The length field of the record to come, as far as it is there. */
  #lengthBytes: number[] = [];
  /** A record that began in an earlier chunk. */
  #partial: { readonly bytes: Uint8Array; filled: number } | undefined;

  /** Takes the next bytes of the stream; the records before must all have been read. */
  push(chunk: Uint8Array): void {
    this.#chunk = chunk;
  }

  read(): ReadRecord {
    if (this.#partial === undefined) {
      const length = this.#readLength();
      if (length === undefined) return { kind: 'more' };
      if (!isLegalRecordLength(length)) return { kind: 'illegal-length', length };
      this.#lengthBytes = [];
      if (this.#chunk.length >= length) return { kind: 'record', sealed: this.#take(length) };
      this.#partial = { bytes: new Uint8Array(length), filled: 0 };
    }
    const { bytes, filled } = this.#partial;
    const part = this.#take(Math.min(bytes.length - filled, this.#chunk.length));
    bytes.set(part, filled);
    this.#partial.filled += part.length;
    if (this.#partial.filled < bytes.length) return { kind: 'more' };
    this.#partial = undefined;
    return { kind: 'record', sealed: bytes };
  }

  #readLength(): number | undefined {
    const missing = LENGTH_SIZE - this.#lengthBytes.length;
    this.#lengthBytes.push(...this.#take(Math.min(missing, this.#chunk.length)));
    const [high, low] = this.#lengthBytes;
    return high === undefined || low === undefined ? undefined : (high << 8) | low;
  }

  #take(length: number): Uint8Array {
    const part = this.#chunk.subarray(0, length);
    this.#chunk = this.#chunk.subarray(length);
    return part;
  }
}
