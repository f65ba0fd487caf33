// What one end keeps of its peer over all links: the sessions, the streams of delivery, and what has come. PROTOCOL.md
// sections 3 and 5. Knows nothing of sockets.
import { equal, hex, isZero, zeros, type Bytes } from './bytes.ts';
import { readEnvelope, readText, writeEnvelope, writeText, type Envelope } from './envelope.ts';
import {
  askFor,
  continuityProof,
  decisions,
  type Hello,
  type Position,
  type Progress,
  type Role,
  type Slot,
} from './hello.ts';
import type { Ratchet } from './ratchet.ts';
import type { Identity, PublicIdentity } from './token.ts';

type Data = Extract<Envelope, { type: 'DATA' }>;
type Random = (size: number) => Bytes;

const gapLimit = 256;

export interface Decision {
  readonly decision: number;
  /** The session that goes on, or whose cs becomes the salt. */
  readonly session: Ratchet | undefined;
}

export class Conversation {
  readonly me: Identity;
  readonly peer: PublicIdentity;
  readonly random: Random;
  /** That one sends on. */
  readonly stream: Bytes;
  /** The current session first, then the one before it. */
  sessions: Ratchet[] = [];
  /** Texts in the order of the peer's stream. */
  readonly received: string[] = [];
  /** Highest position of one's own stream that the peer has acknowledged, and has read. */
  acknowledged = 0;
  read = 0;
  readonly #now: () => number;
  readonly #outbox = new Map<number, Data>();
  readonly #held = new Map<number, Data>();
  #nextSeq = 1;
  #theirs: Position = { stream: zeros(8), seq: 0 };
  #watchers: (() => void)[] = [];

  constructor(me: Identity, peer: PublicIdentity, random: Random, now: () => number) {
    this.me = me;
    this.peer = peer;
    this.random = random;
    this.#now = now;
    this.stream = random(8);
  }

