// PROTOCOL.md section 3: the bytes of a HELLO. Knows nothing of what is decided from them.
import { isZero, join, Reader, u16, u32, u64, zeros, type Bytes } from './bytes.ts';
import { HMAC } from './primitives.ts';

export const decisions = { none: 0, resume: 1, newLinked: 2, newUnlinked: 3 } as const;
export const askFor = { newUnlinked: 1, newLinked: 2 } as const;

/** How far a ratchet has come: [chains, messages of the newest of them]. */
export type Progress = readonly [chains: number, messages: number];

export interface Slot {
  readonly sid: Bytes;
  readonly proof: Bytes;
  /** Chains made and sealed. */
  readonly made: Progress;
  /** Chains seen and next. */
  readonly seen: Progress;
}

/** A stream and a seq on it. */
export interface Position {
  readonly stream: Bytes;
  readonly seq: number;
}

export interface Hello {
  readonly tid: Bytes;
  readonly minVersion: number;
  readonly maxVersion: number;
  readonly flags: number;
  readonly decision: number;
  readonly port: number;
  readonly ratchetKey: Bytes;
  /** The current session, and the one before it. */
  readonly slots: readonly (Slot | undefined)[];
  /** The sender's stream, and the first seq not yet given. */
  readonly own: Position;
  /** The peer's stream, and the last seq up to which nothing is missing. */
  readonly peer: Position;
}

export type Role = 'I' | 'R';

export const continuityProof = (cs: Bytes, role: Role, h: Bytes): Bytes =>
  HMAC(cs, join('loom continuity', role, h)).slice(0, 16);

export function writeHello(hello: Hello): Bytes {
  const [first, second] = hello.slots;
  return join(
    hello.tid,
    hello.minVersion,
    hello.maxVersion,
    u16(hello.flags),
    hello.decision,
    0,
    u16(hello.port),
    hello.ratchetKey,
    writeSlot(first),
    writeSlot(second),
    hello.own.stream,
    u64(hello.own.seq),
    hello.peer.stream,
    u64(hello.peer.seq),
    zeros(8),
  );
}

/** @throws where it is malformed, or where both could speak a higher version. */
export function readHello(bytes: Bytes): Hello {
  const reader = new Reader(bytes);
  const tid = reader.take(32);
  const [minVersion, maxVersion, flags, decision] = [reader.u8(), reader.u8(), reader.u16(), reader.u8()];
  if (reader.u8() !== 0 || decision > 3) throw new Error('malformed HELLO');
  if (minVersion > 1 || maxVersion < 1) throw new Error('a HELLO of no version that the header has');
  const [port, ratchetKey] = [reader.u16(), reader.take(32)];
  const slots = [readSlot(reader), readSlot(reader)];
  const own = { stream: reader.take(8), seq: reader.u64() };
  const peer = { stream: reader.take(8), seq: reader.u64() };
  if (isZero(peer.stream) && peer.seq > 0) throw new Error('something was received of no stream');
  reader.take(8);
  reader.end();
  return { tid, minVersion, maxVersion, flags, decision, port, ratchetKey, slots, own, peer };
}

function writeSlot(slot: Slot | undefined): Bytes {
  if (slot === undefined) return zeros(48);
  return join(slot.sid, slot.proof, ...[...slot.made, ...slot.seen].map(u32));
}

function readSlot(reader: Reader): Slot | undefined {
  const bytes = reader.take(48);
  if (isZero(bytes)) return undefined;
  const slot = new Reader(bytes);
  const [sid, proof] = [slot.take(16), slot.take(16)];
  return { sid, proof, made: [slot.u32(), slot.u32()], seen: [slot.u32(), slot.u32()] };
}
