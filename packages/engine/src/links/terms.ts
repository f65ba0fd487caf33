// What two sides agree on when a link opens: HELLO, the decision about the session, and its commit (PROTOCOL.md section 3).
// Knows nothing of connections.
import {
  beginSession,
  equal,
  checkDecision,
  claimOf,
  decide,
  encodeSession,
  protocolVersion,
  type EstablishedLink,
  type Hello,
  type Identity,
  type OurRatchetKey,
  type Result,
  type Session,
  type SessionClaim,
} from '@loom/protocol';
import type { Durable, Peer } from '../peers/peer.ts';
import type { Clock, OutgoingRow, Random, Store } from '../ports/index.ts';

/** How the session of a new link came about. */
export type Decision = 'resume' | 'new-linked' | 'new-unlinked';

/** A link whose session is agreed and durable. */
export interface Settled {
  readonly decision: Decision;
  readonly session: Session;
  /** The first seq of our stream that the peer does not have without a gap. */
  readonly cursor: number;
  /** Rows that the peer's HELLO says are delivered. */
  readonly delivered: readonly OutgoingRow[];
  /** A first contact, or a session that had to be begun anew. */
  readonly established: boolean;
}

/** `detail` is for the log and the technically minded. */
export interface TermsFault {
  readonly code: 'low-order-key' | 'decision-refused' | 'rolled-back';
  readonly detail: string;
}

/** A decision with the session it is about, where it is about one. */
type Taken =
  | { readonly decision: 'resume' | 'new-linked'; readonly session: Session }
  | { readonly decision: 'new-unlinked' };

type Role = EstablishedLink['role'];
type Ask = 'unlinked' | 'linked' | undefined;

export class Terms {
  readonly #us: Identity;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #asks = new WeakMap<Peer, Ask>();
  listeningPort = 0;

  constructor(deps: { us: Identity; store: Store; clock: Clock; random: Random }) {
    this.#us = deps.us;
    this.#store = deps.store;
    this.#clock = deps.clock;
    this.#random = deps.random;
  }

  /** The initiator's HELLO, for M3. */
  propose(peer: Peer, proofHash: Uint8Array, ratchetKey: OurRatchetKey): Hello {
    return this.#hello(peer, ratchetKey, 'none', this.#claims(peer.held, 'initiator', proofHash));
  }

  /** The responder takes the decision, commits it, and only then has a HELLO to answer with in M4. */
  settleAsResponder(
    peer: Peer,
    keys: EstablishedLink,
    hello: Hello,
    proofHash: Uint8Array,
    ratchetKey: OurRatchetKey,
  ): Result<Settled & { readonly answer: Hello }, TermsFault> {
    const held = peer.held;
    const decided = decide({ held, hello, proofHash, now: this.#clock.now() });
    const about = decided.decision === 'new-unlinked' ? undefined : decided.session;
    const claimed = about === undefined ? held : [about, ...held.filter((session) => session !== about)];
    const slots = this.#claims(claimed, 'responder', keys.handshakeHash);
    const settled = this.#settle(peer, keys, hello, ratchetKey, decided);
    if (!settled.ok) return settled;
    const answer = this.#hello(peer, ratchetKey, decided.decision, slots);
    return { ok: true, value: { ...settled.value, answer } };
  }

  /** The initiator checks the decision against what it holds, and commits it. */
  settleAsInitiator(
    peer: Peer,
    keys: EstablishedLink,
    hello: Hello,
    ratchetKey: OurRatchetKey,
  ): Result<Settled, TermsFault> {
    const checked = checkDecision({ held: peer.held, hello, handshakeHash: keys.handshakeHash });
    if (!checked.ok) {
      this.#asks.set(peer, checked.fault.ask);
      return { ok: false, fault: { code: 'decision-refused', detail: checked.fault.reason } };
    }
    return this.#settle(peer, keys, hello, ratchetKey, checked.value);
  }

  #hello(peer: Peer, ratchetKey: OurRatchetKey, decision: Hello['decision'], slots: Hello['slots']): Hello {
    const { row } = peer.durable;
    const ask = this.#asks.get(peer);
    return {
      tid: this.#us.tid,
      minVersion: protocolVersion,
      maxVersion: protocolVersion,
      askUnlinked: ask === 'unlinked',
      askLinked: ask === 'linked',
      decision,
      listeningPort: this.listeningPort,
      ratchetKey: ratchetKey.publicKey,
      slots,
      positions: {
        ownStream: row.ownStream,
        nextSeq: row.nextSeq,
        peerStream: row.peerStream,
        receivedSeq: row.peerStream === undefined ? 0 : this.#store.receivedSeq(row.id, row.peerStream),
      },
    };
  }

  #claims(sessions: readonly Session[], role: Role, hash: Uint8Array): Hello['slots'] {
    const claim = (session: Session | undefined): SessionClaim | undefined =>
      session === undefined ? undefined : claimOf(session, role, hash);
    return [claim(sessions[0]), claim(sessions[1])];
  }

