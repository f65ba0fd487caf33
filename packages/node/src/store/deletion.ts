// Deleting a contact: it is gone at once, and the messages that it leaves are erased in pieces, because each lies on a page of
// its own. Until the last of them its row stays, without anything of the person. Knows nothing of when the pieces are due.

import type { ContactId, Store } from '@loom/engine';
import type Database from 'better-sqlite3-multiple-ciphers';
import type { UnitOfWork } from './unit-of-work.ts';

/** Rows of one piece: some tens of milliseconds where each costs a page of its own. */
export const ROWS_ERASED_AT_ONCE = 128;

/** AUTOINCREMENT begins with 1. */
const NOBODY = 0 as ContactId;

/** The number under which statements find what belongs to a contact: for one that was deleted, nothing. */
export type Present = (id: ContactId) => ContactId;

type DeletionMethods = Pick<Store, 'deleteContact' | 'eraseDeleted'>;

export function deletionMethods(
  db: Database,
  unit: UnitOfWork,
): { readonly present: Present; readonly methods: DeletionMethods } {
  // No contact is without a token. Nor is a key that was drawn anybody's, so the same person can be added anew.
  const selectLeft = db
    .prepare<[], ContactId>(`SELECT id FROM contact WHERE token_payload = x'' ORDER BY id`)
    .pluck();
  const strip = db.prepare<[ContactId]>(
    `UPDATE contact SET token_payload = x'', identity_key = randomblob(32), static_key = randomblob(32),
       display_name = '', added_at = 0, own_stream = zeroblob(8), peer_stream = NULL, verified = 0, held = 0, blocked = 0,
       next_seq = 1, acked_seq = 0, unread = 0, waiting = 0
     WHERE id = ?`,
  );
  const eraseAtOnce = ['session', 'ephemeral', 'address', 'incoming_stream'].map((table) =>
    db.prepare<[ContactId]>(`DELETE FROM ${table} WHERE contact_id = ?`),
  );
  const eraseSome = [
    'DELETE FROM message WHERE row_id IN (SELECT row_id FROM message WHERE contact_id = $id ORDER BY row_id LIMIT $rows)',
    'DELETE FROM held WHERE rowid IN (SELECT rowid FROM held WHERE contact_id = $id LIMIT $rows)',
    `DELETE FROM withdrawn WHERE contact_id = $id
     AND message_id IN (SELECT message_id FROM withdrawn WHERE contact_id = $id LIMIT $rows)`,
  ].map((sql) => db.prepare<[{ id: ContactId; rows: number }]>(sql));
  const remove = db.prepare<[ContactId]>('DELETE FROM contact WHERE id = ?');

  const left = new Set<ContactId>(unit.read(() => selectLeft.all()));

  /** @returns false where more is left. */
  function erasePiece(id: ContactId): boolean {
    let rows = ROWS_ERASED_AT_ONCE;
    for (const erase of eraseSome) {
      rows -= erase.run({ id, rows }).changes;
      if (rows === 0) return false;
    }
    remove.run(id);
    unit.overwriteAfterwards();
    return true;
  }

  const methods: DeletionMethods = {
    deleteContact(id) {
      unit.write(() => {
        if (left.has(id) || strip.run(id).changes === 0) return;
        for (const erase of eraseAtOnce) erase.run(id);
        unit.overwriteAfterwards();
        if (erasePiece(id)) return;
        left.add(id);
        unit.ifUndone(() => left.delete(id));
      });
    },
    eraseDeleted() {
      const [id] = left;
      if (id === undefined) return false;
      unit.write(() => {
        if (!erasePiece(id)) return;
        left.delete(id);
        unit.ifUndone(() => left.add(id));
      });
      return left.size > 0;
    },
  };
  return { present: (id) => (left.has(id) ? NOBODY : id), methods };
}
