// What the engine needs of a database. Synchronous on purpose: a transaction is one uninterrupted piece of work, so no
// other event can come between a ratchet step and the message that it belongs to. Knows nothing of SQL or encryption.

/** How many handshake ephemerals are remembered a contact, so that none of them is answered twice (PROTOCOL.md section 2). */
export const EPHEMERALS_REMEMBERED = 4_096;
/** How many addresses are kept a contact: as many as one ADDRESSES frame names (PROTOCOL.md section 2). */
export const ADDRESSES_KEPT = 8;

/** How many messages that the peer had stored are sent again at most where it went back to an older stream: its database is old, not empty. */
export const RESENT_AT_MOST = 10_000;

/** A contact's number in this database; never leaves the process. */
export type ContactId = number & { readonly __brand: 'ContactId' };
/** The local order of messages within the whole database: later rows have larger numbers. */
export type RowId = number & { readonly __brand: 'RowId' };

export interface ProfileRow {
  /** 32 bytes; all keys come from it (PROTOCOL.md section 1). */
  readonly masterSeed: Uint8Array;
  /** 32 bytes; fills beacons up (PROTOCOL.md section 6). */
  readonly fillerKey: Uint8Array;
  readonly displayName: string;
  readonly createdAt: number;
}

export interface NewContact {
  /** The 135-byte token payload; identity key, static key and tid come from it. */
  readonly tokenPayload: Uint8Array;
  /** Ed25519, 32 bytes. */
  readonly identityKey: Uint8Array;
  /** X25519, 32 bytes. */
  readonly staticKey: Uint8Array;
  readonly displayName: string;
  readonly addedAt: number;
  /** 8 random bytes: the delivery stream we send to this contact on, until `beginStream` names another. */
  readonly ownStream: Uint8Array;
}

export interface ContactRow extends NewContact {
  readonly id: ContactId;
  readonly verified: boolean;
  /** A verified contact began a new session: nothing is sent until the person has accepted it. */
  readonly held: boolean;
  /** The person wants nothing of this contact. */
  readonly blocked: boolean;
  /** The seq that the next message to be sealed for the first time gets; from 1. */
  readonly nextSeq: number;
  /** Highest seq of our stream below which the peer misses nothing; 0 at first. */
  readonly ackedSeq: number;
  /** The stream that the peer sends on now, 8 bytes. */
  readonly peerStream: Uint8Array | undefined;
}

export type ContactPatch = Partial<
  Pick<ContactRow, 'displayName' | 'verified' | 'held' | 'blocked' | 'nextSeq' | 'ackedSeq' | 'peerStream'>
>;

/** Where a session stands: `current` is used; `previous` is kept until a record has arrived on the link of the new one. */
export type SessionSlot = 'current' | 'previous';

/** What a row shows; `unknown` keeps the CBOR body of a kind this version does not know. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'unknown'; readonly body: Uint8Array };

/** How far somebody has come in a stream. */
export interface StreamPosition {
  /** 8 bytes. */
  readonly stream: Uint8Array;
  readonly seq: number;
}

interface MessageBase {
  readonly rowId: RowId;
  readonly contactId: ContactId;
  /** 16 bytes. */
  readonly messageId: Uint8Array;
  readonly content: Content;
  /** The sender's clock, ms since 1970. */
  readonly sentAt: number;
}

export interface OutgoingRow extends MessageBase {
  readonly direction: 'out';
  /** Given when first sealed in the stream that was ours then; it is sealed anew where that ended before it arrived. */
  readonly seq: number | undefined;
  readonly progress: 'waiting' | 'delivered' | 'read';
}

export interface IncomingRow extends MessageBase {
  readonly direction: 'in';
  /** 8 bytes and the seq in it; notices have none. */
  readonly origin: StreamPosition | undefined;
  readonly read: boolean;
}

export type MessageRow = OutgoingRow | IncomingRow;

