// Gathers what is due, many peers at a time, into one transaction, and acts on the world only once that is durable.
// Knows nothing of how links come to be.
import { LoomError } from '@loom/contract';
import { encodeSession, limits as wire, type Frame } from '@loom/protocol';
import { limits } from '../limits.ts';
import type { LinkReader, OpenLink } from '../links/open-link.ts';
import type { Peer } from '../peers/peer.ts';
import {
  StoreError,
  type Clock,
  type Log,
  type MessageRow,
  type OutgoingRow,
  type Random,
  type Store,
} from '../ports/index.ts';
import { storeFault } from '../storage/faults.ts';
import { Batch } from './batch.ts';
import { Inbox } from './inbox.ts';
import { Outbox } from './outbox.ts';

interface Submission {
  readonly peer: Peer;
  readonly text: string;
  resolve(row: OutgoingRow): void;
  reject(error: Error): void;
}

interface Attached {
  readonly peer: Peer;
  readonly onDown: () => void;
  /** Ratchet messages of this link that wait for the next batch. */
  arrivals: number;
  arrivalBytes: number;
}

export interface DeliveryEvents {
  /** A row was added, or its state is another one now. */
  onMessage(peer: Peer, row: MessageRow, isNew: boolean): void;
  /** What a contact's summary tells has changed. */
  onChanged(peer: Peer): void;
  /** The contact says that it writes or has stopped, or a message of it has come. */
  onTyping(peer: Peer, typing: boolean): void;
}

export class Delivery implements LinkReader {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #log: Log;
  readonly #events: DeliveryEvents;
  readonly #inbox: Inbox;
  readonly #outbox: Outbox;
  readonly #links = new Map<OpenLink, Attached>();
  #submissions: Submission[] = [];
  #arrivals: { link: OpenLink; message: Uint8Array }[] = [];
  readonly #due = new Set<Peer>();
  /** How many messages more may be submitted for a peer, since the last batch. */
  readonly #room = new Map<Peer, number>();
  #scheduled = false;
  #stopped = false;

  constructor(deps: {
    store: Store;
    clock: Clock;
    random: Random;
    log: Log;
    events: DeliveryEvents;
    /** Whether contacts are told what has been read. */
    tellsRead: () => boolean;
  }) {
    this.#store = deps.store;
    this.#clock = deps.clock;
    this.#random = deps.random;
    this.#log = deps.log;
    this.#events = deps.events;
    this.#inbox = new Inbox(deps);
    this.#outbox = new Outbox(deps);
  }

  /** @returns once the message is durable. @throws LoomError `outbox-full`, `database-full`, `engine-stopped` */
  submit(peer: Peer, text: string): Promise<OutgoingRow> {
    if (this.#stopped) return Promise.reject(new LoomError('engine-stopped', {}));
    if (!this.#takeRoom(peer)) {
      const facts = { name: peer.name, limit: limits.waitingPerContact };
      return Promise.reject(new LoomError('outbox-full', facts));
    }
    return new Promise((resolve, reject) => {
      this.#submissions.push({ peer, text, resolve, reject });
      this.#schedule();
    });
  }

  /** Asks the database once a batch, not once a message. */
  #takeRoom(peer: Peer): boolean {
    const room = this.#room.get(peer) ?? limits.waitingPerContact - this.#store.summarize(peer.id).waiting;
    this.#room.set(peer, room - 1);
    return room > 0;
  }

  /** There is a confirmed link to this peer: what waits may leave on it. */
  attach(peer: Peer, link: OpenLink, onDown: () => void): void {
    this.#links.set(link, { peer, onDown, arrivals: 0, arrivalBytes: 0 });
    this.wake(peer);
  }

  /** There may be something to send to this peer. */
  wake(peer: Peer): void {
    this.#due.add(peer);
    this.#schedule();
  }

