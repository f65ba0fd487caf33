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
  /** There was a session with this contact before, and it is gone: the person has to be told. */
  readonly replacedUnlinked: boolean;
}

export type TermsFault = { readonly code: 'low-order-key' } | { readonly code: 'decision-refused' };

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
    const settled = this.#settle(peer, keys, hello, ratchetKey, decided.decision, about);
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
      return { ok: false, fault: { code: 'decision-refused' } };
    }
    const about = checked.value.decision === 'new-unlinked' ? undefined : checked.value.session;
    return this.#settle(peer, keys, hello, ratchetKey, checked.value.decision, about);
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
    decision: Decision,
    about: Session | undefined,
  ): Result<Settled, TermsFault> {
    const before = peer.durable;
    let current = about;
    let previous = peer.held.find((session) => session !== about);
    if (decision !== 'resume' || about === undefined) {
      const begun = beginSession({
        link: keys,
        ourRatchetKey: ratchetKey,
        theirRatchetKey: hello.ratchetKey,
        previous: about,
        now: this.#clock.now(),
      });
      if (!begun.ok) return begun;
      current = begun.value;
      previous = about ?? before.current;
    }
    if (current === undefined) return { ok: false, fault: { code: 'decision-refused' } };
    const session = current;
    const replacedUnlinked = decision === 'new-unlinked' && before.current !== undefined;

    const { positions } = hello;
    const knowsOurs = positions.peerStream !== undefined && equal(positions.peerStream, before.row.ownStream);
    const received = knowsOurs ? positions.receivedSeq : 0;
    let durable: Durable = before;
    const delivered = this.#store.transaction(() => {
      const patch = {
        peerStream: positions.ownStream,
        ackedSeq: Math.max(before.row.ackedSeq, received),
      };
      this.#store.updateContact(peer.id, patch);
      if (session !== before.current) this.#store.writeSession(peer.id, 'current', encodeSession(session));
      if (previous !== before.previous) {
        this.#store.writeSession(peer.id, 'previous', previous && encodeSession(previous));
      }
      durable = { row: { ...before.row, ...patch }, current: session, previous };
      if (replacedUnlinked) {
        const text = 'A new session was begun, because the one before was lost on one of the two devices.';
        this.#store.addNotice(peer.id, this.#random.bytes(16), text, this.#clock.now());
      }
      return this.#store.markDelivered(peer.id, received);
    });
    peer.durable = durable;
    this.#asks.delete(peer);
    return {
      ok: true,
      value: { decision, session, cursor: received + 1, delivered, replacedUnlinked },
    };
  }
}
