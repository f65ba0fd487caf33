// Reads test/vectors. Knows the shape of what several tests share: a HELLO by its fields.
import { readFileSync } from 'node:fs';
import { fromHex } from './bytes.ts';
import type { Hello, Slot } from './hello.ts';

export interface Named {
  readonly name: string;
}

export function readVectors(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8'));
}

export interface HelloFields {
  readonly tid: string;
  readonly min_version: number;
  readonly max_version: number;
  readonly asks_unlinked: boolean;
  readonly asks_linked: boolean;
  readonly decision: number;
  readonly port: number;
  readonly ratchet_key: string;
  readonly slots: readonly (SlotFields | null)[];
  readonly own_stream: string;
  readonly next_seq: number;
  readonly peer_stream: string | null;
  readonly received_seq: number;
}

interface SlotFields {
  readonly session_id: string;
  readonly proof: string;
  readonly chains_made: number;
  readonly sealed: number;
  readonly chains_seen: number;
  readonly next: number;
}

export function helloOf(fields: HelloFields): Hello {
  return {
    tid: fromHex(fields.tid),
    minVersion: fields.min_version,
    maxVersion: fields.max_version,
    flags: (fields.asks_unlinked ? 1 : 0) + (fields.asks_linked ? 2 : 0),
    decision: fields.decision,
    port: fields.port,
    ratchetKey: fromHex(fields.ratchet_key),
    slots: fields.slots.map((slot) => slot ?? undefined).map((slot) => slot && slotOf(slot)),
    own: { stream: fromHex(fields.own_stream), seq: fields.next_seq },
    peer: { stream: fromHex(fields.peer_stream ?? '00'.repeat(8)), seq: fields.received_seq },
  };
}

const slotOf = (slot: SlotFields): Slot => ({
  sid: fromHex(slot.session_id),
  proof: fromHex(slot.proof),
  made: [slot.chains_made, slot.sealed],
  seen: [slot.chains_seen, slot.next],
});
