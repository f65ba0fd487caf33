// The commands about messages: write, list, find, delete, try again, read, and that something is being written. Knows nothing of how a message travels.
import { keyNumbers, LoomError, type CommandArgs, type Handlers, type MessageHit } from '@loom/contract';
import { fromHex } from '@loom/protocol';
import type { Delivery } from '../delivery/delivery.ts';
import type { Emitter } from '../emitter.ts';
import type { Network } from '../network.ts';
import type { Peer } from '../peers/peer.ts';
import type { MessageRow, RowId, Store } from '../ports/index.ts';
import { checkMessage } from '../text.ts';
import type { Views } from '../views.ts';
import type { Typing } from './typing.ts';
import { rangesOf, wordsOf } from './words.ts';

export interface Conversations {
  readonly store: Store;
  readonly views: Views;
  readonly delivery: Delivery;
  readonly typing: Typing;
  readonly emitter: Emitter;
  /** @throws LoomError `unknown-contact`, `no-identity` */
  peer(key: Uint8Array): Peer;
  peers(): Iterable<Peer>;
  /** Undefined while the network does not run. */
  network(): Network | undefined;
  /** What a contact's summary tells has changed. */
  onChanged(peer: Peer): void;
}

type MessageHandlers = Pick<
  Handlers,
  | 'send_message'
  | 'get_messages'
  | 'search_messages'
  | 'delete_message'
  | 'retry_message'
  | 'mark_read'
  | 'set_typing'
>;

export function messageHandlers(room: Conversations): MessageHandlers {
  const { store, views, delivery, typing } = room;

  function rowOf(peer: Peer, messageId: string): MessageRow {
    const row = store.findMessage(peer.id, fromHex(messageId));
    if (row === undefined) throw new LoomError('unknown-message', {});
    return row;
  }

  function page(peer: Peer, args: CommandArgs<'get_messages'>): MessageRow[] {
    const { before, after, around, since, limit } = args;
    if ([before, after, around, since].filter((place) => place !== undefined).length > 1)
      throw new LoomError('bad-arguments', { detail: 'before, after, around, since: one of them at most' });
    if (since !== undefined) return store.listMessagesSince(peer.id, since, limit);
    if (after !== undefined) return store.listMessagesAfter(peer.id, rowOf(peer, after).rowId, limit);
    if (around === undefined)
      return store.listMessages(peer.id, before === undefined ? undefined : rowOf(peer, before).rowId, limit);
    const middle = rowOf(peer, around);
    const earlier = store.listMessages(peer.id, middle.rowId, Math.floor(limit / 2));
    return [...earlier, middle, ...store.listMessagesAfter(peer.id, middle.rowId, Math.ceil(limit / 2) - 1)];
  }

  /** A message's place among those of all contacts. */
  function placeOf(messageId: string, peers: Iterable<Peer>): RowId {
    for (const peer of peers) {
      const row = store.findMessage(peer.id, fromHex(messageId));
      if (row !== undefined) return row.rowId;
    }
    throw new LoomError('unknown-message', {});
  }

  function search(args: CommandArgs<'search_messages'>): MessageHit[] {
    const words = wordsOf(args.query);
    if (words.length === 0) throw new LoomError('query-empty', {});
    const only = args.contact_pub_key && room.peer(args.contact_pub_key);
    const peers = new Map(Array.from(only ? [only] : room.peers(), (peer) => [peer.id, peer]));
    const before = args.before === undefined ? undefined : placeOf(args.before, peers.values());
    return store.searchMessages(words, only?.id, before, args.limit).flatMap((row) => {
      const peer = peers.get(row.contactId);
      if (peer === undefined) return [];
      const message = views.message(peer, row);
      return [
        {
          contact: keyNumbers(peer.token.identityKey),
          message,
          ranges: rangesOf(message.content, words),
        },
      ];
    });
  }

  return {
    send_message: async ({ contact_pub_key, content }) => {
      const peer = room.peer(contact_pub_key);
      if (peer.isBlocked) throw new LoomError('contact-blocked', { name: peer.name });
      const submitted = delivery.submit(peer, checkMessage(content));
      typing.hasWritten(peer);
      const row = await submitted;
      room.network()?.connectorOf(peer).nudge();
      return views.message(peer, row).id;
    },
    get_messages: (args) => {
      const peer = room.peer(args.contact_pub_key);
      return page(peer, args).map((row) => views.message(peer, row));
    },
    search_messages: search,
    delete_message: ({ contact_pub_key, message_id }) => {
      const peer = room.peer(contact_pub_key);
      store.deleteMessage(peer.id, rowOf(peer, message_id).rowId);
      room.emitter.emit('message_removed', {
        contact_identity: keyNumbers(peer.token.identityKey),
        message_id,
      });
      room.onChanged(peer);
      return null;
    },
    retry_message: async ({ contact_pub_key, message_id }) => {
      const peer = room.peer(contact_pub_key);
      rowOf(peer, message_id);
      const network = room.network();
      if (network === undefined) throw new LoomError('network-not-running', {});
      delivery.wake(peer);
      await network.connect(peer);
      return null;
    },
    mark_read: ({ contact_pub_key }) => {
      const peer = room.peer(contact_pub_key);
      store.markRead(peer.id);
      if (peer.link !== undefined) peer.link.readDue = true;
      delivery.wake(peer);
      room.onChanged(peer);
      return null;
    },
    set_typing: ({ contact_pub_key, typing: isTyping }) => {
      typing.tell(room.peer(contact_pub_key), isTyping);
      return null;
    },
  };
}
