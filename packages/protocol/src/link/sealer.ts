// Packs frames into records: one direction of a link, outgoing. Knows nothing of sockets or of what frames
// mean.

import { ByteWriter } from '../bytes.ts';
import { encodeFrame, FRAME_HEADER_SIZE, type Frame } from '../wire/frames.ts';
import { LARGEST_RECORD, paddedSize, RECORD_OVERHEAD, RecordCipher } from './records.ts';

export class LinkSealer {
  readonly #cipher: RecordCipher;

  /** @param key 32 bytes; not used by anything else. */
  constructor(key: Uint8Array) {
    this.#cipher = new RecordCipher(key);
  }

  /**
   * All frames in as few records as possible, the last one in the smallest size that fits. A HELLO gets a
   * record of its own: it comes first (PROTOCOL.md section 2). No frames make no bytes.
   */
  seal(frames: readonly Frame[]): Uint8Array {
    const [first, ...others] = frames;
    if (first?.type !== 'hello' || others.length === 0) return this.#sealRun(frames);
    const hello = this.#sealRun([first]);
    const rest = this.#sealRun(others);
    return new ByteWriter(hello.length + rest.length).bytes(hello).bytes(rest).finish();
  }

  #sealRun(frames: readonly Frame[]): Uint8Array {
    const encoded = frames.map(encodeFrame);
    const length = encoded.reduce((sum, { body }) => sum + FRAME_HEADER_SIZE + body.length, 0);
    const fullRecords = Math.max(0, Math.ceil(length / LARGEST_RECORD) - 1);
    const lastSize = length === 0 ? 0 : paddedSize(length - fullRecords * LARGEST_RECORD);
    const paddedLength = fullRecords * LARGEST_RECORD + lastSize;

    const writer = new ByteWriter(paddedLength);
    for (const { code, body } of encoded) writer.u8(code).u32(body.length).bytes(body);
    const plaintext = writer.zeros(paddedLength - length).finish();

    const records = new Uint8Array(paddedLength + Math.ceil(paddedLength / LARGEST_RECORD) * RECORD_OVERHEAD);
    let target = 0;
    for (let from = 0; from < paddedLength; from += LARGEST_RECORD) {
      const part = plaintext.subarray(from, Math.min(from + LARGEST_RECORD, paddedLength));
      this.#cipher.sealInto(records.subarray(target, target + part.length + RECORD_OVERHEAD), part);
      target += part.length + RECORD_OVERHEAD;
    }
    return records;
  }
}
