// Opens what has come on a link, and stores it exactly once (PROTOCOL.md section 5). Runs inside the batch's transaction.
// Knows nothing of when that is or of what we send.
import {
  equal,
  counters,
  decodeBody,
  decodeEnvelope,
  decodeEphemeral,
  openMessage,
  type Body,
  type Envelope,
} from '@loom/protocol';
import { limits } from '../limits.ts';
import type { OpenLink } from '../links/open-link.ts';
import type { Peer } from '../peers/peer.ts';
import type { Clock, Content, Log, Store } from '../ports/index.ts';
import type { Batch } from './batch.ts';

type Data = Extract<Envelope, { type: 'data' }>;

export class Inbox {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(deps: { store: Store; clock: Clock; log: Log }) {
    this.#store = deps.store;
    this.#clock = deps.clock;
    this.#log = deps.log;
  }

  receive(batch: Batch, peer: Peer, link: OpenLink, message: Uint8Array): void {
    const session = peer.durable.current;
    // A link carries one session; where a newer link has begun another, what still comes on the older one is void. So it is where
    // the session goes on: the newer link's HELLO has said how far we had come, and the peer counts on that.
    if (session === undefined || !equal(session.sid, link.sid) || peer.link !== link) return;
    const opened = openMessage(session, message, this.#clock.now());
    if (!opened.ok) {
      this.#log('warn', `a ratchet message was refused: ${opened.fault.code}`);
      link.refused = true;
      batch.closing.set(link, 'protocol-error');
      return;
    }
    const { session: after, plaintext } = opened.value;
    batch.setSession(peer, after);
    if (counters(after).chainsSeen !== counters(session).chainsSeen) link.countAnswered();
    const decoded = decodeEnvelope(plaintext);
    if (!decoded.ok) {
      this.#log('warn', `an envelope was refused: ${decoded.fault.code}`);
      batch.closing.set(link, 'protocol-error');
      return;
    }
    this.#take(batch, peer, link, decoded.value);
  }

  #take(batch: Batch, peer: Peer, link: OpenLink, envelope: Envelope): void {
    switch (envelope.type) {
      case 'data':
        this.#keep(batch, peer, link, envelope);
        return;
      case 'ack':
        if (!equal(envelope.stream, peer.durable.row.ownStream)) return;
        this.#acknowledge(batch, peer, link, envelope.contiguous);
        for (const { from, to } of envelope.ranges) {
          if (to < peer.durable.row.nextSeq)
            this.#changed(batch, peer, this.#store.markDeliveredRange(peer.id, from, to));
        }
        return;
      case 'read':
        if (!equal(envelope.stream, peer.durable.row.ownStream)) return;
        if (envelope.position >= peer.durable.row.nextSeq) return;
        this.#changed(batch, peer, this.#store.markReadByPeer(peer.id, envelope.position));
        return;
      case 'ephemeral': {
        const said = decodeEphemeral(envelope.body);
        if (said.kind === 'typing') batch.typing.set(peer, said.typing);
        return;
      }
      case 'unknown':
        return;
    }
  }

  #keep(batch: Batch, peer: Peer, link: OpenLink, data: Data): void {
    const { peerStream } = peer.durable.row;
    // Only the stream that this link's HELLO named: a contact can't fill the database with positions.
    if (peerStream === undefined || !equal(data.stream, peerStream)) return;
    if (data.seq > this.#store.receivedSeq(peer.id, peerStream) + limits.seqAhead) {
      this.#log('warn', 'a seq far beyond the gap was refused');
      batch.closing.set(link, 'protocol-error');
      return;
    }
    const rows = this.#store.addIncoming({
      contactId: peer.id,
      stream: data.stream,
      seq: data.seq,
      messageId: data.messageId,
      content: data.body.length === 0 ? undefined : toContent(decodeBody(data.body)),
      sentAt: Math.min(data.sentAt, this.#clock.now() + limits.clockAheadMs),
    });
    link.ackDue = true;
    for (const row of rows) batch.incoming.push({ peer, row });
    if (rows.length > 0) {
      batch.changed.add(peer);
      batch.typing.set(peer, false);
    }
    this.#acknowledge(batch, peer, link, data.seen);
  }

  #acknowledge(batch: Batch, peer: Peer, link: OpenLink, seq: number): void {
    const { ackedSeq, nextSeq } = peer.durable.row;
    if (seq >= nextSeq) return;
    link.countAcknowledged(seq);
    if (seq <= ackedSeq) return;
    batch.patch(peer, { ackedSeq: seq });
    this.#changed(batch, peer, this.#store.markDelivered(peer.id, seq));
  }

  #changed(batch: Batch, peer: Peer, rows: ReturnType<Store['markDelivered']>): void {
    for (const row of rows) batch.outgoing.push({ peer, row });
    if (rows.length > 0) batch.changed.add(peer);
  }
}

function toContent(body: Body): Content {
  return body.kind === 'text' ? { kind: 'text', text: body.text } : { kind: 'unknown', body: body.body };
}
