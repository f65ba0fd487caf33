// Delivery envelopes: the plaintexts of ratchet messages (PROTOCOL.md section 5). Knows their layout, nothing
// of outboxes or of what a body says.

import { ByteReader, ByteWriter } from '../bytes.ts';
import type { EnvelopeFault } from '../errors.ts';
import { limits } from '../limits.ts';
import { fail, ok, type Result } from '../result.ts';

const TYPES = { data: 1, ack: 2, read: 3, ephemeral: 4 } as const;
const STREAM_SIZE = 8;
const MESSAGE_ID_SIZE = 16;
const DATA_HEAD_SIZE = 1 + STREAM_SIZE + 8 + 8 + 8 + MESSAGE_ID_SIZE;
const ACK_HEAD_SIZE = 1 + STREAM_SIZE + 8 + 1;
const RANGE_SIZE = 16;

/** Both ends included. */
export interface SeqRange {
  readonly from: number;
  readonly to: number;
}

/** `stream` is the stream of the DATA's sender in all of them, 8 bytes. */
export type KnownEnvelope =
  | {
      readonly type: 'data';
      readonly stream: Uint8Array;
      /** From 1, without gaps. */
      readonly seq: number;
      /** The contiguous seq that the sender has received of the other's stream: an implied ACK. */
      readonly seen: number;
      /** The sender's clock, ms since 1970. */
      readonly sentAt: number;
      /** 16 bytes. */
      readonly messageId: Uint8Array;
      /** CBOR; empty where the message was withdrawn. */
      readonly body: Uint8Array;
    }
  | {
      readonly type: 'ack';
      readonly stream: Uint8Array;
      /** Nothing up to here is missing. */
      readonly contiguous: number;
      /** What is held above that: ascending, apart, 32 at most. */
      readonly ranges: readonly SeqRange[];
    }
  | { readonly type: 'read'; readonly stream: Uint8Array; readonly position: number }
  | { readonly type: 'ephemeral'; readonly body: Uint8Array };

/** `unknown`: of a type that a later version may have; ignored. */
export type Envelope = KnownEnvelope | { readonly type: 'unknown' };

/** @throws {RangeError} where a field does not fit its place. */
export function encodeEnvelope(envelope: KnownEnvelope): Uint8Array<ArrayBuffer> {
  switch (envelope.type) {
    case 'data':
      if (envelope.seq < 1) throw new RangeError('seq counts from 1');
      return new ByteWriter(DATA_HEAD_SIZE + envelope.body.length)
        .u8(TYPES.data)
        .bytes(envelope.stream, STREAM_SIZE)
        .u64(envelope.seq)
        .u64(envelope.seen)
        .u64(envelope.sentAt)
        .bytes(envelope.messageId, MESSAGE_ID_SIZE)
        .bytes(envelope.body)
        .finish();
    case 'ack': {
      if (!areCanonical(envelope.contiguous, envelope.ranges)) {
        throw new RangeError('ranges of an ACK ascend, apart, above what is contiguous');
      }
      const writer = new ByteWriter(ACK_HEAD_SIZE + envelope.ranges.length * RANGE_SIZE)
        .u8(TYPES.ack)
        .bytes(envelope.stream, STREAM_SIZE)
        .u64(envelope.contiguous)
        .u8(envelope.ranges.length);
      for (const { from, to } of envelope.ranges) writer.u64(from).u64(to);
      return writer.finish();
    }
    case 'read':
      return new ByteWriter(1 + STREAM_SIZE + 8)
        .u8(TYPES.read)
        .bytes(envelope.stream, STREAM_SIZE)
        .u64(envelope.position)
        .finish();
    case 'ephemeral':
      return new ByteWriter(1 + envelope.body.length).u8(TYPES.ephemeral).bytes(envelope.body).finish();
  }
}

export function decodeEnvelope(bytes: Uint8Array): Result<Envelope, EnvelopeFault> {
  const reader = new ByteReader(bytes);
  const type = reader.u8();
  if (!reader.sound) return fail({ code: 'bad-envelope' });
  const envelope = decodeRest(type, reader);
  return envelope === undefined ? fail({ code: 'bad-envelope' }) : ok(envelope);
}

function decodeRest(type: number, reader: ByteReader): Envelope | undefined {
  switch (type) {
    case TYPES.data: {
      const stream = reader.bytes(STREAM_SIZE);
      const seq = reader.u64();
      const seen = reader.u64();
      const sentAt = reader.u64();
      const messageId = reader.bytes(MESSAGE_ID_SIZE);
      const body = reader.rest();
      return reader.complete && seq >= 1
        ? { type: 'data', stream, seq, seen, sentAt, messageId, body }
        : undefined;
    }
    case TYPES.ack: {
      const stream = reader.bytes(STREAM_SIZE);
      const contiguous = reader.u64();
      const count = reader.u8();
      if (count > limits.maxAckRanges) return undefined;
      const ranges = Array.from({ length: count }, () => ({ from: reader.u64(), to: reader.u64() }));
      return reader.complete && areCanonical(contiguous, ranges)
        ? { type: 'ack', stream, contiguous, ranges }
        : undefined;
    }
    case TYPES.read: {
      const stream = reader.bytes(STREAM_SIZE);
      const position = reader.u64();
      return reader.complete ? { type: 'read', stream, position } : undefined;
    }
    case TYPES.ephemeral:
      return { type: 'ephemeral', body: reader.rest() };
    default:
      return { type: 'unknown' };
  }
}

/** At most 32, ascending, none touching the one before, the first above `contiguous + 1`. */
function areCanonical(contiguous: number, ranges: readonly SeqRange[]): boolean {
  let before = contiguous;
  for (const { from, to } of ranges) {
    if (from <= before + 1 || to < from) return false;
    before = to;
  }
  return ranges.length <= limits.maxAckRanges;
}
