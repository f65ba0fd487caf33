// A store in memory, for tests and the simulator: the promises of the port, durability included as far as the process
// lives. Knows nothing of files.

import type { Address } from '../ports/network.ts';
import {
  type AddressRow,
  type ContactId,
  type ContactPatch,
  type ContactRow,
  type Content,
  EPHEMERALS_REMEMBERED,
  RESENT_AT_MOST,
  type IncomingRow,
  type Json,
  type MessageRow,
  type NewContact,
  type NewIncoming,
  type OutgoingRow,
  type ProfileRow,
  type RowId,
  type SessionSlot,
  type Store,
  type StreamPosition,
  type Summary,
} from '../ports/store.ts';
import {
  type Cell,
  type ContactState,
  emptyContact,
  type IncomingStream,
  keyOf,
} from './memory-store/contact-state.ts';
import { withAddress, withoutAddress } from './memory-store/addresses.ts';
import { remove, search } from './memory-store/conversation.ts';
import { copyContent, copyIncoming, copyProfile } from './memory-store/copies.ts';
import { MemoryDatabase } from './memory-store/database.ts';
import type { Journal } from './memory-store/journal.ts';

export { MemoryDatabase };

export class MemoryStore implements Store {
  readonly #database: MemoryDatabase;
  readonly #journal: Journal;
  #closed = false;

  constructor(database: MemoryDatabase = new MemoryDatabase()) {
    this.#database = database;
    this.#journal = database.journal;
  }

  transaction<T>(work: () => T): T {
    this.#checkOpen();
    return this.#journal.atomically(work);
  }

  close(): void {
    this.#closed = true;
  }

  readProfile(): ProfileRow | undefined {
    this.#checkOpen();
    const profile = this.#database.profile;
    return profile && copyProfile(profile);
  }

