// What two sides agree on when a link opens: HELLO, the decision about the session, and its commit (PROTOCOL.md section 3).
// Knows nothing of connections.
import {
  beginSession,
  equal,
  checkDecision,
  claimOf,
  decide,
  type DecisionTaken,
  encodeSession,
  protocolVersion,
  type EstablishedLink,
  type Hello,
  type Identity,
  type OurRatchetKey,
  type Result,
  type Session,
  type SessionClaim,
  type StreamPositions,
} from '@loom/protocol';
import { limits } from '../limits.ts';
import type { Durable, Peer } from '../peers/peer.ts';
import type {
  Clock,
  ContactRow,
  IncomingRow,
  MessageRow,
  OutgoingRow,
  Random,
  Store,
} from '../ports/index.ts';
import { newSessionNotice } from './notices.ts';
import { endOfStream, receivedOf, type StreamEnd, type WentBack } from './streams.ts';

/** How the session of a new link came about. */
export type Decision = 'resume' | 'new-linked' | 'new-unlinked';

/** A link whose session is agreed and durable. */
export interface Settled {
  readonly decision: Decision;
  readonly session: Session;
  /** The first seq of our stream that the peer does not have without a gap. */
  readonly cursor: number;
  /** What this changed in the conversation: what the peer's HELLO says is delivered, what is sent again, notices. */
  readonly changed: readonly MessageRow[];
  /** Messages that became visible, because the stream they were held in has ended. */
  readonly arrived: readonly IncomingRow[];
  /** A first contact, or a session that had to be begun anew. */
  readonly established: boolean;
}

/**
 * `detail` is for the log and the technically minded. `again`: what was wrong is mended here, and the next link can be agreed at
 * once; links that are still open carry what is not true any more.
 */
export interface TermsFault {
  readonly code: 'low-order-key' | 'decision-refused' | 'stream-ended';
  readonly detail: string;
  readonly again: boolean;
}

/** A decision with the session it is about, where it is about one. */
type Taken =
  | { readonly decision: 'resume' | 'new-linked'; readonly session: Session }
  | { readonly decision: 'new-unlinked'; readonly reason?: Unlinked['reason'] };

/** How far we have come in the stream that the peer sends on. */
type KnownOfPeer = Pick<StreamPositions, 'peerStream' | 'receivedSeq'>;

type Unlinked = Extract<DecisionTaken, { decision: 'new-unlinked' }>;
type Role = EstablishedLink['role'];
type Ask = 'unlinked' | 'linked' | undefined;

export class Terms {
  readonly #us: Identity;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #asks = new WeakMap<Peer, Ask>();
  /** What a link that came to nothing has found and changed: told with the next one that is agreed. */
  readonly #untold = new WeakMap<Peer, { wentBack: WentBack; changed: readonly MessageRow[] }>();
  /** When sessions were replaced, ms since 1970, while this process lives. */
  readonly #replacedAt = new WeakMap<Peer, readonly number[]>();
  listeningPort = 0;

  constructor(deps: { us: Identity; store: Store; clock: Clock; random: Random }) {
    this.#us = deps.us;
    this.#store = deps.store;
    this.#clock = deps.clock;
    this.#random = deps.random;
  }

  /** The initiator's HELLO, for M3. */
  propose(peer: Peer, proofHash: Uint8Array, ratchetKey: OurRatchetKey): Hello {
    const slots = this.#claims(peer.held, 'initiator', proofHash);
    return this.#hello(peer, ratchetKey, 'none', slots, this.#knownOf(peer));
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
    const known = this.#knownOf(peer, hello.positions.ownStream);
    const decided = decide({ held, hello, proofHash, now: this.#clock.now() });
    const about = decided.decision === 'new-unlinked' ? undefined : decided.session;
    const claimed = about === undefined ? held : [about, ...held.filter((session) => session !== about)];
    const slots = this.#claims(claimed, 'responder', keys.handshakeHash);
    const settled = this.#settle(peer, keys, hello, ratchetKey, decided);
    if (!settled.ok) return settled;
    const answer = this.#hello(peer, ratchetKey, decided.decision, slots, known);
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
      const { ask, reason } = checked.fault;
      this.#asks.set(peer, ask);
      if (reason === 'rollback-here') this.#note(peer, 'here');
      if (reason === 'rollback-there') this.#note(peer, 'there');
    }
    // Our HELLO has named the stream that ends here: what we send now, the peer would not take.
    const end = endOfStream(this.#store, peer.durable.row, hello.positions);
    if (end !== undefined) {
      const changed = this.#store.transaction(() => this.#beginStream(peer.durable.row, end, hello));
      peer.durable = { ...peer.durable, row: this.#store.getContact(peer.id) ?? peer.durable.row };
      this.#note(peer, end.wentBack, changed);
      return {
        ok: false,
        fault: { code: 'stream-ended', detail: `rolled back ${end.wentBack}`, again: true },
      };
    }
    if (this.#peerIsBehind(peer, hello.positions)) {
      // Our next HELLO names the stream that the peer has gone back to, and how much more of it we have.
      const changed = this.#store.transaction(() => {
        this.#store.updateContact(peer.id, { peerStream: hello.positions.ownStream });
        return this.#takePeerStream(peer.durable.row, hello.positions);
      });
      peer.durable = { ...peer.durable, row: this.#store.getContact(peer.id) ?? peer.durable.row };
      this.#note(peer, 'there', changed);
      return { ok: false, fault: { code: 'stream-ended', detail: 'rolled back there', again: true } };
    }
    if (!checked.ok) {
      return { ok: false, fault: { code: 'decision-refused', detail: checked.fault.reason, again: true } };
    }
    return this.#settle(peer, keys, hello, ratchetKey, checked.value);
  }

  #hello(
    peer: Peer,
    ratchetKey: OurRatchetKey,
    decision: Hello['decision'],
    slots: Hello['slots'],
    known: KnownOfPeer,
  ): Hello {
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
      positions: { ownStream: row.ownStream, nextSeq: row.nextSeq, ...known },
    };
  }

