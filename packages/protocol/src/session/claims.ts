// Claims: how one end proves in HELLO that it holds a session, and says how far it has come (PROTOCOL.md
// section 3).

import { ascii, copyOf } from '../bytes.ts';
import type { Role } from '../handshake/link-keys.ts';
import { constantTimeEqual } from '../primitives/constant-time.ts';
import { hmac } from '../primitives/hash.ts';
import type { SessionClaim } from '../wire/hello.ts';
import { counters, type Session } from './session.ts';

const LABEL = ascii('loom continuity');
const ROLE_BYTES = { initiator: ascii('I'), responder: ascii('R') } as const;
const PROOF_SIZE = 16;

/**
 * @param role whose HELLO the claim goes into.
 * @param hash the handshake hash just before the payload of M3 for I, the final one for R; 32 bytes.
 */
export function claimOf(session: Session, role: Role, hash: Uint8Array): SessionClaim {
  return { sessionId: session.sid, proof: proofOf(session, role, hash), ...counters(session) };
}

/** Whether a claim by `role` proves that its maker holds this session. */
export function isProven(claim: SessionClaim, session: Session, role: Role, hash: Uint8Array): boolean {
  return constantTimeEqual(claim.proof, proofOf(session, role, hash));
}

function proofOf(session: Session, role: Role, hash: Uint8Array): Uint8Array {
  return copyOf(hmac(session.continuitySecret, LABEL, ROLE_BYTES[role], hash), 0, PROOF_SIZE);
}
