// hello.json and claims.json: HELLO in its 208 bytes, and the proofs in its slots (PROTOCOL.md section 3).
import { alice, bob } from './people.ts';
import {
  type Bytes,
  hex,
  type Hex,
  hmac,
  join,
  label,
  named,
  u16,
  u32,
  u64,
  u8,
  x25519Public,
  zeros,
} from './primitives.ts';

export interface Counters {
  readonly chains_made: number;
  readonly sealed: number;
  readonly chains_seen: number;
  readonly next: number;
}

export interface Slot extends Counters {
  readonly session_id: Hex;
  readonly proof: Hex;
}

export interface HelloFields {
  readonly tid: Hex;
  readonly min_version: number;
  readonly max_version: number;
  readonly asks_unlinked: boolean;
  readonly asks_linked: boolean;
  readonly decision: number;
  readonly port: number;
  readonly ratchet_key: Hex;
  readonly slots: readonly [Slot | null, Slot | null];
  readonly own_stream: Hex;
  readonly next_seq: number;
  readonly peer_stream: Hex | null;
  readonly received_seq: number;
}

export interface HelloCase {
  readonly name: string;
  readonly fields: HelloFields;
  readonly bytes: Hex;
}

export interface HelloFile {
  readonly comment: string;
  readonly cases: readonly HelloCase[];
}

export interface ClaimCase {
  readonly name: string;
  readonly cs: Hex;
  readonly role: 'I' | 'R';
  readonly hash: Hex;
  readonly proof: Hex;
}

export interface ClaimsFile {
  readonly comment: string;
  readonly cases: readonly ClaimCase[];
}

export function helloBytes(fields: HelloFields): Bytes {
  const flags = (fields.asks_unlinked ? 1 : 0) | (fields.asks_linked ? 2 : 0);
  return join(
    fromHex(fields.tid),
    u8(fields.min_version),
    u8(fields.max_version),
    u16(flags),
    u8(fields.decision),
    u8(0),
    u16(fields.port),
    fromHex(fields.ratchet_key),
    ...fields.slots.map(slotBytes),
    fromHex(fields.own_stream),
    u64(fields.next_seq),
    fields.peer_stream === null ? zeros(8) : fromHex(fields.peer_stream),
    u64(fields.received_seq),
    zeros(8),
  );
}

function slotBytes(held: Slot | null): Bytes {
  if (held === null) return zeros(48);
  const { session_id: id, proof, chains_made: made, sealed, chains_seen: seen, next } = held;
  return join(fromHex(id), fromHex(proof), u32(made), u32(sealed), u32(seen), u32(next));
}

/** The continuity proof of a role. */
export function proofOf(cs: Bytes, role: 'I' | 'R', hash: Bytes): Bytes {
  return hmac(cs, label('loom continuity'), label(role), hash).slice(0, 16);
}

export function fromHex(text: Hex): Bytes {
  return Uint8Array.from(text.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}

export function plainHello(tid: Bytes, ratchetKey: Bytes, changes: Partial<HelloFields> = {}): HelloFields {
  return {
    tid: hex(tid),
    min_version: 1,
    max_version: 1,
    asks_unlinked: false,
    asks_linked: false,
    decision: 0,
    port: 47113,
    ratchet_key: hex(ratchetKey),
    slots: [null, null],
    own_stream: hex(named(`stream of ${hex(tid)}`, 8)),
    next_seq: 1,
    peer_stream: null,
    received_seq: 0,
    ...changes,
  };
}

function slot(name: string, counters: Counters): Slot {
  return { session_id: hex(named(`${name} sid`, 16)), proof: hex(named(`${name} proof`, 16)), ...counters };
}

export function helloFile(): HelloFile {
  const ratchetKey = x25519Public(named('hello ratchet key', 32));
  const cases: readonly [string, HelloFields][] = [
    ['first contact', plainHello(alice.tid, ratchetKey)],
    [
      'two sessions, and positions in both streams',
      plainHello(bob.tid, ratchetKey, {
        decision: 1,
        port: 47128,
        slots: [
          slot('current', { chains_made: 3, sealed: 17, chains_seen: 2, next: 4_294_967_295 }),
          slot('before', { chains_made: 1, sealed: 0, chains_seen: 1, next: 0 }),
        ],
        next_seq: 9_007_199_254_740_991,
        peer_stream: hex(named('peer stream', 8)),
        received_seq: 4_294_967_296,
      }),
    ],
    [
      'the second slot alone, both renewals asked for, a peer that could speak more',
      plainHello(alice.tid, ratchetKey, {
        max_version: 255,
        asks_unlinked: true,
        asks_linked: true,
        slots: [null, slot('before', { chains_made: 1, sealed: 2, chains_seen: 3, next: 4 })],
      }),
    ],
    ['M4 of a linked renewal', plainHello(bob.tid, ratchetKey, { decision: 2, min_version: 0 })],
    ['M4 of an unlinked renewal', plainHello(bob.tid, ratchetKey, { decision: 3 })],
  ];
  return {
    comment:
      'PROTOCOL.md section 3, the 208 bytes of HELLO. A slot or a peer stream that is null is all zero.',
    cases: cases.map(([name, fields]) => ({ name, fields, bytes: hex(helloBytes(fields)) })),
  };
}

export function claimsFile(): ClaimsFile {
  const [cs, hash] = [named('continuity secret', 32), named('handshake hash', 32)];
  const claim = (role: 'I' | 'R'): ClaimCase => ({
    name: `of ${role}`,
    cs: hex(cs),
    role,
    hash: hex(hash),
    proof: hex(proofOf(cs, role, hash)),
  });
  return {
    comment:
      'PROTOCOL.md section 3, the continuity proof. hash is h just before the payload of M3 for I, the final h for R; handshake.json has both in their place.',
    cases: [claim('I'), claim('R')],
  };
}
