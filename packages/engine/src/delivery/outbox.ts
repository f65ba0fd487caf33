// Seals what a peer is owed on its link: an acknowledgement, a read position, messages in order of seq, and whether our person
// writes (PROTOCOL.md section 5). Runs inside the batch's transaction. Knows nothing of when that is or of what comes in.
import {
  equal,
  counters,
  encodeEnvelope,
  encodeText,
  encodeTyping,
  limits as wire,
  sealMessage,
  type KnownEnvelope,
  type Session,
} from '@loom/protocol';
import { limits } from '../limits.ts';
import type { OpenLink } from '../links/open-link.ts';
import type { Peer } from '../peers/peer.ts';
import type { OutgoingRow, Random, Store } from '../ports/index.ts';
import type { Batch } from './batch.ts';

/** A message is sealed only when it leaves; a seq whose message was deleted goes out withdrawn. */
type Next = { readonly seq: number; readonly row: OutgoingRow | undefined };

export class Outbox {
  readonly #store: Store;
  readonly #random: Random;
  readonly #tellsRead: () => boolean;

  constructor(deps: { store: Store; random: Random; tellsRead: () => boolean }) {
    this.#tellsRead = deps.tellsRead;
    this.#store = deps.store;
    this.#random = deps.random;
  }

  /** @returns true where more could leave at once, but not within this batch. */
  fill(batch: Batch, peer: Peer, link: OpenLink): boolean {
    const session = peer.durable.current;
    const typing = link.typingDue;
    link.typingDue = undefined;
    if (session === undefined || !equal(session.sid, link.sid)) return false;
    let sealing = session;
    const seal = (envelope: KnownEnvelope, seq?: number): void => {
      sealing = this.#seal(batch, link, sealing, envelope, seq);
    };
    this.#sealReceipts(peer, link, seal);
    const more = peer.durable.row.held ? false : this.#sealMessages(batch, peer, link, seal);
    if (typing !== undefined && !more && link.hasRoomToSpare)
      seal({ type: 'ephemeral', body: encodeTyping(typing) });
    link.probe();
    if (sealing !== session) batch.setSession(peer, sealing);
    return more;
  }

  #sealReceipts(peer: Peer, link: OpenLink, seal: (envelope: KnownEnvelope) => void): void {
    const { peerStream: stream, id } = peer.durable.row;
    if (stream === undefined) return;
    if (link.ackDue && link.window > 0) {
      const contiguous = this.#store.receivedSeq(id, stream);
      const ranges = this.#store.heldRanges(id, stream, wire.maxAckRanges);
      seal({ type: 'ack', stream, contiguous, ranges });
      link.ackDue = false;
    }
    if (link.readDue && link.window > 0) {
      const position = this.#store.readSeq(id, stream);
      if (position > 0 && this.#tellsRead()) seal({ type: 'read', stream, position });
      link.readDue = false;
    }
  }

  #sealMessages(
    batch: Batch,
    peer: Peer,
    link: OpenLink,
    seal: (envelope: KnownEnvelope, seq: number) => void,
  ): boolean {
    const { ownStream: stream, peerStream, id } = peer.durable.row;
    const seen = peerStream === undefined ? 0 : this.#store.receivedSeq(id, peerStream);
    let bytes = 0;
    for (const { seq, row } of this.#next(peer, link)) {
      const body = row === undefined ? new Uint8Array() : bodyOf(row);
      const messageId = row?.messageId ?? this.#random.bytes(16);
      seal({ type: 'data', stream, seq, seen, sentAt: row?.sentAt ?? 0, messageId, body }, seq);
      link.cursor = seq + 1;
      if (row?.seq === undefined && row !== undefined) {
        this.#store.assignSeq(row.rowId, seq);
        batch.patch(peer, { nextSeq: seq + 1 });
      }
      if (row !== undefined) batch.outgoing.push({ peer, row: { ...row, seq } });
      bytes += body.length;
      if (bytes > limits.batchBytes) return true;
    }
    return false;
  }

  /** What is to go out next, in order, as far as the link's window goes. */
  *#next(peer: Peer, link: OpenLink): Generator<Next> {
    const { nextSeq, id } = peer.durable.row;
    let left = link.dataWindow;
    if (left <= 0) return;
    if (link.cursor < nextSeq) {
      const rows = new Map(this.#store.sealedFrom(id, link.cursor, left).map((row) => [row.seq, row]));
      for (let seq = link.cursor; seq < nextSeq && left > 0; seq += 1, left -= 1)
        yield { seq, row: rows.get(seq) };
    }
    if (left === 0) return;
    let seq = nextSeq;
    for (const row of this.#store.unsealed(id, left)) yield { seq: seq++, row };
  }

  #seal(
    batch: Batch,
    link: OpenLink,
    session: Session,
    envelope: KnownEnvelope,
    seq: number | undefined,
  ): Session {
    const sealed = sealMessage(session, encodeEnvelope(envelope), (length) => this.#random.bytes(length));
    const beginsChain = counters(sealed.session).chainsMade !== counters(session).chainsMade;
    link.countSealed(seq, beginsChain);
    batch.send(link, { type: 'ratchet', message: sealed.message });
    return sealed.session;
  }
}

function bodyOf({ content }: OutgoingRow): Uint8Array {
  return content.kind === 'text' ? encodeText(content.text) : new Uint8Array();
}
