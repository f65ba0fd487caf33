// Whether our delivery stream can go on with a peer that names these positions, or one of the two databases went back in time
// and another stream has to begin (PROTOCOL.md section 5). Reads only.
import { equal, type StreamPositions } from '@loom/protocol';
import type { Durable } from '../peers/peer.ts';
import type { ContactRow, RowId, Store } from '../ports/index.ts';

/** Whose database is older than what the other has seen of it. */
export type WentBack = 'here' | 'there';

/** Our stream must end; the next one begins with what waits, and with all from `resendFrom` on. */
export interface StreamEnd {
  /** Undefined: nobody can tell. */
  readonly wentBack: WentBack | undefined;
  readonly resendFrom: RowId | undefined;
}

/** The seq of our present stream below which the peer says that it misses nothing; 0 where it names another stream. */
export function receivedOf(row: ContactRow, positions: StreamPositions): number {
  const { peerStream, receivedSeq } = positions;
  return peerStream !== undefined && equal(peerStream, row.ownStream) ? receivedSeq : 0;
}

/** @param replaces whether a session in use is replaced by one that does not go on from it. */
export function endOfStream(
  store: Store,
  durable: Durable,
  positions: StreamPositions,
  replaces: boolean,
): StreamEnd | undefined {
  const { row } = durable;
  const { peerStream: stream, receivedSeq: seq } = positions;
  if (stream !== undefined && equal(stream, row.ownStream)) {
    const resendFrom = firstDoubtful(store, durable, seq);
    // The peer has more of it than we have made. Seqs that we gave anew would be taken for repeats.
    if (seq >= row.nextSeq) return { wentBack: 'here', resendFrom };
    // Another copy of our database may have given these seqs to other messages than those that wait here, or than those that
    // another copy of the peer's has taken.
    const isDoubtful = seq > row.ackedSeq || seq >= oldestSealed(durable);
    return replaces && isDoubtful ? { wentBack: undefined, resendFrom } : undefined;
  }
  // An earlier stream of ours, or none: it lacks what had been delivered since, and the present stream can't carry that in order.
  const resendFrom = store.firstSentBeyond(row.id, stream === undefined ? undefined : { stream, seq });
  return resendFrom === undefined ? undefined : { wentBack: 'there', resendFrom };
}

/**
 * The first row of those that a new stream has to carry though they are delivered; undefined where there is none: what the peer
 * has not got by its own word, and what may have been delivered to another copy of its database.
 * @param seq how far in our present stream the peer says it is.
 */
export function firstDoubtful(store: Store, durable: Durable, seq: number): RowId | undefined {
  const from = Math.max(1, Math.min(seq + 1, oldestSealed(durable)));
  const [first] = store.sealedFrom(durable.row.id, from, 1);
  return first?.progress === 'waiting' ? undefined : first?.rowId;
}

/**
 * The copies of either side that hold one session have in common what was delivered before it began; so what another copy has
 * taken is among what was sealed in it: the newest, and no more than were sealed.
 */
function oldestSealed({ row, current, previous }: Durable): number {
  return row.nextSeq - (current?.sealedCount ?? 0) - (previous?.sealedCount ?? 0);
}
