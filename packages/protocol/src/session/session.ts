// A session: a ratchet with a name, bound to two people, and the root that it came from (PROTOCOL.md section
// 3). Knows nothing of links or databases.

import { ascii } from '../bytes.ts';
import type { RatchetFault } from '../errors.ts';
import type { RandomBytes } from '../primitives/kem.ts';
import type { Secret } from '../primitives/secret.ts';
import { open } from '../ratchet/open.ts';
import { seal } from '../ratchet/seal.ts';
import { countersOf, type RatchetState } from '../ratchet/state.ts';
import { ok, type Result } from '../result.ts';
import type { Counters } from '../wire/hello.ts';

export interface Session {
  /** What people are shown: the sid of the first root, kept over linked renewals; 16 bytes. */
  readonly sessionId: Uint8Array;
  /** How often the root was renewed since; from 0. */
  readonly generation: number;
  /** The session id of this root, as HELLO names it; 16 bytes. */
  readonly sid: Uint8Array;
  /** 32 bytes. */
  readonly continuitySecret: Secret<'continuity secret'>;
  /** ms since 1970. */
  readonly rootMadeAt: number;
  /** 32 bytes. */
  readonly ourTid: Uint8Array;
  /** 32 bytes. */
  readonly theirTid: Uint8Array;
  readonly ratchet: RatchetState;
  /** Messages sealed since this root was made. */
  readonly sealedCount: number;
  /** Messages opened since this root was made. */
  readonly openedCount: number;
}

export function counters(session: Session): Counters {
  return countersOf(session.ratchet);
}

/**
 * Seals one message. Store the new session before the message leaves; seal from no session twice.
 * @returns the new session and the message, `plaintext.length + 69` bytes.
 */
export function sealMessage(
  session: Session,
  plaintext: Uint8Array,
  random: RandomBytes,
): { readonly session: Session; readonly message: Uint8Array } {
  const binding = bindingOf(session, session.ourTid, session.theirTid);
  const { state, message } = seal(session.ratchet, binding, plaintext, random);
  return { session: { ...session, ratchet: state, sealedCount: session.sealedCount + 1 }, message };
}

/**
 * Opens one message. Store the new session in the transaction that stores what the message carried.
 * @param now ms since 1970.
 */
export function openMessage(
  session: Session,
  message: Uint8Array,
  now: number,
): Result<{ readonly session: Session; readonly plaintext: Uint8Array }, RatchetFault> {
  const binding = bindingOf(session, session.theirTid, session.ourTid);
  const opened = open(session.ratchet, binding, message, now);
  if (!opened.ok) return opened;
  const { state, plaintext } = opened.value;
  return ok({ session: { ...session, ratchet: state, openedCount: session.openedCount + 1 }, plaintext });
}

const LABEL = ascii('loom ratchet');

function bindingOf(session: Session, tidSender: Uint8Array, tidReceiver: Uint8Array): readonly Uint8Array[] {
  return [LABEL, session.sid, tidSender, tidReceiver];
}
