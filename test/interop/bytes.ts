// Bytes joined, cut up and read in order, as PROTOCOL.md's notation has it. Knows nothing of what they mean.

export type Bytes = Uint8Array<ArrayBuffer>;

export const empty: Bytes = new Uint8Array(0);
export const zeros = (size: number): Bytes => new Uint8Array(size);

export function ascii(text: string): Bytes {
  return new Uint8Array(Buffer.from(text, 'ascii'));
}

/** `a | b`, where text is its ASCII bytes and a number a single byte. */
export function join(...parts: (Uint8Array | string | number)[]): Bytes {
  const bytes = parts.map((part) => {
    if (typeof part === 'number') return Uint8Array.of(part);
    return typeof part === 'string' ? ascii(part) : part;
  });
  return new Uint8Array(Buffer.concat(bytes));
}

function unsigned(size: number, value: number): Bytes {
  const bytes = zeros(size);
  for (let i = size - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  return bytes;
}

export const u16 = (value: number): Bytes => unsigned(2, value);
export const u32 = (value: number): Bytes => unsigned(4, value);
export const u64 = (value: number): Bytes => unsigned(8, value);

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

export const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const fromHex = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'hex'));

/** Takes bytes from the front. @throws where there are too few, or where some are left at the end. */
export class Reader {
  #rest: Bytes;

  constructor(bytes: Bytes) {
    this.#rest = bytes;
  }

  take(size: number): Bytes {
    if (this.#rest.length < size)
      throw new Error(`malformed: ${size} bytes wanted, ${this.#rest.length} left`);
    const taken = this.#rest.slice(0, size);
    this.#rest = this.#rest.slice(size);
    return taken;
  }

  rest(): Bytes {
    return this.take(this.#rest.length);
  }

  u8 = (): number => this.#unsigned(1);
  u16 = (): number => this.#unsigned(2);
  u32 = (): number => this.#unsigned(4);

  u64(): number {
    const value = this.#unsigned(8);
    if (!Number.isSafeInteger(value)) throw new Error('malformed: a u64 above 2^53 - 1');
    return value;
  }

  end(): void {
    if (this.#rest.length > 0) throw new Error(`malformed: ${this.#rest.length} bytes too many`);
  }

  #unsigned(size: number): number {
    return this.take(size).reduce((sum, byte) => sum * 256 + byte, 0);
  }
}
