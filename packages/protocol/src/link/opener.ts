// Turns the bytes of a link back into frames: one direction, incoming. Knows nothing of sockets or of what
// frames mean, but for HELLO's place: the first record of R, and nowhere else (PROTOCOL.md section 2).

import { equal } from '../bytes.ts';
import type { LinkFault } from '../errors.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Frame } from '../wire/frames.ts';
import { isDowngraded } from '../wire/version.ts';
import { FrameAssembler } from './frame-assembler.ts';
import { RecordReader } from './record-reader.ts';
import { HELLO_RECORD_LENGTH, RecordCipher } from './records.ts';

export class LinkOpener {
  readonly #cipher: RecordCipher;
  readonly #records = new RecordReader();
  readonly #assembler = new FrameAssembler();
  /** The tid that the HELLO still to come has to carry. */
  #helloOf: Uint8Array | undefined;
  #fault: LinkFault | undefined;

  /**
   * @param key 32 bytes; not used by anything else.
   * @param expectHelloOf given by I alone: the tid of R, whose first record has to be its HELLO with a
   * decision.
   */
  constructor(key: Uint8Array, expectHelloOf?: Uint8Array) {
    this.#cipher = new RecordCipher(key);
    this.#helloOf = expectHelloOf;
  }

  /**
   * Takes the next bytes from the connection, in chunks of any size.
   * @returns the frames they complete, or the fault that ends the link; after a fault nothing but that fault.
   * Frames may share the memory of `chunk`.
   */
  push(chunk: Uint8Array): Result<Frame[], LinkFault> {
    if (this.#fault !== undefined) return fail(this.#fault);
    const frames: Frame[] = [];
    const fault = this.#readInto(frames, chunk);
    if (fault === undefined) return ok(frames);
    this.#fault = fault;
    return fail(fault);
  }

  #readInto(frames: Frame[], chunk: Uint8Array): LinkFault | undefined {
    this.#records.push(chunk);
    for (;;) {
      const read = this.#records.read();
      if (read.kind === 'more') return undefined;
      if (read.kind === 'illegal-length') return { code: 'illegal-length', length: read.length };
      if (this.#helloOf !== undefined && read.sealed.length !== HELLO_RECORD_LENGTH) {
        return { code: 'illegal-length', length: read.sealed.length };
      }
      const plaintext = this.#cipher.open(read.sealed);
      if (plaintext === undefined) return { code: 'bad-tag' };
      const assembled = this.#assembler.push(plaintext);
      if (!assembled.ok) return assembled.fault;
      const misplaced = this.#judgeHello(assembled.value);
      if (misplaced !== undefined) return misplaced;
      frames.push(...assembled.value);
    }
  }

  /** @param frames those of one record. */
  #judgeHello(frames: readonly Frame[]): LinkFault | undefined {
    const expected = this.#helloOf;
    if (expected === undefined) {
      return frames.some(({ type }) => type === 'hello') ? { code: 'unexpected-hello' } : undefined;
    }
    const [first, ...others] = frames;
    if (first?.type !== 'hello' || others.length > 0) return { code: 'hello-expected' };
    if (first.hello.decision === 'none') return { code: 'hello-expected' };
    if (!equal(first.hello.tid, expected)) return { code: 'wrong-tid' };
    if (isDowngraded(first.hello)) return { code: 'version-downgrade' };
    this.#helloOf = undefined;
    return undefined;
  }
}