  #settle(
    peer: Peer,
    keys: EstablishedLink,
    hello: Hello,
    ratchetKey: OurRatchetKey,
    taken: Taken,
  ): Result<Settled, TermsFault> {
    const before = peer.durable;
    const { positions } = hello;
    const received = knowsStream(positions.peerStream, before.row.ownStream) ? positions.receivedSeq : 0;
    // The peer has more of our stream than we have made: our database is old. Seqs that we gave anew would be lost as repeats.
    if (received >= before.row.nextSeq) {
      return {
        ok: false,
        fault: { code: 'rolled-back', detail: 'this database is older than what was sent' },
      };
    }
    const sessions = this.#sessions(before, keys, hello, ratchetKey, taken);
    if (!sessions.ok) return sessions;
    const { current, previous } = sessions.value;
    const unlinked = taken.decision === 'new-unlinked';
    // A session in which nothing has arrived is one whose M4 was lost: nobody has missed it.
    const replaces = unlinked && before.current !== undefined && isProven(before.current);

    const patch = { peerStream: positions.ownStream, ackedSeq: Math.max(before.row.ackedSeq, received) };
    const delivered = this.#store.transaction(() => {
      this.#store.updateContact(peer.id, patch);
      if (current !== before.current) this.#store.writeSession(peer.id, 'current', encodeSession(current));
      if (previous !== before.previous) {
        this.#store.writeSession(peer.id, 'previous', previous && encodeSession(previous));
      }
      if (replaces) this.#tell(peer);
      return this.#store.markDelivered(peer.id, received);
    });
    peer.durable = { row: { ...before.row, ...patch }, current, previous };
    this.#asks.delete(peer);
    const established = unlinked && (before.current === undefined || replaces);
    return {
      ok: true,
      value: { decision: taken.decision, session: current, cursor: received + 1, delivered, established },
    };
  }

  /** The sessions to hold from now on. */
  #sessions(
    before: Durable,
    keys: EstablishedLink,
    hello: Hello,
    ratchetKey: OurRatchetKey,
    taken: Taken,
  ): Result<{ current: Session; previous: Session | undefined }, TermsFault> {
    if (taken.decision === 'resume') {
      const other = taken.session === before.current ? before.previous : before.current;
      return { ok: true, value: { current: taken.session, previous: other } };
    }
    const about = taken.decision === 'new-linked' ? taken.session : undefined;
    const begun = beginSession({
      link: keys,
      ourRatchetKey: ratchetKey,
      theirRatchetKey: hello.ratchetKey,
      previous: about,
      now: this.#clock.now(),
    });
    if (!begun.ok) return { ok: false, fault: { code: begun.fault.code, detail: begun.fault.code } };
    // While there is one before the current one, nothing has arrived in the current one yet: that one goes, not the proven one.
    return {
      ok: true,
      value: { current: begun.value, previous: about ?? before.previous ?? before.current },
    };
  }

  #tell(peer: Peer): void {
    const text = 'A new session was begun, because the one before was lost on one of the two devices.';
    const { last } = this.#store.summarize(peer.id);
    if (last?.content.kind === 'notice' && last.content.text === text) return;
    this.#store.addNotice(peer.id, this.#random.bytes(16), text, this.#clock.now());
  }
}

function knowsStream(named: Uint8Array | undefined, own: Uint8Array): boolean {
  return named !== undefined && equal(named, own);
}

function isProven(session: Session): boolean {
  return session.openedCount > 0 || session.generation > 0;
}
