// What the memory store holds of one contact, with the indices that a database would have. Knows nothing of the rules of
// delivery.

import type {
  AddressRow,
  ContactRow,
  IncomingRow,
  MessageRow,
  NewIncoming,
  OutgoingRow,
  RowId,
  SessionSlot,
} from '../../ports/store.ts';
import type { Journal } from './journal.ts';
import { Ordered } from './ordered.ts';

/** A place that keeps its identity while the row in it is replaced. */
export interface Cell<Row extends MessageRow> {
  row: Row;
}

export interface IncomingStream {
  /** Below and at this seq nothing is missing. */
  received: number;
  /** What lies above the gap, by seq. */
  readonly held: Map<number, NewIncoming>;
}

export interface ContactState {
  row: ContactRow;
  readonly sessions: Map<SessionSlot, Uint8Array>;
  /** The place of each ephemeral in the order of arrival, and the other way round; both by `keyOf` the hash. */
  readonly ephemerals: Map<string, number>;
  readonly ephemeralAt: Map<number, string>;
  ephemeralsSeen: number;
  /** In the order of `listAddresses`. */
  addresses: readonly AddressRow[];
  /** By `keyOf` the stream. */
  readonly streams: Map<string, IncomingStream>;
  /** Ids of messages that their sender took back, by `keyOf`. */
  readonly withdrawn: Map<string, true>;
  /** All that is visible, by row id. */
  readonly messages: Ordered<Cell<MessageRow>>;
  readonly byMessageId: Map<string, Cell<MessageRow>>;
  /** Incoming and not read, by row id. */
  readonly unread: Ordered<Cell<IncomingRow>>;
  /** Outgoing without a seq, by row id. */
  readonly unsealed: Ordered<Cell<OutgoingRow>>;
  /** Outgoing with a seq: all of them, those still waiting, and those delivered but not read; by seq. */
  readonly sealed: Ordered<Cell<OutgoingRow>>;
  readonly waiting: Ordered<Cell<OutgoingRow>>;
  readonly delivered: Ordered<Cell<OutgoingRow>>;
  /** The stream that an outgoing row has its seq in, by `keyOf`; the lists above hold the present one's only. */
  readonly sealedIn: Map<RowId, string>;
}

export function emptyContact(row: ContactRow, journal: Journal): ContactState {
  const byRowId = (cell: Cell<MessageRow>): number => cell.row.rowId;
  const bySeq = (cell: Cell<OutgoingRow>): number => {
    if (cell.row.seq === undefined) throw new Error('A message without a seq among the sealed ones.');
    return cell.row.seq;
  };
  return {
    row,
    sessions: new Map(),
    ephemerals: new Map(),
    ephemeralAt: new Map(),
    ephemeralsSeen: 0,
    addresses: [],
    streams: new Map(),
    withdrawn: new Map(),
    messages: new Ordered(journal, byRowId),
    byMessageId: new Map(),
    unread: new Ordered<Cell<IncomingRow>>(journal, byRowId),
    unsealed: new Ordered<Cell<OutgoingRow>>(journal, byRowId),
    sealed: new Ordered(journal, bySeq),
    waiting: new Ordered(journal, bySeq),
    delivered: new Ordered(journal, bySeq),
    sealedIn: new Map(),
  };
}

/** A map key for a few bytes. */
export function keyOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
