// HELLO, 208 bytes (PROTOCOL.md section 3): who speaks, which sessions it holds and how far it has come in
// them. Knows the layout; what a proof proves and which decision is right is judged elsewhere.

import { ByteReader, ByteWriter, concat, isZero } from '../bytes.ts';
import type { HelloFault } from '../errors.ts';
import { fail, ok, type Result } from '../result.ts';
import { protocolVersion } from './version.ts';

export const HELLO_SIZE = 208;
const SLOT_SIZE = 48;
const SPARE_SIZE = 8;
const STREAM_SIZE = 8;

const ASK_UNLINKED = 1;
const ASK_LINKED = 2;

const DECISIONS = ['none', 'resume', 'new-linked', 'new-unlinked'] as const;

/** What R decided; `none` in I's HELLO. */
export type Decision = (typeof DECISIONS)[number];

/** One end's place in a session's ratchet; four u32. */
export interface Counters {
  /** Sending chains begun. */
  readonly chainsMade: number;
  /** Messages sealed in the newest of them. */
  readonly sealed: number;
  /** The peer's chains of which a message has been opened, or whose key was known from the start. */
  readonly chainsSeen: number;
  /** The number expected next in the newest of those. */
  readonly next: number;
}

/** "I hold this session, here is my proof, this is how far I am." */
export interface SessionClaim extends Counters {
  /** The sid of the session's root, 16 bytes. */
  readonly sessionId: Uint8Array;
  /** 16 bytes. */
  readonly proof: Uint8Array;
}

/** Where the sender of a HELLO stands in delivery: an implied ACK. */
export interface StreamPositions {
  /** The stream that the sender sends on, 8 bytes. */
  readonly ownStream: Uint8Array;
  /** The first seq that it has not given yet. */
  readonly nextSeq: number;
  /** The peer's stream, 8 bytes, where the sender knows one. */
  readonly peerStream: Uint8Array | undefined;
  /** The highest seq of that stream below which it misses nothing; 0 without a stream. */
  readonly receivedSeq: number;
}

export interface Hello {
  /** The sender's token id, 32 bytes. */
  readonly tid: Uint8Array;
  readonly minVersion: number;
  readonly maxVersion: number;
  readonly askUnlinked: boolean;
  readonly askLinked: boolean;
  readonly decision: Decision;
  readonly listeningPort: number;
  /** X25519, 32 bytes, fresh for this link. */
  readonly ratchetKey: Uint8Array;
  /**
   * The current session first, then the one before it; in R's, the first is the one that the decision is
   * about.
   */
  readonly slots: readonly [SessionClaim | undefined, SessionClaim | undefined];
  readonly positions: StreamPositions;
}

/** @throws {RangeError} where a field does not fit its place. */
export function encodeHello(hello: Hello): Uint8Array<ArrayBuffer> {
  const flags = (hello.askUnlinked ? ASK_UNLINKED : 0) | (hello.askLinked ? ASK_LINKED : 0);
  const { ownStream, nextSeq, peerStream, receivedSeq } = hello.positions;
  return new ByteWriter(HELLO_SIZE)
    .bytes(hello.tid, 32)
    .u8(hello.minVersion)
    .u8(hello.maxVersion)
    .u16(flags)
    .u8(DECISIONS.indexOf(hello.decision))
    .u8(0)
    .u16(hello.listeningPort)
    .bytes(hello.ratchetKey, 32)
    .bytes(concat(...hello.slots.map(encodeSlot)), 2 * SLOT_SIZE)
    .bytes(ownStream, STREAM_SIZE)
    .u64(nextSeq)
    .bytes(peerStream ?? new Uint8Array(STREAM_SIZE), STREAM_SIZE)
    .u64(receivedSeq)
    .zeros(SPARE_SIZE)
    .finish();
}

export function decodeHello(bytes: Uint8Array): Result<Hello, HelloFault> {
  const reader = new ByteReader(bytes);
  const tid = reader.bytes(32);
  const minVersion = reader.u8();
  const maxVersion = reader.u8();
  const flags = reader.u16();
  const decision = DECISIONS[reader.u8()];
  const reserved = reader.u8();
  const listeningPort = reader.u16();
  const ratchetKey = reader.bytes(32);
  const first = decodeSlot(reader.bytes(SLOT_SIZE));
  const second = decodeSlot(reader.bytes(SLOT_SIZE));
  const ownStream = reader.bytes(STREAM_SIZE);
  const nextSeq = reader.u64();
  const stream = reader.bytes(STREAM_SIZE);
  const receivedSeq = reader.u64();
  reader.bytes(SPARE_SIZE);

  const peerStream = isZero(stream) ? undefined : stream;
  const canonical =
    reader.complete &&
    reserved === 0 &&
    minVersion <= protocolVersion &&
    maxVersion >= protocolVersion &&
    (peerStream !== undefined || receivedSeq === 0);
  if (!canonical || decision === undefined) return fail({ code: 'bad-hello' });
  return ok({
    tid,
    minVersion,
    maxVersion,
    askUnlinked: (flags & ASK_UNLINKED) !== 0,
    askLinked: (flags & ASK_LINKED) !== 0,
    decision,
    listeningPort,
    ratchetKey,
    slots: [first, second],
    positions: { ownStream, nextSeq, peerStream, receivedSeq },
  });
}

function encodeSlot(claim: SessionClaim | undefined): Uint8Array {
  if (claim === undefined) return new Uint8Array(SLOT_SIZE);
  return new ByteWriter(SLOT_SIZE)
    .bytes(claim.sessionId, 16)
    .bytes(claim.proof, 16)
    .u32(claim.chainsMade)
    .u32(claim.sealed)
    .u32(claim.chainsSeen)
    .u32(claim.next)
    .finish();
}

function decodeSlot(bytes: Uint8Array): SessionClaim | undefined {
  if (isZero(bytes)) return undefined;
  const reader = new ByteReader(bytes);
  return {
    sessionId: reader.bytes(16),
    proof: reader.bytes(16),
    chainsMade: reader.u32(),
    sealed: reader.u32(),
    chainsSeen: reader.u32(),
    next: reader.u32(),
  };
}
