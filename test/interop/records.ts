// PROTOCOL.md section 2.2: the records of one direction, their padding, and the frames in them. Knows nothing of what a
// frame says.
import { empty, isZero, join, Reader, u16, u32, zeros, type Bytes } from './bytes.ts';
import { open, seal } from './primitives.ts';

export const frameTypes = { hello: 1, ping: 2, pong: 3, close: 4, addresses: 5, ratchet: 6 } as const;

export interface Frame {
  readonly type: number;
  readonly body: Bytes;
}

const paddedSizes = [256, 1024, 4096, 16384];
const tagSize = 16;
const rekeyEvery = 2 ** 16;

/** Noise's nonce for ChaCha20-Poly1305: 4 zero bytes, then the counter as a little-endian u64. */
export function cipherNonce(counter: number | bigint): Bytes {
  const nonce = zeros(12);
  new DataView(nonce.buffer).setBigUint64(4, BigInt(counter), true);
  return nonce;
}

/** The key of one direction and its counter. */
class RecordKey {
  #key: Bytes;
  #counter: number;

  constructor(key: Bytes, counter: number) {
    this.#key = key;
    this.#counter = counter;
  }

  use(cipher: (key: Bytes, nonce: Bytes) => Bytes): Bytes {
    const out = cipher(this.#key, cipherNonce(this.#counter++));
    if (this.#counter % rekeyEvery === 0) {
      this.#key = seal(this.#key, cipherNonce(2n ** 64n - 1n), empty, zeros(32)).slice(0, 32);
    }
    return out;
  }
}

export class RecordWriter {
  readonly #key: RecordKey;

  constructor(key: Bytes, counter = 0) {
    this.#key = new RecordKey(key, counter);
  }

  /** @returns the records that carry these frames together, each with its length before it. */
  write(...frames: Frame[]): Bytes {
    const stream = join(...frames.map(({ type, body }) => join(type, u32(body.length), body)));
    const records: Bytes[] = [];
    for (let at = 0; at < stream.length; at += 16384)
      records.push(this.writeRecord(stream.slice(at, at + 16384)));
    return join(...records);
  }

  /** @param piece up to 16,384 bytes of the stream. */
  writeRecord(piece: Bytes): Bytes {
    const size = paddedSizes.find((each) => each >= piece.length) ?? 16384;
    const padded = join(piece, zeros(size - piece.length));
    const sealed = this.#key.use((key, nonce) => seal(key, nonce, empty, padded));
    return join(u16(sealed.length), sealed);
  }
}

export class RecordReader {
  readonly #key: RecordKey;
  #open: Bytes = empty;

  constructor(key: Bytes, counter = 0) {
    this.#key = new RecordKey(key, counter);
  }

  /** @param record without its length. @returns the frames that end in it. @throws where it is none. */
  read(record: Bytes): Frame[] {
    if (!paddedSizes.includes(record.length - tagSize)) throw new Error(`a record of ${record.length} bytes`);
    let rest = join(
      this.#open,
      this.#key.use((key, nonce) => open(key, nonce, empty, record)),
    );
    const frames: Frame[] = [];
    while (rest.length > 0) {
      if (rest[0] === 0) {
        if (!isZero(rest)) throw new Error('something stands in the padding');
        rest = empty;
        break;
      }
      if (rest.length < 5) break;
      const reader = new Reader(rest);
      const [type, size] = [reader.u8(), reader.u32()];
      if (size > 2 ** 17) throw new Error(`a frame of ${size} bytes`);
      if (rest.length < 5 + size) break;
      frames.push({ type, body: reader.take(size) });
      rest = reader.rest();
    }
    this.#open = rest;
    return frames;
  }
}
