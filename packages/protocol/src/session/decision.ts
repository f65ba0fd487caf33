// The decision which session a link carries: R takes it, I checks it (PROTOCOL.md section 3).

import { equal } from '../bytes.ts';
import type { DecisionFault } from '../errors.ts';
import { limits } from '../limits.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Hello, SessionClaim } from '../wire/hello.ts';
import { isProven } from './claims.ts';
import type { Session } from './session.ts';
import { type Rollback, rollback, widestGap } from './standing.ts';

/** `session` is the one to resume, or the one that a linked renewal goes on from. */
export type DecisionTaken =
  | { readonly decision: 'resume' | 'new-linked'; readonly session: Session }
  | {
      readonly decision: 'new-unlinked';
      readonly reason: 'asked' | 'nothing-in-common' | Rollback;
    };

export type DecisionAccepted =
  | { readonly decision: 'resume' | 'new-linked'; readonly session: Session }
  | { readonly decision: 'new-unlinked' };

/**
 * R's decision.
 * @param args.held what R holds for this contact, the current session first.
 * @param args.hello I's.
 * @param args.proofHash the handshake hash just before the payload of M3.
 * @param args.now ms since 1970.
 */
export function decide(args: {
  readonly held: readonly Session[];
  readonly hello: Hello;
  readonly proofHash: Uint8Array;
  readonly now: number;
}): DecisionTaken {
  const { held, hello, proofHash, now } = args;
  if (hello.askUnlinked) return { decision: 'new-unlinked', reason: 'asked' };
  const common = newestInCommon(held, hello, proofHash);
  if (common === undefined) return { decision: 'new-unlinked', reason: 'nothing-in-common' };
  const { session, claim } = common;
  const rolledBack = rollback(session, claim);
  if (rolledBack !== undefined) return { decision: 'new-unlinked', reason: rolledBack };
  const isRenewed =
    hello.askLinked || isSpent(session, now) || widestGap(session, claim) > limits.maxUnconfirmed;
  return { decision: isRenewed ? 'new-linked' : 'resume', session };
}

/**
 * I's check of R's decision.
 * @param args.held what I holds for this contact; it has not changed since I's HELLO.
 * @param args.hello R's.
 * @param args.handshakeHash the final one.
 */
export function checkDecision(args: {
  readonly held: readonly Session[];
  readonly hello: Hello;
  readonly handshakeHash: Uint8Array;
}): Result<DecisionAccepted, DecisionFault> {
  const { held, hello, handshakeHash } = args;
  const { decision } = hello;
  if (decision === 'none') return refuse('unlinked', 'no-decision');
  if (decision === 'new-unlinked') return ok({ decision });
  const [claim] = hello.slots;
  const session = held.find(({ sid }) => claim !== undefined && equal(sid, claim.sessionId));
  if (claim === undefined || session === undefined) return refuse('unlinked', 'unknown-session');
  if (!isProven(claim, session, 'responder', handshakeHash)) return refuse('unlinked', 'bad-proof');
  const rolledBack = rollback(session, claim);
  if (rolledBack !== undefined) return refuse('unlinked', rolledBack);
  if (decision === 'resume' && widestGap(session, claim) > limits.maxUnconfirmed) {
    return refuse('linked', 'gap-too-wide');
  }
  return ok({ decision, session });
}

function refuse(ask: DecisionFault['ask'], reason: DecisionFault['reason']) {
  return fail({ code: 'decision-refused', ask, reason } as const);
}

/** The first of R's sessions for which I has made a good claim. */
function newestInCommon(
  held: readonly Session[],
  hello: Hello,
  proofHash: Uint8Array,
): { readonly session: Session; readonly claim: SessionClaim } | undefined {
  for (const session of held) {
    for (const claim of hello.slots) {
      if (claim === undefined || !equal(claim.sessionId, session.sid)) continue;
      if (isProven(claim, session, 'initiator', proofHash)) return { session, claim };
    }
  }
  return undefined;
}

/** Its root is old or has carried much. */
function isSpent(session: Session, now: number): boolean {
  return (
    now - session.rootMadeAt > limits.rootMaxAgeMs ||
    session.sealedCount + session.openedCount >= limits.rootMaxMessages
  );
}
