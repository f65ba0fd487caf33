// How two ends of a session stand to each other: whether one of them went back in time, and how many messages
// are under way (PROTOCOL.md section 3). Compares counters; knows nothing of proofs or decisions.

import type { Counters } from '../wire/hello.ts';
import { counters, type Session } from './session.ts';

/** Whose database is older than what the other has seen of it. */
export type Rollback = 'rollback-here' | 'rollback-there';

export function rollback(session: Session, theirs: Counters): Rollback | undefined {
  const ours = counters(session);
  if (hasSeenMoreThanMade(theirs, ours)) return 'rollback-here';
  return hasSeenMoreThanMade(ours, theirs) ? 'rollback-there' : undefined;
}

function hasSeenMoreThanMade(seer: Counters, maker: Counters): boolean {
  return seer.chainsSeen === maker.chainsMade ? seer.next > maker.sealed : seer.chainsSeen > maker.chainsMade;
}

/** Messages sealed and not received, in the direction that has more of them. Without a rollback only. */
export function widestGap(session: Session, theirs: Counters): number {
  return Math.max(outgoingGap(session, theirs), incomingGap(counters(session), theirs));
}

/** Exact: a chain of ours begins after they saw the one before, so they are behind by one chain at most. */
function outgoingGap(session: Session, theirs: Counters): number {
  const ours = counters(session);
  if (theirs.chainsSeen === ours.chainsMade) return ours.sealed - theirs.next;
  return ours.sealed + session.ratchet.turn.previousChainLength - theirs.next;
}

/**
 * Leaves out what is still missing of a chain before their newest: only they know how long it was, and they
 * check it.
 */
function incomingGap(ours: Counters, theirs: Counters): number {
  return theirs.chainsMade === ours.chainsSeen ? theirs.sealed - ours.next : theirs.sealed;
}