  /** @param now the stream that the peer has just named: one that we have something of counts before the last one we know. */
  #knownOf(peer: Peer, now?: Uint8Array): KnownOfPeer {
    const { id, peerStream } = peer.durable.row;
    const received = now === undefined ? 0 : this.#store.receivedSeq(id, now);
    if (received > 0) return { peerStream: now, receivedSeq: received };
    return {
      peerStream,
      receivedSeq: peerStream === undefined ? 0 : this.#store.receivedSeq(id, peerStream),
    };
  }

  /** We have more of its stream than it has made, and our HELLO did not tell it so: it named another, or it came since. */
  #peerIsBehind(peer: Peer, { ownStream, nextSeq }: StreamPositions): boolean {
    return this.#store.receivedSeq(peer.id, ownStream) >= nextSeq;
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
    const sessions = this.#sessions(before, keys, hello, ratchetKey, taken);
    if (!sessions.ok) return sessions;
    const { current, previous } = sessions.value;
    const unlinked = taken.decision === 'new-unlinked';
    // A session in which nothing has arrived is one whose M4 was lost: nobody has missed it.
    const replaces = unlinked && before.current !== undefined && isProven(before.current);
    const received = receivedOf(before.row, positions);
    const end = endOfStream(this.#store, before.row, positions);
    const lacksAcknowledged = received > 0 && received < before.row.ackedSeq;
    if (unlinked && taken.reason === 'rollback-here') this.#note(peer, 'here');
    if (unlinked && (taken.reason === 'rollback-there' || lacksAcknowledged)) this.#note(peer, 'there');
    if (end !== undefined) this.#note(peer, end.wentBack);

    const settled = this.#store.transaction(() => {
      const untold = this.#untold.get(peer);
      const arrived = this.#takePeerStream(before.row, positions);
      const changed: MessageRow[] = [...(untold?.changed ?? [])];
      if (end !== undefined) changed.push(...this.#beginStream(before.row, end, hello));
      else changed.push(...this.#store.markDelivered(peer.id, received));
      this.#store.updateContact(peer.id, {
        peerStream: positions.ownStream,
        ...(end === undefined && { ackedSeq: Math.max(before.row.ackedSeq, received) }),
        ...(replaces && before.row.verified && { held: true }),
      });
      if (current !== before.current) this.#store.writeSession(peer.id, 'current', encodeSession(current));
      if (previous !== before.previous) {
        this.#store.writeSession(peer.id, 'previous', previous && encodeSession(previous));
      }
      if (replaces) changed.push(...this.#tell(peer, untold?.wentBack));
      return { arrived, changed, row: this.#store.getContact(peer.id) ?? before.row };
    });
    peer.durable = { row: settled.row, current, previous };
    this.#asks.delete(peer);
    this.#untold.delete(peer);
    const { arrived, changed } = settled;
    const cursor = end === undefined ? received + 1 : 1;
    const established = unlinked && (before.current === undefined || replaces);
    return {
      ok: true,
      value: { decision: taken.decision, session: current, cursor, arrived, changed, established },
    };
  }

  /** What was held above a gap of the stream that the peer has ended: that gap never closes. */
  #takePeerStream(row: ContactRow, { ownStream }: StreamPositions): IncomingRow[] {
    const { id, peerStream } = row;
    if (peerStream === undefined || equal(peerStream, ownStream)) return [];
    return this.#store.releaseHeld(id, peerStream);
  }

  /** Applies the peer's position to the stream that ends, and begins the next. @returns the rows that changed. */
  #beginStream(row: ContactRow, end: StreamEnd, { positions }: Hello): OutgoingRow[] {
    const delivered = this.#store.markDelivered(row.id, receivedOf(row, positions));
    const resent = this.#store.beginStream(row.id, this.#random.bytes(8), end.resendFrom);
    return [...delivered, ...resent];
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
    if (!begun.ok) {
      return { ok: false, fault: { code: begun.fault.code, detail: begun.fault.code, again: false } };
    }
    // While there is one before the current one, nothing has arrived in the current one yet: that one goes, not the proven one.
    return {
      ok: true,
      value: { current: begun.value, previous: about ?? before.previous ?? before.current },
    };
  }

  /** Keeps for the next link that is agreed what people have to be told, and which rows have changed already. */
  #note(peer: Peer, wentBack: WentBack, changed: readonly MessageRow[] = []): void {
    const before = this.#untold.get(peer)?.changed ?? [];
    this.#untold.set(peer, { wentBack, changed: [...before, ...changed] });
  }

  /** Says in the conversation that a session was replaced, and what that tells; not twice in a row. */
  #tell(peer: Peer, wentBack: WentBack | undefined): MessageRow[] {
    const now = this.#clock.now();
    const recently = (this.#replacedAt.get(peer) ?? []).filter((at) => now - at < limits.twoCopiesWithinMs);
    this.#replacedAt.set(peer, [...recently, now]);
    const text = newSessionNotice(peer.name, wentBack, recently.length > 0);
    const { last } = this.#store.summarize(peer.id);
    if (last?.content.kind === 'notice' && last.content.text === text) return [];
    return [this.#store.addNotice(peer.id, this.#random.bytes(16), text, now)];
  }
}

function isProven(session: Session): boolean {
  return session.openedCount > 0 || session.generation > 0;
}
