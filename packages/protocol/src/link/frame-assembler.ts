// Cuts the plaintexts of records into frames; a frame may span records (PROTOCOL.md section 2.2). Holds at
// most one unfinished frame, and of that only what has arrived. Knows nothing of encryption.

import { concat, isZero } from '../bytes.ts';
import type { LinkFault } from '../errors.ts';
import { limits } from '../limits.ts';
import { fail, ok, type Result } from '../result.ts';
import {
  decodeFrame,
  FIRST_SKIPPABLE_TYPE,
  FRAME_HEADER_SIZE,
  type Frame,
  frameType,
  isLegalSize,
} from '../wire/frames.ts';

/** A frame whose header has arrived. Without a type it is skipped, and its body is not kept. */
interface OpenFrame {
  readonly code: number;
  readonly type: Frame['type'] | undefined;
  readonly parts: Uint8Array[];
  missing: number;
}

export class FrameAssembler {
  #header: number[] = [];
  #frame: OpenFrame | undefined;

  /** @param plaintext of one record; frames may share its memory. @returns the frames that it completes. */
  push(plaintext: Uint8Array): Result<Frame[], LinkFault> {
    const frames: Frame[] = [];
    let offset = 0;
    while (offset < plaintext.length) {
      if (this.#frame === undefined) {
        if (this.#header.length === 0 && plaintext[offset] === 0) {
          return isZero(plaintext.subarray(offset)) ? ok(frames) : fail({ code: 'bad-padding' });
        }
        const end = Math.min(offset + FRAME_HEADER_SIZE - this.#header.length, plaintext.length);
        this.#header.push(...plaintext.subarray(offset, end));
        offset = end;
        if (this.#header.length < FRAME_HEADER_SIZE) break;
        const opened = openFrame(this.#header);
        if (!opened.ok) return opened;
        this.#header = [];
        this.#frame = opened.value;
      }
      const part = plaintext.subarray(offset, offset + this.#frame.missing);
      offset += part.length;
      this.#frame.missing -= part.length;
      if (this.#frame.type !== undefined) this.#frame.parts.push(part);
      if (this.#frame.missing > 0) break;
      const { code, type, parts } = this.#frame;
      this.#frame = undefined;
      if (type === undefined) continue;
      const [first, ...others] = parts;
      const frame = decodeFrame(type, first !== undefined && others.length === 0 ? first : concat(...parts));
      if (frame === undefined) return fail({ code: 'malformed-frame', type: code });
      frames.push(frame);
    }
    return ok(frames);
  }
}

function openFrame(header: readonly number[]): Result<OpenFrame, LinkFault> {
  const [code = 0, ...lengthBytes] = header;
  const length = lengthBytes.reduce((value, byte) => value * 256 + byte, 0);
  if (length > limits.maxFrameBody) return fail({ code: 'frame-too-long', type: code, length });
  const type = frameType(code);
  if (type === undefined && code < FIRST_SKIPPABLE_TYPE) return fail({ code: 'unknown-frame', type: code });
  if (type !== undefined && !isLegalSize(type, length)) return fail({ code: 'malformed-frame', type: code });
  return ok({ code, type, parts: [], missing: length });
}
