// Byte strings: joining, comparing, hex, and big-endian integers read and written in order. Knows nothing of
// what the bytes mean. Every function copies what it returns unless it says otherwise.

/** Joins byte strings into a fresh one. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/**
 * A fresh copy of `bytes[from..to]`, also where `bytes` is a Node Buffer (whose own `slice` shares memory).
 */
export function copyOf(bytes: Uint8Array, from = 0, to = bytes.length): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.subarray(from, to));
}

/** Equality of public bytes; its time depends on them. Secrets are compared by `constantTimeEqual`. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Lexicographic order, a prefix before what it begins: negative where `a` comes first, 0 where equal. */
export function compare(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

export function isZero(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 0) return false;
  return true;
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** @throws {RangeError} where `text` is not an even number of hexadecimal digits. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  if (!/^(?:[0-9a-f]{2})*$/i.test(text)) throw new RangeError('not hexadecimal');
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** The bytes of an ASCII label, as PROTOCOL.md writes `"text"`. */
export function ascii(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

const U32_RANGE = 2 ** 32;

export function u32(value: number): Uint8Array<ArrayBuffer> {
  return new ByteWriter(4).u32(value).finish();
}

/** @throws {RangeError} where `value` is no integer from 0 to 2^53 - 1. */
export function u64(value: number): Uint8Array<ArrayBuffer> {
  return new ByteWriter(8).u64(value).finish();
}

/** Fills a byte string of a size known beforehand, front to back; big-endian. Misuse throws a RangeError. */
export class ByteWriter {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  #offset = 0;

  constructor(length: number) {
    this.#bytes = new Uint8Array(length);
    this.#view = new DataView(this.#bytes.buffer);
  }

  u8(value: number): this {
    return this.#integer(value, 1);
  }

  u16(value: number): this {
    return this.#integer(value, 2);
  }

  u32(value: number): this {
    return this.#integer(value, 4);
  }

  /** Integers up to 2^53 - 1 only. */
  u64(value: number): this {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a safe integer`);
    return this.#integer(Math.floor(value / U32_RANGE), 4).#integer(value % U32_RANGE, 4);
  }

  bytes(value: Uint8Array, size: number = value.length): this {
    if (value.length !== size) throw new RangeError(`${value.length} bytes where ${size} belong`);
    this.#bytes.set(value, this.#offset);
    this.#offset += size;
    return this;
  }

  /** Leaves `count` zero bytes. */
  zeros(count: number): this {
    this.#offset += count;
    return this;
  }

  /** The whole byte string; it is not copied. */
  finish(): Uint8Array<ArrayBuffer> {
    if (this.#offset !== this.#bytes.length) {
      throw new RangeError(`wrote ${this.#offset} of ${this.#bytes.length} bytes`);
    }
    return this.#bytes;
  }

  #integer(value: number, size: 1 | 2 | 4): this {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** (8 * size)) {
      throw new RangeError(`${value} does not fit ${size} bytes`);
    }
    if (size === 1) this.#view.setUint8(this.#offset, value);
    else if (size === 2) this.#view.setUint16(this.#offset, value);
    else this.#view.setUint32(this.#offset, value);
    this.#offset += size;
    return this;
  }
}

/**
 * Reads a byte string front to back; big-endian. Reading past the end, or a u64 above 2^53 - 1, yields zeros
 * and makes `complete` false for good, so a parser reads on and asks once, at the end.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;
  #sound = true;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  /** All that was read was there. */
  get sound(): boolean {
    return this.#sound;
  }

  /** All that was read was there, and nothing is left. */
  get complete(): boolean {
    return this.#sound && this.remaining === 0;
  }

  u8(): number {
    const at = this.#advance(1);
    return at === undefined ? 0 : this.#view.getUint8(at);
  }

  u16(): number {
    const at = this.#advance(2);
    return at === undefined ? 0 : this.#view.getUint16(at);
  }

  u32(): number {
    const at = this.#advance(4);
    return at === undefined ? 0 : this.#view.getUint32(at);
  }

  u64(): number {
    const value = this.u32() * U32_RANGE + this.u32();
    if (Number.isSafeInteger(value)) return value;
    this.#sound = false;
    return 0;
  }

  /** A copy of the next `length` bytes. */
  bytes(length: number): Uint8Array<ArrayBuffer> {
    const at = this.#advance(length);
    return at === undefined ? new Uint8Array(length) : copyOf(this.#bytes, at, at + length);
  }

  /** A copy of all that is left. */
  rest(): Uint8Array<ArrayBuffer> {
    return this.bytes(this.remaining);
  }

  #advance(length: number): number | undefined {
    if (!this.#sound || length > this.remaining) {
      this.#sound = false;
      return undefined;
    }
    const at = this.#offset;
    this.#offset += length;
    return at;
  }
}
