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
  ContactId,
  ContactRow,
  IncomingRow,
  MessageRow,
  OutgoingRow,
  Random,
  RowId,
  Store,
} from '../ports/index.ts';
import { newSessionNotice, twoCopiesNotice } from './notices.ts';
import { endOfStream, firstDoubtful, receivedOf, type StreamEnd, type WentBack } from './streams.ts';

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
  /** The first row that the peer's HELLO alone says is delivered; undefined where there is none. */
  readonly impliedFrom: RowId | undefined;
}

export interface TermsEvents {
  /** Rows have changed though no link came of it. */
  onRows(peer: Peer, rows: readonly MessageRow[]): void;
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
  readonly #events: TermsEvents;
  readonly #asks = new WeakMap<Peer, Ask>();
  /** What a link that came to nothing has found: told with the next one that is agreed. */
  readonly #untold = new WeakMap<Peer, WentBack>();
  /** When a session was replaced last, ms since 1970, while this process lives. */
  readonly #replacedAt = new WeakMap<Peer, number>();
  /** When delivered rows were last sent again, by the monotonic clock. */
  readonly #resentAt = new WeakMap<Peer, number>();
  listeningPort = 0;

  constructor(deps: { us: Identity; store: Store; clock: Clock; random: Random; events: TermsEvents }) {
    this.#us = deps.us;
    this.#events = deps.events;
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
    // Who found the two sessions apart asks for another root, whichever side of the next link it is.
    const asked = { ...hello, askLinked: hello.askLinked || this.#asks.get(peer) === 'linked' };
    const decided = decide({ held, hello: asked, proofHash, now: this.#clock.now() });
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
      if (reason === 'rollback-here') this.#untold.set(peer, 'here');
      if (reason === 'rollback-there') this.#untold.set(peer, 'there');
    }
    // Our HELLO has named the stream that ends here: what we send now, the peer would not take.
    const replaces = checked.ok && checked.value.decision === 'new-unlinked' && isReplaced(peer.durable);
    const end = endOfStream(this.#store, peer.durable, hello.positions, replaces);
    if (end !== undefined) {
      if (!this.#mayResend(peer, end)) return { ok: false, fault: tooSoon };
      const resent = this.#store.transaction(() => this.#beginStream(peer.id, end));
      this.#reread(peer);
      if (end.wentBack !== undefined) this.#untold.set(peer, end.wentBack);
      this.#events.onRows(peer, resent);
      return { ok: false, fault: { code: 'stream-ended', detail: 'our stream has ended', again: true } };
    }
    if (this.#peerIsBehind(peer, hello.positions)) {
      // Our next HELLO names the stream that the peer has gone back to, and how much more of it we have.
      const shown = this.#store.transaction(() => {
        this.#store.updateContact(peer.id, { peerStream: hello.positions.ownStream });
        return this.#takePeerStream(peer.durable.row, hello.positions);
      });
      this.#reread(peer);
      this.#untold.set(peer, 'there');
      this.#events.onRows(peer, shown);
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
    const replaces = unlinked && isReplaced(before);
    const received = receivedOf(before.row, positions);
    const end = endOfStream(this.#store, before, positions, replaces);
    if (end !== undefined && !this.#mayResend(peer, end)) return { ok: false, fault: tooSoon };
    const lacksAcknowledged = received > 0 && received < before.row.ackedSeq;
    if (unlinked && taken.reason === 'rollback-here') this.#untold.set(peer, 'here');
    if (unlinked && (taken.reason === 'rollback-there' || lacksAcknowledged)) this.#untold.set(peer, 'there');
    if (end?.wentBack !== undefined) this.#untold.set(peer, end.wentBack);

    const now = this.#clock.now();
    const settled = this.#store.transaction(() => {
      const arrived = this.#takePeerStream(before.row, positions);
      const delivered = end === undefined ? this.#store.markDelivered(peer.id, received) : [];
      const changed: MessageRow[] = end === undefined ? [...delivered] : this.#beginStream(peer.id, end);
      this.#store.updateContact(peer.id, {
        peerStream: positions.ownStream,
        ...(end === undefined && { ackedSeq: Math.max(before.row.ackedSeq, received) }),
        ...(replaces && before.row.verified && { held: true }),
      });
      if (current !== before.current) this.#store.writeSession(peer.id, 'current', encodeSession(current));
      if (previous !== before.previous) {
        this.#store.writeSession(peer.id, 'previous', previous && encodeSession(previous));
      }
      if (replaces) {
        const isRepeated = now - (this.#replacedAt.get(peer) ?? -Infinity) < limits.twoCopiesWithinMs;
        const text = newSessionNotice(peer.name, this.#untold.get(peer), isRepeated);
        changed.push(...this.#tell(peer, text));
      }
      return { arrived, changed, impliedFrom: delivered[0]?.rowId };
    });
    peer.durable = { row: this.#store.getContact(peer.id) ?? before.row, current, previous };
    this.#asks.delete(peer);
    this.#untold.delete(peer);
    if (replaces) this.#replacedAt.set(peer, now);
    const cursor = end === undefined ? received + 1 : 1;
    const established = unlinked && (before.current === undefined || replaces);
    return {
      ok: true,
      value: { decision: taken.decision, session: current, cursor, established, ...settled },
    };
  }

  /**
   * A message was refused on a link that had gone on with a session: the two are not the same any more, because two copies of a
   * database have used it. The next link renews the root, and what may have been delivered to the other copy is sent again, or
   * was marked by the peer's position alone: the other copy may have given those seqs to other messages.
   */
  onDiverged(peer: Peer, settled: Settled): void {
    if (settled.decision !== 'resume') return;
    const end = {
      wentBack: undefined,
      resendFrom: firstOf(firstDoubtful(this.#store, peer.durable, settled.cursor - 1), settled.impliedFrom),
    };
    const changed = this.#store.transaction(() => [
      ...this.#beginStream(peer.id, end),
      ...this.#tell(peer, twoCopiesNotice),
    ]);
    this.#reread(peer);
    this.#asks.set(peer, 'linked');
    this.#events.onRows(peer, changed);
  }

  /** What was held above a gap of the stream that the peer has ended: that gap never closes. */
  #takePeerStream(row: ContactRow, { ownStream }: StreamPositions): IncomingRow[] {
    const { id, peerStream } = row;
    if (peerStream === undefined || equal(peerStream, ownStream)) return [];
    return this.#store.releaseHeld(id, peerStream);
  }

  /** The peer's position is not applied: what it has already, it knows by its id. @returns the rows that wait again. */
  #beginStream(id: ContactId, end: StreamEnd): OutgoingRow[] {
    return this.#store.beginStream(id, this.#random.bytes(8), end.resendFrom);
  }

  /** Sending delivered rows again costs much, and a contact can have it by what it claims: once in a while is enough for any accident. */
  #mayResend(peer: Peer, end: StreamEnd): boolean {
    if (end.resendFrom === undefined) return true;
    const now = this.#clock.monotonic();
    if (now - (this.#resentAt.get(peer) ?? -Infinity) < limits.resendIntervalMs) return false;
    this.#resentAt.set(peer, now);
    return true;
  }

  #reread(peer: Peer): void {
    peer.durable = { ...peer.durable, row: this.#store.getContact(peer.id) ?? peer.durable.row };
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

  /** Says something in the conversation; not twice in a row. */
  #tell(peer: Peer, text: string): MessageRow[] {
    const { last } = this.#store.summarize(peer.id);
    if (last?.content.kind === 'notice' && last.content.text === text) return [];
    return [this.#store.addNotice(peer.id, this.#random.bytes(16), text, this.#clock.now())];
  }
}

const tooSoon: TermsFault = { code: 'stream-ended', detail: 'sent again a short time ago', again: false };

function firstOf(a: RowId | undefined, b: RowId | undefined): RowId | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a;
}

/** A session in which nothing has arrived is one whose M4 was lost: nobody misses it. */
function isReplaced({ current }: Durable): boolean {
  return current !== undefined && (current.openedCount > 0 || current.generation > 0);
}