  createProfile(profile: ProfileRow): void {
    this.#write(() => {
      if (this.#database.profile !== undefined) throw new Error('There is a profile already.');
      this.#journal.assign(this.#database, 'profile', copyProfile(profile));
    });
  }

  renameProfile(displayName: string): void {
    this.#write(() => {
      const profile = this.#database.profile;
      if (profile === undefined) throw new Error('There is no profile to rename.');
      this.#journal.assign(this.#database, 'profile', { ...profile, displayName });
    });
  }

  readSettings(): Readonly<Record<string, Json>> {
    this.#checkOpen();
    return this.#database.settings;
  }

  writeSettings(values: Readonly<Record<string, Json>>): void {
    this.#write(() =>
      this.#journal.assign(this.#database, 'settings', { ...this.#database.settings, ...values }),
    );
  }

  listContacts(): ContactRow[] {
    this.#checkOpen();
    return [...this.#database.contacts.values()]
      .map((contact) => contact.row)
      .toSorted((a, b) => a.id - b.id);
  }

  getContact(id: ContactId): ContactRow | undefined {
    return this.#find(id)?.row;
  }

  addContact(contact: NewContact): ContactRow {
    return this.#write(() => {
      for (const { row } of this.#database.contacts.values()) {
        if (keyOf(row.identityKey) === keyOf(contact.identityKey))
          throw new Error('The identity key is held already.');
        if (keyOf(row.staticKey) === keyOf(contact.staticKey))
          throw new Error('The static key is held already.');
      }
      const id = (this.#database.contactsMade + 1) as ContactId;
      const row: ContactRow = {
        ...contact,
        tokenPayload: contact.tokenPayload.slice(),
        identityKey: contact.identityKey.slice(),
        staticKey: contact.staticKey.slice(),
        ownStream: contact.ownStream.slice(),
        id,
        verified: false,
        held: false,
        blocked: false,
        nextSeq: 1,
        ackedSeq: 0,
        peerStream: undefined,
      };
      this.#journal.assign(this.#database, 'contactsMade', id);
      this.#journal.put(this.#database.contacts, id, emptyContact(row, this.#journal));
      return row;
    });
  }

  updateContact(id: ContactId, patch: ContactPatch): void {
    this.#write(() => {
      const contact = this.#get(id);
      const peerStream = 'peerStream' in patch ? patch.peerStream?.slice() : contact.row.peerStream;
      this.#journal.assign(contact, 'row', { ...contact.row, ...patch, peerStream });
    });
  }

  deleteContact(id: ContactId): void {
    this.#write(() => this.#journal.put(this.#database.contacts, id, undefined));
  }

  /** Memory forgets at once. */
  eraseDeleted(): boolean {
    this.#checkOpen();
    return false;
  }

  summarize(id: ContactId): Summary {
    const contact = this.#find(id);
    if (contact === undefined) return { last: undefined, unread: 0, waiting: 0 };
    return {
      last: contact.messages.last?.row,
      unread: contact.unread.size,
      waiting: contact.unsealed.size + contact.waiting.size,
    };
  }

  readSession(id: ContactId, slot: SessionSlot): Uint8Array | undefined {
    return this.#find(id)?.sessions.get(slot)?.slice();
  }

  writeSession(id: ContactId, slot: SessionSlot, session: Uint8Array | undefined): void {
    this.#write(() => {
      const contact = session === undefined ? this.#find(id) : this.#get(id);
      if (contact !== undefined) this.#journal.put(contact.sessions, slot, session?.slice());
    });
  }

  rememberEphemeral(id: ContactId, hash: Uint8Array): boolean {
    return this.#write(() => {
      const contact = this.#get(id);
      const key = keyOf(hash);
      if (contact.ephemerals.has(key)) return false;
      const place = contact.ephemeralsSeen + 1;
      const forgotten = contact.ephemeralAt.get(place - EPHEMERALS_REMEMBERED);
      this.#journal.assign(contact, 'ephemeralsSeen', place);
      this.#journal.put(contact.ephemerals, key, place);
      this.#journal.put(contact.ephemeralAt, place, key);
      if (forgotten !== undefined) {
        this.#journal.put(contact.ephemerals, forgotten, undefined);
        this.#journal.put(contact.ephemeralAt, place - EPHEMERALS_REMEMBERED, undefined);
      }
      return true;
    });
  }

  receivedSeq(id: ContactId, stream: Uint8Array): number {
    return this.#find(id)?.streams.get(keyOf(stream))?.received ?? 0;
  }

  addOutgoing(id: ContactId, messageId: Uint8Array, content: Content, sentAt: number): OutgoingRow {
    return this.#write(() => {
      const contact = this.#get(id);
      const row: OutgoingRow = {
        ...this.#messageBase(id, messageId, content, sentAt),
        direction: 'out',
        seq: undefined,
        progress: 'waiting',
      };
      const cell: Cell<OutgoingRow> = { row };
      this.#show(contact, cell);
      contact.unsealed.insert(cell);
      return row;
    });
  }

  unsealed(id: ContactId, limit: number): OutgoingRow[] {
    return (this.#find(id)?.unsealed.startingAt(0, limit) ?? []).map((cell) => cell.row);
  }

  assignSeq(rowId: RowId, seq: number): void {
    this.#write(() => {
      for (const contact of this.#database.contacts.values()) {
        if (!contact.unsealed.has(rowId)) continue;
        if (contact.sealed.has(seq)) throw new Error('Another message has this seq.');
        for (const cell of contact.unsealed.take(rowId, rowId)) {
          this.#journal.assign(cell, 'row', { ...cell.row, seq });
          this.#journal.put(contact.sealedIn, rowId, keyOf(contact.row.ownStream));
          contact.sealed.insert(cell);
          contact.waiting.insert(cell);
        }
        return;
      }
      throw new Error('There is no such message that waits for a seq.');
    });
  }

  beginStream(id: ContactId, stream: Uint8Array, resendFrom: RowId | undefined): OutgoingRow[] {
    return this.#write(() => {
      const contact = this.#get(id);
      this.#journal.assign(contact, 'row', {
        ...contact.row,
        ownStream: stream.slice(),
        nextSeq: 1,
        ackedSeq: 0,
      });
      contact.sealed.take(0, Infinity);
      contact.delivered.take(0, Infinity);
      for (const cell of contact.waiting.take(0, Infinity)) this.#unseal(contact, cell);
      if (resendFrom === undefined) return [];
      const arrived = outgoing(contact.messages.startingAt(resendFrom, Infinity))
        .filter((cell) => cell.row.progress !== 'waiting')
        .slice(-RESENT_AT_MOST);
      for (const cell of arrived) this.#unseal(contact, cell);
      return arrived.map((cell) => cell.row);
    });
  }

  firstSentBeyond(id: ContactId, position: StreamPosition | undefined): RowId | undefined {
    const contact = this.#find(id);
    if (contact === undefined) return undefined;
    const rows = outgoing(contact.messages.startingAt(0, Infinity)).map((cell) => cell.row);
    const isIn = (row: OutgoingRow, stream: Uint8Array): boolean =>
      contact.sealedIn.get(row.rowId) === keyOf(stream);
    const covered =
      position && rows.findLast((row) => isIn(row, position.stream) && (row.seq ?? 0) <= position.seq);
    const isBeyond = (row: OutgoingRow): boolean =>
      row.seq !== undefined && row.rowId > (covered?.rowId ?? 0) && !isIn(row, contact.row.ownStream);
    return rows.find(isBeyond)?.rowId;
  }

  sealedFrom(id: ContactId, from: number, limit: number): OutgoingRow[] {
    return (this.#find(id)?.sealed.startingAt(from, limit) ?? []).map((cell) => cell.row);
  }

  markDelivered(id: ContactId, upToSeq: number): OutgoingRow[] {
    return this.markDeliveredRange(id, 1, upToSeq);
  }

  markDeliveredRange(id: ContactId, fromSeq: number, toSeq: number): OutgoingRow[] {
    return this.#write(() => {
      const contact = this.#find(id);
      const cells = contact?.waiting.take(fromSeq, toSeq) ?? [];
      for (const cell of cells) {
        this.#journal.assign(cell, 'row', { ...cell.row, progress: 'delivered' });
        contact?.delivered.insert(cell);
      }
      return cells.map((cell) => cell.row);
    });
  }

  markReadByPeer(id: ContactId, upToSeq: number): OutgoingRow[] {
    return this.#write(() => {
      const contact = this.#find(id);
      if (contact === undefined) return [];
      const cells = [...contact.delivered.take(1, upToSeq), ...contact.waiting.take(1, upToSeq)];
      for (const cell of cells) this.#journal.assign(cell, 'row', { ...cell.row, progress: 'read' });
      return cells.map((cell) => cell.row).toSorted((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
    });
  }

  addIncoming(incoming: NewIncoming): IncomingRow[] {
    return this.#write(() => {
      const contact = this.#get(incoming.contactId);
      const stream = this.#stream(contact, incoming.stream);
      if (incoming.seq <= stream.received || stream.held.has(incoming.seq)) return [];
      this.#journal.put(stream.held, incoming.seq, copyIncoming(incoming));

      const shown: IncomingRow[] = [];
      for (;;) {
        const seq = stream.received + 1;
        const next = stream.held.get(seq);
        if (next === undefined) return shown;
        this.#journal.put(stream.held, seq, undefined);
        this.#journal.assign(stream, 'received', seq);
        shown.push(...this.#release(contact, next));
      }
    });
  }

  releaseHeld(id: ContactId, stream: Uint8Array): IncomingRow[] {
    return this.#write(() => {
      const contact = this.#find(id);
      const held = contact?.streams.get(keyOf(stream))?.held;
      if (contact === undefined || held === undefined) return [];
      const inOrder = [...held.values()].toSorted((a, b) => a.seq - b.seq);
      for (const { seq } of inOrder) this.#journal.put(held, seq, undefined);
      return inOrder.flatMap((incoming) => this.#release(contact, incoming));
    });
  }

  heldRanges(id: ContactId, stream: Uint8Array, limit: number): { from: number; to: number }[] {
    const held = this.#find(id)?.streams.get(keyOf(stream))?.held ?? new Map<number, NewIncoming>();
    const ranges: { from: number; to: number }[] = [];
    for (const seq of [...held.keys()].toSorted((a, b) => a - b)) {
      const last = ranges.at(-1);
      if (last?.to === seq - 1) last.to = seq;
      else ranges.push({ from: seq, to: seq });
    }
    return ranges.slice(0, limit);
  }

  addNotice(id: ContactId, messageId: Uint8Array, text: string, at: number): IncomingRow {
    return this.#write(() => {
      const row: IncomingRow = {
        ...this.#messageBase(id, messageId, { kind: 'notice', text }, at),
        direction: 'in',
        origin: undefined,
        read: true,
      };
      this.#show(this.#get(id), { row });
      return row;
    });
  }

  findMessage(id: ContactId, messageId: Uint8Array): MessageRow | undefined {
    return this.#find(id)?.byMessageId.get(keyOf(messageId))?.row;
  }

  listMessages(id: ContactId, before: RowId | undefined, limit: number): MessageRow[] {
    return (this.#find(id)?.messages.endingBefore(before, limit) ?? []).map((cell) => cell.row);
  }

  listMessagesAfter(id: ContactId, after: RowId, limit: number): MessageRow[] {
    return (this.#find(id)?.messages.startingAt(after + 1, limit) ?? []).map((cell) => cell.row);
  }

  listMessagesSince(id: ContactId, at: number, limit: number): MessageRow[] {
    const rows = this.listMessagesAfter(id, 0 as RowId, Infinity);
    const from = rows.findIndex(({ sentAt }) => sentAt >= at);
    return from < 0 ? [] : rows.slice(from, from + limit);
  }

  searchMessages(
    words: readonly string[],
    contactId: ContactId | undefined,
    before: RowId | undefined,
    limit: number,
  ): MessageRow[] {
    this.#checkOpen();
    return search(this.#database.contacts, words, contactId, before, limit);
  }

  deleteMessage(id: ContactId, rowId: RowId): void {
    this.#write(() => remove(this.#get(id), rowId, this.#journal));
  }

  markRead(id: ContactId): void {
    this.#write(() => {
      for (const cell of this.#find(id)?.unread.take(0, Infinity) ?? []) {
        this.#journal.assign(cell, 'row', { ...cell.row, read: true });
      }
    });
  }

  readSeq(id: ContactId, stream: Uint8Array): number {
    const unread = this.#find(id)?.unread.startingAt(0, Infinity) ?? [];
    const seqs = unread.flatMap(({ row: { origin } }) =>
      origin !== undefined && keyOf(origin.stream) === keyOf(stream) ? [origin.seq] : [],
    );
    return seqs.length === 0 ? this.receivedSeq(id, stream) : Math.min(...seqs) - 1;
  }

  listAddresses(id: ContactId): AddressRow[] {
    return [...(this.#find(id)?.addresses ?? [])];
  }

  rememberAddress(id: ContactId, address: AddressRow): void {
    this.#write(() => {
      const contact = this.#get(id);
      this.#journal.assign(contact, 'addresses', withAddress(contact.addresses, address));
    });
  }

  forgetAddress(id: ContactId, address: Address): void {
    this.#write(() => {
      const contact = this.#find(id);
      if (contact) this.#journal.assign(contact, 'addresses', withoutAddress(contact.addresses, address));
    });
  }

  #checkOpen(): void {
    if (this.#closed) throw new Error('The store is closed.');
  }

  /** Joins the running transaction, or is one. */
  #write<T>(work: () => T): T {
    this.#checkOpen();
    return this.#journal.isOpen ? work() : this.#journal.atomically(work);
  }

  #find(id: ContactId): ContactState | undefined {
    this.#checkOpen();
    return this.#database.contacts.get(id);
  }

  #get(id: ContactId): ContactState {
    const contact = this.#find(id);
    if (contact === undefined) throw new Error('There is no such contact.');
    return contact;
  }

  #stream(contact: ContactState, name: Uint8Array): IncomingStream {
    const known = contact.streams.get(keyOf(name));
    if (known !== undefined) return known;
    const stream: IncomingStream = { received: 0, held: new Map() };
    this.#journal.put(contact.streams, keyOf(name), stream);
    return stream;
  }

  #messageBase(contactId: ContactId, messageId: Uint8Array, content: Content, sentAt: number) {
    const rowId = (this.#database.rowsMade + 1) as RowId;
    this.#journal.assign(this.#database, 'rowsMade', rowId);
    return { rowId, contactId, messageId: messageId.slice(), content: copyContent(content), sentAt };
  }

  #unseal(contact: ContactState, cell: Cell<OutgoingRow>): void {
    this.#journal.assign(cell, 'row', { ...cell.row, seq: undefined, progress: 'waiting' });
    this.#journal.put(contact.sealedIn, cell.row.rowId, undefined);
    contact.unsealed.insert(cell);
  }

  #show(contact: ContactState, cell: Cell<MessageRow>): void {
    const key = keyOf(cell.row.messageId);
    if (contact.byMessageId.has(key)) throw new Error('The contact has a message with this id already.');
    this.#journal.put(contact.byMessageId, key, cell);
    contact.messages.insert(cell);
  }

  /** What becomes of a DATA whose turn has come: a row, or nothing for a repeat and for one that was withdrawn. */
  #release(contact: ContactState, incoming: NewIncoming): IncomingRow[] {
    const { contactId, messageId, content, sentAt, stream, seq } = incoming;
    const key = keyOf(messageId);
    if (content === undefined) {
      this.#journal.put(contact.withdrawn, key, true);
      return [];
    }
    if (contact.withdrawn.has(key)) return [];
    const known = contact.byMessageId.get(key);
    if (known !== undefined) {
      const { row } = known;
      if (row.direction === 'in') this.#journal.assign(known, 'row', { ...row, origin: { stream, seq } });
      return [];
    }
    const row: IncomingRow = {
      ...this.#messageBase(contactId, messageId, content, sentAt),
      direction: 'in',
      origin: { stream, seq },
      read: false,
    };
    const cell: Cell<IncomingRow> = { row };
    this.#show(contact, cell);
    contact.unread.insert(cell);
    return [row];
  }
}

function outgoing(cells: readonly Cell<MessageRow>[]): Cell<OutgoingRow>[] {
  return cells.filter((cell): cell is Cell<OutgoingRow> => cell.row.direction === 'out');
}
