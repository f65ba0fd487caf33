// Finds messages by their words, in the index that the triggers of the schema keep. Knows nothing of what a word is: FTS5's
// tokenizer splits what is asked for as it has split what is stored.

import type { ContactId, RowId, Store } from '@loom/engine';
import type Database from 'better-sqlite3-multiple-ciphers';
import type { Present } from './deletion.ts';
import { type MessageColumns, messageRow } from './rows.ts';
import type { UnitOfWork } from './unit-of-work.ts';

/** In quotes nothing is an operator (https://sqlite.org/fts5.html section 3.1); the star makes the last word of each a beginning. */
function asQuery(words: readonly string[]): string {
  return words.map((word) => `"${word.replaceAll('"', '""')}"*`).join(' AND ');
}

export function searchMethods(
  db: Database,
  unit: UnitOfWork,
  present: Present,
): Pick<Store, 'searchMessages'> {
  interface Asked {
    readonly query: string;
    readonly before: RowId | number;
    readonly limit: number;
  }
  // A deleted contact's messages are erased in pieces, and not found meanwhile.
  const selectAll = db.prepare<[Asked], MessageColumns>(
    `SELECT message.* FROM message_words
     JOIN message ON message.row_id = message_words.rowid
     JOIN contact ON contact.id = message.contact_id AND contact.token_payload <> x''
     WHERE message_words MATCH $query AND message_words.rowid < $before
     ORDER BY message_words.rowid DESC LIMIT $limit`,
  );
  const selectOf = db.prepare<[Asked & { id: ContactId }], MessageColumns>(
    `SELECT message.* FROM message_words
     JOIN message ON message.row_id = message_words.rowid AND message.contact_id = $id
     WHERE message_words MATCH $query AND message_words.rowid < $before
     ORDER BY message_words.rowid DESC LIMIT $limit`,
  );
  return {
    searchMessages: (words, contactId, before, limit) =>
      unit.read(() => {
        if (words.length === 0) return [];
        const asked = { query: asQuery(words), before: before ?? Number.MAX_SAFE_INTEGER, limit };
        const found =
          contactId === undefined ? selectAll.all(asked) : selectOf.all({ ...asked, id: present(contactId) });
        return found.map(messageRow);
      }),
  };
}