export interface NewIncoming {
  readonly contactId: ContactId;
  readonly stream: Uint8Array;
  readonly seq: number;
  readonly messageId: Uint8Array;
  /** Undefined: the sender withdrew it; the seq is used up and nothing is shown. */
  readonly content: Content | undefined;
  readonly sentAt: number;
}

export type AddressSource = 'mdns' | 'manual' | 'remembered';

export interface AddressRow {
  readonly host: string;
  readonly port: number;
  readonly source: AddressSource;
  /** When a link was last authenticated there, ms since 1970; 0 for never. */
  readonly lastGood: number;
}

/** A value that JSON holds. */
export type Json = string | number | boolean;

export interface Summary {
  readonly last: MessageRow | undefined;
  readonly unread: number;
  /** Outgoing rows that the peer has not stored. */
  readonly waiting: number;
}

/** Thrown by any method when the disk is full or fails; the transaction it happened in has left no trace. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: 'full' | 'failed';
  constructor(code: 'full' | 'failed', message: string) {
    super(message);
    this.code = code;
  }
}

export interface Store {
  /**
   * Runs `work` atomically: all of it is durable when this returns, none of it is left when it throws. Not reentrant.
   * Every method below may also be called outside, and is then a transaction of its own. Writing to a contact that is not
   * there throws an Error, as every bug of the caller does.
   */
  transaction<T>(work: () => T): T;
  close(): void;

  readProfile(): ProfileRow | undefined;
  /** @throws if there is one already. */
  createProfile(profile: ProfileRow): void;
  renameProfile(displayName: string): void;

  /** What was written by `writeSettings`, by name. */
  readSettings(): Readonly<Record<string, Json>>;
  /** Adds or replaces these; others stay. */
  writeSettings(values: Readonly<Record<string, Json>>): void;

  listContacts(): ContactRow[];
  getContact(id: ContactId): ContactRow | undefined;
  /** @throws if the identity key or the static key is held already. */
  addContact(contact: NewContact): ContactRow;
  updateContact(id: ContactId, patch: ContactPatch): void;
  /**
   * Removes the contact with its sessions, messages, addresses and positions. From here on it is not there for any method, over
   * restarts too; its keys, its name and its sessions are overwritten in the file, what else it leaves is for `eraseDeleted`.
   */
  deleteContact(id: ContactId): void;
  /**
   * Overwrites a piece of what deleted contacts have left, small enough that the caller can go on with other things soon.
   * @returns true where more is left, for another call, or for one after the next start.
   */
  eraseDeleted(): boolean;
  summarize(id: ContactId): Summary;

  readSession(id: ContactId, slot: SessionSlot): Uint8Array | undefined;
  writeSession(id: ContactId, slot: SessionSlot, session: Uint8Array | undefined): void;

  /**
   * Remembers 8 bytes of a contact's handshake ephemeral; the newest `EPHEMERALS_REMEMBERED` are kept.
   * @returns false where it was there already, and then nothing has changed.
   */
  rememberEphemeral(id: ContactId, hash: Uint8Array): boolean;

  /** Highest seq of this stream of the contact below which nothing is missing; 0 for a stream never seen. */
  receivedSeq(id: ContactId, stream: Uint8Array): number;

  addOutgoing(id: ContactId, messageId: Uint8Array, content: Content, sentAt: number): OutgoingRow;
  /** The oldest outgoing rows without a seq, oldest first. */
  unsealed(id: ContactId, limit: number): OutgoingRow[];
  /**
   * Gives a row its seq in our present stream; the caller has advanced `nextSeq`.
   * @throws if the row is not an outgoing one without a seq, or if another row of the stream has this seq.
   */
  assignSeq(rowId: RowId, seq: number): void;
  /**
   * Ends the stream that we send on, and begins `stream`: `nextSeq` 1, `ackedSeq` 0. What still waits has no seq any more. The rows
   * from `resendFrom` on wait again even where they were delivered, the newest `RESENT_AT_MOST` of them.
   * @returns the rows that had been delivered and wait now, in order.
   */
  beginStream(id: ContactId, stream: Uint8Array, resendFrom: RowId | undefined): OutgoingRow[];
  /**
   * The first row that we sent in an earlier stream than the present one, and that lies behind the last one which this position
   * covers: a position in any stream of ours, or none at all. Undefined where there is none.
   */
  firstSentBeyond(id: ContactId, position: StreamPosition | undefined): RowId | undefined;
  /** Outgoing rows with a seq of at least `from` in our present stream, in order of seq. Seqs may be missing where a row was deleted. */
  sealedFrom(id: ContactId, from: number, limit: number): OutgoingRow[];
  /** All outgoing rows with a seq up to `seq` that were waiting become delivered. @returns those that changed. */
  markDelivered(id: ContactId, upToSeq: number): OutgoingRow[];
  /** The same for single rows above a gap. */
  markDeliveredRange(id: ContactId, fromSeq: number, toSeq: number): OutgoingRow[];
  /** Outgoing rows with a seq up to `seq` of our present stream become read. @returns those that changed. */
  markReadByPeer(id: ContactId, upToSeq: number): OutgoingRow[];

  /**
   * Stores an incoming DATA exactly once (per stream and seq, and per message id over all streams). What lies above a gap is held,
   * and shown once the gap has closed. A repeated message id uses up its seq; where the id is only held, in a stream whose gap
   * may never close, the one that is released first is shown. A repeated message takes the place where it came last, so that
   * `readSeq` knows it there.
   * @returns the rows that became visible through this call, in order; empty for a repeat and for what is held.
   */
  addIncoming(incoming: NewIncoming): IncomingRow[];
  /** The seqs held above the gap in this stream, as ascending ranges that neither touch nor overlap. */
  heldRanges(id: ContactId, stream: Uint8Array, limit: number): { from: number; to: number }[];
  /** Shows what is held in this stream, gaps or not: its sender has begun another. @returns the rows that became visible. */
  releaseHeld(id: ContactId, stream: Uint8Array): IncomingRow[];
  /** A line of Loom's own in the conversation; it counts as read. */
  addNotice(id: ContactId, messageId: Uint8Array, text: string, at: number): IncomingRow;

  findMessage(id: ContactId, messageId: Uint8Array): MessageRow | undefined;
  /** Visible rows before `before` (or the newest), oldest first. */
  listMessages(id: ContactId, before: RowId | undefined, limit: number): MessageRow[];
  /** Visible rows after `after`, oldest first. */
  listMessagesAfter(id: ContactId, after: RowId, limit: number): MessageRow[];
  /** The first visible row that was sent at `at` or later, and those after it, whatever their times. */
  listMessagesSince(id: ContactId, at: number, limit: number): MessageRow[];
  /**
   * Rows of kind text in which every word is the beginning of a word (`wordsOf` says what a word is), newest first.
   * @param contactId undefined: of all contacts. @param before undefined: from the newest on.
   */
  searchMessages(
    words: readonly string[],
    contactId: ContactId | undefined,
    before: RowId | undefined,
    limit: number,
  ): MessageRow[];
  /**
   * Removes a visible row, and overwrites what it held in the file. One that came in is not shown again, should it come again.
   * A seq that it had stays used.
   */
  deleteMessage(id: ContactId, rowId: RowId): void;
  /** Marks all visible incoming rows read. */
  markRead(id: ContactId): void;
  /** The seq of `stream` up to which nothing is left to read, withdrawn and repeated messages included; 0 for none. */
  readSeq(id: ContactId, stream: Uint8Array): number;

  /** Newest good first, among equals the last remembered; `ADDRESSES_KEPT` a contact, the last remembered among them. */
  listAddresses(id: ContactId): AddressRow[];
  /** Adds or updates by host and port. */
  rememberAddress(id: ContactId, address: AddressRow): void;
  /** Where it is not known, nothing changes. */
  forgetAddress(id: ContactId, address: { readonly host: string; readonly port: number }): void;
}