  /** The contact is about to be deleted: nothing more is stored for it. */
  forget(peer: Peer, error: LoomError): void {
    for (const submission of this.#submissions) if (submission.peer === peer) submission.reject(error);
    this.#submissions = this.#submissions.filter((submission) => submission.peer !== peer);
    for (const [link, attached] of this.#links) if (attached.peer === peer) this.#links.delete(link);
    this.#due.delete(peer);
  }

  onFrames(link: OpenLink, frames: readonly Frame[]): void {
    const attached = this.#links.get(link);
    if (attached === undefined) return;
    const { peer } = attached;
    if (!link.heardFrom) {
      link.heardFrom = true;
      if (peer.durable.previous !== undefined) this.wake(peer);
    }
    for (const frame of frames) {
      if (frame.type !== 'ratchet') continue;
      this.#arrivals.push({ link, message: frame.message });
      attached.arrivals += 1;
      attached.arrivalBytes += frame.message.length;
    }
    if (this.#arrivals.length > 0) this.#schedule();
    const { arrivals, arrivalBytes } = attached;
    if (arrivals > limits.arrivalsPerLink || arrivalBytes > limits.arrivalBytesPerLink)
      link.close('protocol-error');
    if (frames.some((frame) => frame.type === 'close' && frame.reason === 'protocol-error'))
      link.refused = true;
    // What came before the CLOSE is stored first; the next HELLO acknowledges it.
    if (frames.some((frame) => frame.type === 'close')) this.#clock.soon(() => link.close('stopping'));
  }

  onRoom(link: OpenLink): void {
    const attached = this.#links.get(link);
    if (attached !== undefined) this.wake(attached.peer);
  }

  onDown(link: OpenLink, reason: string): void {
    const attached = this.#links.get(link);
    this.#links.delete(link);
    if (attached === undefined) return;
    const { peer, onDown } = attached;
    this.#log('info', `a link went down: ${reason}`);
    const wasCurrent = peer.link === link;
    onDown();
    if (wasCurrent) this.#tellWaiting(peer, link);
  }

  /** What had left on this link is waiting again: nobody knows whether it arrived. */
  #tellWaiting(peer: Peer, link: OpenLink): void {
    const { ackedSeq } = peer.durable.row;
    try {
      for (const row of this.#store.sealedFrom(peer.id, ackedSeq + 1, wire.maxUnconfirmed)) {
        if (row.seq !== undefined && row.seq < link.cursor) this.#events.onMessage(peer, row, false);
      }
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#log('error', `the messages of a lost link could not be read: ${error.code}`);
    }
  }

  /** What was submitted is stored, what arrived is stored; then nothing more happens. */
  stop(): void {
    while (this.#submissions.length > 0 || this.#arrivals.length > 0) this.#tick();
    this.#stopped = true;
  }

  #schedule(): void {
    if (this.#scheduled || this.#stopped) return;
    this.#scheduled = true;
    this.#clock.soon(() => {
      this.#scheduled = false;
      if (!this.#stopped) this.#tick();
    });
  }

  #tick(): void {
    const submissions = this.#submissions.splice(0, limits.batchMessages);
    const arrivals = this.#arrivals.splice(0, limits.batchMessages);
    const due = new Set(this.#due);
    this.#due.clear();
    this.#room.clear();
    const batch = new Batch();
    const stored: OutgoingRow[] = [];
    try {
      this.#store.transaction(() => {
        for (const { peer, text } of submissions) {
          const messageId = this.#random.bytes(16);
          stored.push(this.#store.addOutgoing(peer.id, messageId, { kind: 'text', text }, this.#clock.now()));
          due.add(peer);
        }
        for (const { link, message } of arrivals) {
          const attached = this.#links.get(link);
          if (attached === undefined || batch.closing.has(link)) continue;
          attached.arrivals -= 1;
          attached.arrivalBytes -= message.length;
          this.#inbox.receive(batch, attached.peer, link, message);
          due.add(attached.peer);
        }
        for (const peer of due) this.#fill(batch, peer);
        this.#write(batch);
      });
    } catch (error) {
      batch.rollBack();
      this.#fail(error, submissions, [...arrivals.map(({ link }) => link), ...linksOf(due)]);
      return;
    }
    this.#conclude(batch, submissions, stored);
    if (this.#submissions.length > 0 || this.#arrivals.length > 0 || this.#due.size > 0) this.#schedule();
  }

  #fill(batch: Batch, peer: Peer): void {
    const { link } = peer;
    if (link === undefined || batch.closing.has(link)) return;
    if (link.heardFrom && peer.durable.previous !== undefined) batch.dropPrevious(peer);
    if (this.#outbox.fill(batch, peer, link)) this.#due.add(peer);
  }

  #write(batch: Batch): void {
    for (const [peer, before] of batch.touched) {
      const { row, current, previous } = peer.durable;
      if (row !== before.row) {
        this.#store.updateContact(peer.id, { nextSeq: row.nextSeq, ackedSeq: row.ackedSeq });
      }
      if (current !== before.current && current !== undefined) {
        this.#store.writeSession(peer.id, 'current', encodeSession(current));
      }
      if (previous !== before.previous) this.#store.writeSession(peer.id, 'previous', undefined);
    }
  }

  /** All of it is durable: now the world may know. */
  #conclude(batch: Batch, submissions: readonly Submission[], stored: readonly OutgoingRow[]): void {
    for (const [link, frames] of batch.frames) link.send(frames);
    for (const [link, reason] of batch.closing) link.close(reason);
    const told = new Set<number>();
    for (const { peer, row } of batch.outgoing) {
      told.add(row.rowId);
      this.#events.onMessage(peer, row, false);
    }
    submissions.forEach((submission, index) => {
      const row = stored[index];
      if (row === undefined) return;
      if (!told.has(row.rowId)) this.#events.onMessage(submission.peer, row, true);
      batch.changed.add(submission.peer);
      submission.resolve(row);
    });
    for (const [peer, typing] of batch.typing) this.#events.onTyping(peer, typing);
    for (const { peer, row } of batch.incoming) this.#events.onMessage(peer, row, true);
    for (const peer of batch.changed) this.#events.onChanged(peer);
  }

  #fail(error: unknown, submissions: readonly Submission[], links: Iterable<OpenLink>): void {
    const fault = storeFault(error);
    this.#log('error', `a batch could not be stored: ${fault === undefined ? 'unexpected' : fault.code}`);
    const kind = error instanceof Error ? error.name : 'unknown';
    const reason = fault ?? new LoomError('internal', { detail: kind });
    for (const submission of submissions) submission.reject(reason);
    // What these links have opened or sealed in memory is void; new ones begin from what is stored.
    for (const link of links) link.close('stopping');
  }
}

function linksOf(peers: Iterable<Peer>): OpenLink[] {
  return Array.from(peers, ({ link }) => link).filter((link) => link !== undefined);
}
