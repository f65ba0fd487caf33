// Whether our delivery stream can go on with a peer that names these positions, or one of the two databases went back in time
// and another stream has to begin (PROTOCOL.md section 5). Reads only.
import { equal, type StreamPositions } from '@loom/protocol';
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
  row: ContactRow,
  positions: StreamPositions,
  replaces: boolean,
): StreamEnd | undefined {
  const { peerStream: stream, receivedSeq: seq } = positions;
  if (stream !== undefined && equal(stream, row.ownStream)) {
    // The peer has more of it than we have made. Seqs that we gave anew would be taken for repeats.
    if (seq >= row.nextSeq) return { wentBack: 'here', resendFrom: undefined };
    // Another copy of our database may have given these seqs to other messages than those that wait here.
    return replaces && seq > row.ackedSeq ? { wentBack: undefined, resendFrom: undefined } : undefined;
  }
  // An earlier stream of ours, or none: it lacks what had been delivered since, and the present stream can't carry that in order.
  const resendFrom = store.firstSentBeyond(row.id, stream === undefined ? undefined : { stream, seq });
  return resendFrom === undefined ? undefined : { wentBack: 'there', resendFrom };
}
