// The records of a pairing link (PROTOCOL.md section 10.3): those of a link (section 2.2), in one size alone, with one frame
// in each. Knows nothing of sockets or of which frame may come when.

import type { PairingFault } from '../errors.ts';
import { FixedMessageReader } from '../handshake/message-reader.ts';
import { RECORD_OVERHEAD, RecordCipher } from '../link/records.ts';
import { TAG_SIZE } from '../primitives/aead.ts';
import { fail, ok, type Result } from '../result.ts';
import { decodePairingFrame, encodePairingFrame, PAIRING_RECORD_SIZE, type PairingFrame } from './frames.ts';

export class PairingSealer {
  readonly #cipher: RecordCipher;

  /** @param key 32 bytes; not used by anything else. */
  constructor(key: Uint8Array) {
    this.#cipher = new RecordCipher(key);
  }

  /** @returns one record with its length, 1042 bytes. */
  seal(frame: PairingFrame): Uint8Array {
    const record = new Uint8Array(PAIRING_RECORD_SIZE + RECORD_OVERHEAD);
    this.#cipher.sealInto(record, encodePairingFrame(frame));
    return record;
  }
}

export class PairingOpener {
  readonly #cipher: RecordCipher;
  #reader = newReader();
  #fault: PairingFault | undefined;

  /** @param key 32 bytes; not used by anything else. */
  constructor(key: Uint8Array) {
    this.#cipher = new RecordCipher(key);
  }

  /**
   * Takes the next bytes from the connection, in chunks of any size.
   * @returns the frames they complete, or the fault that ends the link; after a fault nothing but that fault.
   */
  push(chunk: Uint8Array): Result<PairingFrame[], PairingFault> {
    const frames: PairingFrame[] = [];
    this.#fault ??= this.#readInto(frames, chunk);
    return this.#fault === undefined ? ok(frames) : fail(this.#fault);
  }

  #readInto(frames: PairingFrame[], chunk: Uint8Array): PairingFault | undefined {
    let rest = chunk;
    for (;;) {
      const read = this.#reader.push(rest);
      if (read.kind === 'more') return undefined;
      if (read.kind === 'illegal-length') return { code: 'illegal-length', length: read.length };
      this.#reader = newReader();
      rest = read.rest;
      const plaintext = this.#cipher.open(read.body);
      if (plaintext === undefined) return { code: 'bad-tag' };
      const frame = decodePairingFrame(plaintext);
      if (frame === undefined) return { code: 'malformed-frame' };
      frames.push(frame);
    }
  }
}

function newReader(): FixedMessageReader {
  return new FixedMessageReader(PAIRING_RECORD_SIZE + TAG_SIZE);
}
