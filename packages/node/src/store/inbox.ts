// What comes in: each message once, in the order of its stream, held above a gap until that has closed. Knows nothing of what
// goes out.

import type { ContactId, IncomingRow, NewIncoming, Store } from '@loom/engine';
import type Database from 'better-sqlite3-multiple-ciphers';
import type { Present } from './deletion.ts';
import { type ContentColumns, contentColumns, contentOf, type IncomingColumns, incomingRow } from './rows.ts';
import type { UnitOfWork } from './unit-of-work.ts';

type InboxMethods = Pick<Store, 'receivedSeq' | 'addIncoming' | 'heldRanges' | 'releaseHeld'>;

type HeldColumns = { readonly seq: number } & (
  ContentColumns | { readonly kind: null; readonly content: null }
) & {
    readonly message_id: Uint8Array;
    readonly sent_at: number;
  };

const WITHDRAWN = { kind: null, content: null } as const;

export function inboxMethods(db: Database, unit: UnitOfWork, present: Present): InboxMethods {
  const selectReceived = db
    .prepare<[ContactId, Uint8Array], number>(
      'SELECT received FROM incoming_stream WHERE contact_id = ? AND stream = ?',
    )
    .pluck();
  const putReceived = db.prepare<[ContactId, Uint8Array, number]>(
    `INSERT INTO incoming_stream (contact_id, stream, received) VALUES (?, ?, ?)
     ON CONFLICT (contact_id, stream) DO UPDATE SET received = excluded.received`,
  );
  const hold = db.prepare<
    [
      Pick<NewIncoming, 'contactId' | 'stream' | 'seq' | 'messageId' | 'sentAt'> &
        (ContentColumns | typeof WITHDRAWN),
    ]
  >(
    `INSERT INTO held (contact_id, stream, seq, message_id, kind, content, sent_at)
     VALUES ($contactId, $stream, $seq, $messageId, $kind, $content, $sentAt)
     ON CONFLICT (contact_id, stream, seq) DO NOTHING`,
  );
  const takeAllHeld = db.prepare<[ContactId, Uint8Array], HeldColumns>(
    'DELETE FROM held WHERE contact_id = ? AND stream = ? RETURNING seq, message_id, kind, content, sent_at',
  );
  const takeHeld = db.prepare<[ContactId, Uint8Array, number], HeldColumns>(
    `DELETE FROM held WHERE contact_id = ? AND stream = ? AND seq = ?
     RETURNING seq, message_id, kind, content, sent_at`,
  );
  const selectHeld = db
    .prepare<[ContactId, Uint8Array], number>(
      'SELECT seq FROM held WHERE contact_id = ? AND stream = ? ORDER BY seq',
    )
    .pluck();
  const insertWithdrawn = db.prepare<[ContactId, Uint8Array]>(
    'INSERT INTO withdrawn (contact_id, message_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const insert = db.prepare<
    [Pick<NewIncoming, 'contactId' | 'stream' | 'seq' | 'messageId' | 'sentAt'> & ContentColumns],
    IncomingColumns
  >(
    `INSERT INTO message (contact_id, message_id, direction, kind, content, sent_at, stream, seq, state)
     SELECT $contactId, $messageId, 'in', $kind, $content, $sentAt, $stream, $seq, 'unread'
     WHERE NOT EXISTS (SELECT 1 FROM withdrawn WHERE contact_id = $contactId AND message_id = $messageId)
     ON CONFLICT (contact_id, message_id) DO NOTHING RETURNING *`,
  );
  const moveRepeated = db.prepare<[Uint8Array, number, ContactId, Uint8Array]>(
    `UPDATE message SET stream = ?, seq = ? WHERE contact_id = ? AND message_id = ? AND direction = 'in'`,
  );
  const countUnread = db.prepare<[number, ContactId]>('UPDATE contact SET unread = unread + ? WHERE id = ?');

  /** What becomes of a message whose turn has come: a row, or nothing for a repeat and for one that was withdrawn. */
  function release({ contactId, stream, seq, messageId, content, sentAt }: NewIncoming): IncomingRow[] {
    if (content === undefined) {
      insertWithdrawn.run(contactId, messageId);
      return [];
    }
    const shown = insert
      .all({ contactId, stream, seq, messageId, ...contentColumns(content), sentAt })
      .map(incomingRow);
    if (shown.length === 0) moveRepeated.run(stream, seq, contactId, messageId);
    return shown;
  }

  function releaseTaken(contactId: ContactId, stream: Uint8Array, held: HeldColumns): IncomingRow[] {
    const { seq, message_id: messageId, sent_at: sentAt } = held;
    const content = held.kind === null ? undefined : contentOf(held);
    return release({ contactId, stream, seq, messageId, content, sentAt });
  }

  return {
    receivedSeq: (id, stream) => unit.read(() => selectReceived.get(present(id), stream) ?? 0),

    addIncoming: (given) =>
      unit.write(() => {
        const incoming = { ...given, contactId: present(given.contactId) };
        const { contactId, stream, seq, messageId, content, sentAt } = incoming;
        const received = selectReceived.get(contactId, stream) ?? 0;
        if (seq <= received) return [];
        if (seq > received + 1) {
          const columns = content === undefined ? WITHDRAWN : contentColumns(content);
          hold.run({ contactId, stream, seq, messageId, ...columns, sentAt });
          return [];
        }

        const shown = release(incoming);
        let last = seq;
        for (;;) {
          const held = takeHeld.get(contactId, stream, last + 1);
          if (held === undefined) break;
          last += 1;
          shown.push(...releaseTaken(contactId, stream, held));
        }
        putReceived.run(contactId, stream, last);
        if (shown.length > 0) countUnread.run(shown.length, contactId);
        return shown;
      }),

    releaseHeld: (contactId, stream) =>
      unit.write(() => {
        const id = present(contactId);
        const held = takeAllHeld.all(id, stream).toSorted((a, b) => a.seq - b.seq);
        const shown = held.flatMap((each) => releaseTaken(id, stream, each));
        if (shown.length > 0) countUnread.run(shown.length, id);
        return shown;
      }),

    heldRanges: (id, stream, limit) =>
      unit.read(() => {
        const ranges: { from: number; to: number }[] = [];
        for (const seq of selectHeld.iterate(present(id), stream)) {
          const last = ranges.at(-1);
          if (last?.to === seq - 1) last.to = seq;
          else if (ranges.length < limit) ranges.push({ from: seq, to: seq });
          else break;
        }
        return ranges;
      }),
  };
}
