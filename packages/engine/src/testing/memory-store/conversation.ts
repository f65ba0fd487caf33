// Looking through a conversation and taking a row out of it. Knows nothing of how rows come in and go out.

import { holdsWords } from '../../messages/words.ts';
import type { ContactId, MessageRow, RowId } from '../../ports/store.ts';
import { type ContactState, keyOf } from './contact-state.ts';
import type { Journal } from './journal.ts';

/** Newest first. */
export function search(
  contacts: ReadonlyMap<ContactId, ContactState>,
  words: readonly string[],
  only: ContactId | undefined,
  before: RowId | undefined,
  limit: number,
): MessageRow[] {
  if (words.length === 0) return [];
  return [...contacts.values()]
    .filter(({ row }) => only === undefined || row.id === only)
    .flatMap((contact) => contact.messages.endingBefore(before, Infinity))
    .map(({ row }) => row)
    .filter(({ content }) => content.kind === 'text' && holdsWords(content.text, words))
    .toSorted((a, b) => b.rowId - a.rowId)
    .slice(0, limit);
}

export function remove(contact: ContactState, rowId: RowId, journal: Journal): void {
  const [cell] = contact.messages.take(rowId, rowId);
  if (cell === undefined) throw new Error('There is no such message.');
  const { row } = cell;
  const key = keyOf(row.messageId);
  journal.put(contact.byMessageId, key, undefined);
  if (row.direction === 'in') {
    contact.unread.take(rowId, rowId);
    journal.put(contact.withdrawn, key, true);
    return;
  }
  contact.unsealed.take(rowId, rowId);
  const { seq } = row;
  // Its seq may be another row's, in a later stream.
  if (seq === undefined || contact.sealedIn.get(rowId) !== keyOf(contact.row.ownStream)) return;
  for (const list of [contact.sealed, contact.waiting, contact.delivered]) list.take(seq, seq);
  journal.put(contact.sealedIn, rowId, undefined);
}