  /** Waits until what has come satisfies the condition. */
  async until(isMet: () => boolean): Promise<void> {
    while (!isMet()) await new Promise<void>((resolve) => this.#watchers.push(resolve));
  }

  /** A HELLO of this end, without the session's part. */
  hello(port: number, ratchetKey: Bytes): Omit<Hello, 'flags' | 'decision' | 'slots'> {
    const own = { stream: this.stream, seq: this.#nextSeq };
    const { tid } = this.me;
    return { tid, minVersion: 1, maxVersion: 1, port, ratchetKey, own, peer: this.#theirs };
  }

  slot(session: Ratchet, role: Role, h: Bytes): Slot {
    return {
      sid: session.sid,
      proof: continuityProof(session.cs, role, h),
      made: session.made,
      seen: session.seen,
    };
  }

  /** As the responder. @param h the handshake hash that the initiator's proofs are over. */
  decide(theirs: Hello, h: Bytes): Decision {
    if ((theirs.flags & askFor.newUnlinked) !== 0) return unlinked;
    for (const session of this.sessions) {
      const slot = theirs.slots.find((each) => each !== undefined && equal(each.sid, session.sid));
      if (slot === undefined || !this.#isProved(slot, session, 'I', h)) continue;
      if (isRollback(session, slot)) return unlinked;
      const renew = (theirs.flags & askFor.newLinked) !== 0 || isGapTooWide(session, slot);
      return { decision: renew ? decisions.newLinked : decisions.resume, session };
    }
    return unlinked;
  }

  /** As the initiator: checks the responder's decision. @throws where it does not fit what is held. */
  confirm(theirs: Hello, h: Bytes): Decision {
    const { decision } = theirs;
    if (decision === decisions.newUnlinked) return unlinked;
    const [slot] = theirs.slots;
    const session = this.sessions.find(({ sid }) => slot !== undefined && equal(sid, slot.sid));
    if (decision === decisions.none || slot === undefined || session === undefined)
      throw new Error('a decision about nothing');
    if (!this.#isProved(slot, session, 'R', h)) throw new Error('a decision without a proof');
    if (isRollback(session, slot)) throw new Error('a rollback was not noticed');
    if (decision === decisions.resume && isGapTooWide(session, slot)) throw new Error('too wide a gap');
    return { decision, session };
  }

  /** A session that no record has come on gives way to the next; the one before it stays. */
  begin(session: Ratchet): void {
    const kept = this.sessions.at(-1);
    this.sessions = kept === undefined || kept === session ? [session] : [session, kept];
  }

  /** Forgets the session before, once a record has come on the new link. */
  settle(session: Ratchet): void {
    this.sessions = [session];
  }

  /** The peer's stream is the one that its HELLO names; what was held of another comes to nothing. */
  follow(theirs: Hello): void {
    if (equal(theirs.own.stream, this.#theirs.stream)) return;
    this.#theirs = { stream: theirs.own.stream, seq: 0 };
    this.#held.clear();
  }

  /** @returns plaintexts that go out now: what lies above the position of the peer's HELLO. */
  resend(theirs: Hello): Bytes[] {
    if (equal(theirs.peer.stream, this.stream)) this.#acknowledge(theirs.peer.seq);
    return [...this.#outbox.values()].map((data) => writeEnvelope({ ...data, seen: this.#theirs.seq }));
  }

  /** @returns the plaintext of a new DATA, which is kept until it is acknowledged. */
  write(text: string): Bytes {
    const data: Data = {
      type: 'DATA',
      stream: this.stream,
      seq: this.#nextSeq++,
      seen: this.#theirs.seq,
      sentAt: this.#now(),
      id: this.random(16),
      body: writeText(text),
    };
    this.#outbox.set(data.seq, data);
    return writeEnvelope(data);
  }

  get unacknowledged(): number {
    return this.#outbox.size;
  }

  /** @returns the plaintext of a READ for all that has come. */
  writeRead(): Bytes {
    return writeEnvelope({ type: 'READ', stream: this.#theirs.stream, position: this.#theirs.seq });
  }

  /** Takes in the plaintext of a ratchet message. @returns the plaintext of the answer that is due. */
  take(plaintext: Bytes): Bytes | undefined {
    const envelope = readEnvelope(plaintext);
    let answer: Bytes | undefined;
    if (envelope.type === 'DATA' && equal(envelope.stream, this.#theirs.stream)) {
      answer = this.#takeData(envelope);
    }
    if (envelope.type === 'ACK' && equal(envelope.stream, this.stream)) {
      this.#acknowledge(envelope.contiguous);
      for (const [from, to] of envelope.ranges)
        for (let seq = from; seq <= to; seq++) this.#outbox.delete(seq);
    }
    if (envelope.type === 'READ' && equal(envelope.stream, this.stream)) this.read = envelope.position;
    for (const watcher of this.#watchers.splice(0)) watcher();
    return answer;
  }

  #takeData(data: Data): Bytes {
    this.#acknowledge(data.seen);
    if (data.seq > this.#theirs.seq) this.#held.set(data.seq, data);
    for (;;) {
      const next = this.#held.get(this.#theirs.seq + 1);
      if (next === undefined) break;
      this.#held.delete(next.seq);
      this.#theirs = { stream: data.stream, seq: next.seq };
      this.received.push(readText(next.body) ?? `unknown: ${hex(next.body)}`);
    }
    const ranges = [...this.#held.keys()].toSorted((a, b) => a - b).map((seq) => [seq, seq] as const);
    return writeEnvelope({ type: 'ACK', stream: data.stream, contiguous: this.#theirs.seq, ranges });
  }

  #acknowledge(seq: number): void {
    this.acknowledged = Math.max(this.acknowledged, seq);
    for (const each of this.#outbox.keys()) if (each <= seq) this.#outbox.delete(each);
  }

  #isProved(slot: Slot, session: Ratchet, role: Role, h: Bytes): boolean {
    return !isZero(slot.sid) && equal(slot.proof, continuityProof(session.cs, role, h));
  }
}

const unlinked: Decision = { decision: decisions.newUnlinked, session: undefined };

const isAbove = (a: Progress, b: Progress): boolean => a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);

/** One side has seen more than the other made. */
const isRollback = (session: Ratchet, slot: Slot): boolean =>
  isAbove(session.seen, slot.made) || isAbove(slot.seen, session.made);

const isGapTooWide = (session: Ratchet, slot: Slot): boolean =>
  missing(slot.made, session.seen) > gapLimit || missing(session.made, slot.seen) > gapLimit;

/** Sealed minus received in the newest chain, where the receiver may not have begun it. */
const missing = (made: Progress, seen: Progress): number =>
  made[0] === seen[0] ? made[1] - seen[1] : made[1];
