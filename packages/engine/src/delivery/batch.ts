// One transaction's worth of work on many peers, and what has to happen once it is durable: frames to write, events to raise.
// Undoes what it changed in peers; a link's counters it does not, so whoever rolls back closes the links. Knows nothing of what
// the work is.
import type { CloseReason, Frame, Session } from '@loom/protocol';
import type { OpenLink } from '../links/open-link.ts';
import type { Durable, Peer } from '../peers/peer.ts';
import type { ContactPatch, IncomingRow, OutgoingRow } from '../ports/index.ts';

export class Batch {
  /** What each touched peer was before; put back where the transaction fails. */
  readonly #before = new Map<Peer, Durable>();
  readonly frames = new Map<OpenLink, Frame[]>();
  readonly closing = new Map<OpenLink, CloseReason>();
  readonly outgoing: { peer: Peer; row: OutgoingRow }[] = [];
  readonly incoming: { peer: Peer; row: IncomingRow }[] = [];
  readonly changed = new Set<Peer>();
  /** Whether these peers write, as far as what came says so; of each peer the last word counts. */
  readonly typing = new Map<Peer, boolean>();

  get touched(): ReadonlyMap<Peer, Durable> {
    return this.#before;
  }

  setSession(peer: Peer, current: Session): void {
    this.#touch(peer);
    peer.durable = { ...peer.durable, current };
  }

  dropPrevious(peer: Peer): void {
    this.#touch(peer);
    peer.durable = { ...peer.durable, previous: undefined };
  }

  patch(peer: Peer, patch: ContactPatch): void {
    this.#touch(peer);
    peer.durable = { ...peer.durable, row: { ...peer.durable.row, ...patch } };
  }

  send(link: OpenLink, frame: Frame): void {
    const frames = this.frames.get(link);
    if (frames === undefined) this.frames.set(link, [frame]);
    else frames.push(frame);
  }

  rollBack(): void {
    for (const [peer, durable] of this.#before) peer.durable = durable;
  }

  #touch(peer: Peer): void {
    if (!this.#before.has(peer)) this.#before.set(peer, peer.durable);
  }
}
