// hello.json and claims.json against the code that ships; a HELLO from its fields, for the other verifiers.
import {
  claimOf,
  decodeHello,
  encodeHello,
  type Hello,
  type Session,
  type SessionClaim,
} from '@loom/protocol';
import { Secret } from '../../../packages/protocol/src/primitives/secret.ts';
import { isProven } from '../../../packages/protocol/src/session/claims.ts';
import { generateRatchetKey } from '../../../packages/protocol/src/ratchet/keys.ts';
import { beginAsResponder } from '../../../packages/protocol/src/ratchet/state.ts';
import type { ClaimCase, HelloCase, HelloFields, Slot } from '../make/hello.ts';
import { bytes, hex, same, scripted, valueOf } from './check.ts';

const decisions = ['none', 'resume', 'new-linked', 'new-unlinked'] as const;

export function helloFrom(fields: HelloFields): Hello {
  const decision = decisions[fields.decision];
  if (decision === undefined) throw new Error(`no decision ${fields.decision}`);
  return {
    tid: bytes(fields.tid),
    minVersion: fields.min_version,
    maxVersion: fields.max_version,
    askUnlinked: fields.asks_unlinked,
    askLinked: fields.asks_linked,
    decision,
    listeningPort: fields.port,
    ratchetKey: bytes(fields.ratchet_key),
    slots: [claimFrom(fields.slots[0]), claimFrom(fields.slots[1])],
    positions: {
      ownStream: bytes(fields.own_stream),
      nextSeq: fields.next_seq,
      peerStream: fields.peer_stream === null ? undefined : bytes(fields.peer_stream),
      receivedSeq: fields.received_seq,
    },
  };
}

function claimFrom(slot: Slot | null): SessionClaim | undefined {
  if (slot === null) return undefined;
  return {
    sessionId: bytes(slot.session_id),
    proof: bytes(slot.proof),
    chainsMade: slot.chains_made,
    sealed: slot.sealed,
    chainsSeen: slot.chains_seen,
    next: slot.next,
  };
}

export function verifyHello(vector: HelloCase): void {
  const hello = helloFrom(vector.fields);
  same(vector.name, hex(encodeHello(hello)), vector.bytes);
  same('what is read', valueOf(decodeHello(bytes(vector.bytes))), hello);
}

export function verifyClaim(vector: ClaimCase): void {
  if (vector.role !== 'I' && vector.role !== 'R') throw new Error(`no role ${String(vector.role)}`);
  const role = vector.role === 'I' ? 'initiator' : 'responder';
  const [session, hash] = [sessionWith(bytes(vector.cs)), bytes(vector.hash)];
  if (hash.length !== 32) throw new Error('h has 32 bytes');
  const claim = claimOf(session, role, hash);
  same(vector.name, hex(claim.proof), vector.proof);
  same('whether it is proven', isProven({ ...claim, proof: bytes(vector.proof) }, session, role, hash), true);
}

/** Some session with this continuity secret. */
function sessionWith(cs: Uint8Array): Session {
  const any = new Uint8Array(32).fill(1);
  return {
    sessionId: new Uint8Array(16),
    generation: 0,
    sid: new Uint8Array(16),
    continuitySecret: new Secret('continuity secret', cs),
    rootMadeAt: 0,
    ourTid: any,
    theirTid: any,
    ratchet: beginAsResponder(
      { rootKey: new Secret('root key', any), responderChainKey: new Secret('chain key', any) },
      generateRatchetKey(scripted(any)),
    ),
    sealedCount: 0,
    openedCount: 0,
  };
}
