// keys.json: what two contacts share before they have talked (PROTOCOL.md sections 2.1 and 6).
import { alice, bob, carol, type Person } from './people.ts';
import { type Bytes, dh, EMPTY, hex, type Hex, hkdf, join, label } from './primitives.ts';

export interface PairCase {
  readonly name: string;
  readonly a_seed: Hex;
  readonly b_seed: Hex;
  readonly a_tid: Hex;
  readonly b_tid: Hex;
  /** DH(x_A, x_B). */
  readonly shared: Hex;
  readonly knock_info_a_to_b: Hex;
  readonly knock_key_a_to_b: Hex;
  readonly knock_key_b_to_a: Hex;
  readonly beacon_info_a_to_b: Hex;
  readonly beacon_key_a_to_b: Hex;
  readonly beacon_key_b_to_a: Hex;
}

export interface KeysFile {
  readonly comment: string;
  readonly cases: readonly PairCase[];
}

export function knockKey(from: Person, to: Person): Bytes {
  return hkdf(EMPTY, dh(from.xSecret, to.x), knockInfo(from, to), 32);
}

export function beaconKey(from: Person, to: Person): Bytes {
  return hkdf(EMPTY, dh(from.xSecret, to.x), beaconInfo(from, to), 32);
}

function knockInfo(from: Person, to: Person): Bytes {
  return join(label('loom knock'), from.tid, to.tid);
}

function beaconInfo(from: Person, to: Person): Bytes {
  return join(label('loom beacon'), from.tid, to.tid);
}

function pairCase(name: string, a: Person, b: Person): PairCase {
  return {
    name,
    a_seed: hex(a.seed),
    b_seed: hex(b.seed),
    a_tid: hex(a.tid),
    b_tid: hex(b.tid),
    shared: hex(dh(a.xSecret, b.x)),
    knock_info_a_to_b: hex(knockInfo(a, b)),
    knock_key_a_to_b: hex(knockKey(a, b)),
    knock_key_b_to_a: hex(knockKey(b, a)),
    beacon_info_a_to_b: hex(beaconInfo(a, b)),
    beacon_key_a_to_b: hex(beaconKey(a, b)),
    beacon_key_b_to_a: hex(beaconKey(b, a)),
  };
}

export function keysFile(): KeysFile {
  return {
    comment:
      'PROTOCOL.md sections 2.1 (knock keys) and 6 (beacon keys). A knock key is of the initiator towards the responder, a beacon key of who announces towards who is to recognise. The salt of both HKDFs is empty.',
    cases: [pairCase('alice and bob', alice, bob), pairCase('carol and alice', carol, alice)],
  };
}
