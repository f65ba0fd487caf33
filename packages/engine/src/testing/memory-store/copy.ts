// A second database with the same contents: what a backup is. Knows nothing of the rules of delivery.

import type { IncomingRow, MessageRow, OutgoingRow } from '../../ports/store.ts';
import { type Cell, type ContactState, emptyContact } from './contact-state.ts';
import type { Journal } from './journal.ts';
import type { Ordered } from './ordered.ts';

/** The rows are values and shared; the places that hold them, and all lists, are new. Runs inside a transaction of `journal`. */
export function copyContact(contact: ContactState, journal: Journal): ContactState {
  const copy = emptyContact(contact.row, journal);
  const cells = new Map<Cell<MessageRow>, Cell<MessageRow>>();
  for (const cell of all(contact.messages)) {
    const twin = { row: cell.row };
    cells.set(cell, twin);
    copy.messages.insert(twin);
  }
  const twinOf = (cell: Cell<MessageRow>): Cell<MessageRow> => {
    const twin = cells.get(cell);
    if (twin === undefined) throw new Error('A list holds a message that is not visible.');
    return twin;
  };
  for (const [id, cell] of contact.byMessageId) copy.byMessageId.set(id, twinOf(cell));
  for (const cell of all(contact.unread)) copy.unread.insert(twinOf(cell) as Cell<IncomingRow>);
  for (const list of ['unsealed', 'sealed', 'waiting', 'delivered'] as const) {
    for (const cell of all(contact[list])) copy[list].insert(twinOf(cell) as Cell<OutgoingRow>);
  }
  for (const name of ['sessions', 'ephemerals', 'ephemeralAt', 'withdrawn', 'sealedIn'] as const) {
    copyEntries<unknown, unknown>(contact[name], copy[name]);
  }
  for (const [name, { received, held }] of contact.streams) {
    copy.streams.set(name, { received, held: new Map(held) });
  }
  copy.ephemeralsSeen = contact.ephemeralsSeen;
  copy.addresses = contact.addresses;
  return copy;
}

function all<T>(list: Ordered<T>): T[] {
  return list.startingAt(0, Infinity);
}

function copyEntries<K, V>(from: ReadonlyMap<K, V>, to: Map<K, V>): void {
  for (const [key, value] of from) to.set(key, value);
}
