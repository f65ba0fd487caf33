// What interfaces are told of rows and peers. Reads only.
import { keyNumbers, type Contact, type Message, type Peer as PeerModel } from '@loom/contract';
import { toHex } from '@loom/protocol';
import type { Connector } from './links/connector.ts';
import type { Peer } from './peers/peer.ts';
import type { MessageRow, OutgoingRow, Store } from './ports/index.ts';

export class Views {
  readonly #store: Store;
  readonly #ourKey: () => Uint8Array;
  readonly #connectorOf: (peer: Peer) => Connector | undefined;

  constructor(deps: {
    store: Store;
    /** Our identity key, 32 bytes. */
    ourKey: () => Uint8Array;
    /** Undefined while the network does not run. */
    connectorOf: (peer: Peer) => Connector | undefined;
  }) {
    this.#store = deps.store;
    this.#ourKey = deps.ourKey;
    this.#connectorOf = deps.connectorOf;
  }

  contact(peer: Peer): Contact {
    const { row, current } = peer.durable;
    const { last, unread, waiting } = this.#store.summarize(peer.id);
    const connector = this.#connectorOf(peer);
    const state = connector?.state ?? 'idle';
    const error = state === 'up' ? undefined : connector?.lastError?.error;
    return {
      public_key: keyNumbers(row.identityKey),
      display_name: row.displayName,
      state: state === 'up' ? 'secured' : state === 'connecting' ? 'connecting' : current ? 'offline' : 'new',
      ...(error && { reason: error.message, fault: error.toFault() }),
      verified: row.verified,
      blocked: row.blocked,
      held: row.held,
      ...(current && { session_id: toHex(current.sessionId) }),
      generation: current?.generation ?? 0,
      counters: { sealed: current?.sealedCount ?? 0, opened: current?.openedCount ?? 0 },
      waiting,
      unread,
      ...(last && { last_message: this.message(peer, last) }),
      added_at: row.addedAt,
    };
  }

  message(peer: Peer, row: MessageRow): Message {
    const ours = keyNumbers(this.#ourKey());
    const theirs = keyNumbers(peer.durable.row.identityKey);
    const { content } = row;
    const common = {
      id: toHex(row.messageId),
      kind: content.kind,
      content: content.kind === 'unknown' ? '' : content.text,
      timestamp: row.sentAt,
    };
    if (row.direction === 'in') {
      return { ...common, sender: theirs, recipient: ours, is_read: row.read, state: 'received' };
    }
    const state = this.#outgoingState(peer, row);
    return {
      ...common,
      sender: ours,
      recipient: theirs,
      is_read: row.progress === 'read',
      state,
      ...(state === 'waiting' && { reason: this.#whyWaiting(peer) }),
    };
  }

  peer(peer: Peer): PeerModel | undefined {
    const connector = this.#connectorOf(peer);
    const connected = peer.link !== undefined;
    if (connector === undefined) return undefined;
    // What was heard and then could not be dialled is not in reach: who was killed is heard of for two minutes more.
    const heard = connector.sighted.length > 0 && connector.lastError === undefined;
    if (!connected && !heard) return undefined;
    return {
      peer_identity: keyNumbers(peer.durable.row.identityKey),
      display_name: peer.name,
      addresses: connector.addresses().map(({ host, port, source }) => ({ ip: host, port, source })),
      connected,
    };
  }

  /** `sent` is no stored state: it holds while the link that the message left on is up. */
  #outgoingState(peer: Peer, row: OutgoingRow): 'waiting' | 'sent' | 'delivered' | 'read' {
    if (row.progress !== 'waiting') return row.progress;
    const left = row.seq !== undefined && peer.link !== undefined && row.seq < peer.link.cursor;
    return left ? 'sent' : 'waiting';
  }

  #whyWaiting(peer: Peer): string {
    if (peer.isBlocked) return `It waits because you have blocked ${peer.name}.`;
    if (peer.durable.row.held) return `It waits until you have accepted the new session with ${peer.name}.`;
    const connector = this.#connectorOf(peer);
    if (connector === undefined) return 'Loom’s network is not running here.';
    if (connector.state === 'up') return 'It leaves as soon as those before it have gone through.';
    if (connector.state === 'connecting') return 'Connecting…';
    const last = connector.lastError;
    if (last === undefined) return `${peer.name} is not connected yet. Loom dials as soon as it can.`;
    return `${last.error.message} Last tried ${ago(last.agoMs)} ago.`;
  }
}

function ago(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
