// What goes out and the conversation as a whole. Knows nothing of how messages come in.

import { type ContactId, type OutgoingRow, RESENT_AT_MOST, type RowId, type Store } from '@loom/engine';
import type Database from 'better-sqlite3-multiple-ciphers';
import type { Present } from './deletion.ts';
import {
  type ContentColumns,
  contentColumns,
  type IncomingColumns,
  incomingRow,
  type MessageColumns,
  messageRow,
  type OutgoingColumns,
  outgoingRow,
} from './rows.ts';
import type { UnitOfWork } from './unit-of-work.ts';

// `state <> 'read'` beside another state looks idle: it is what lets SQLite use the partial index message_open.

type OutgoingMethods = Pick<
  Store,
  | 'addOutgoing'
  | 'unsealed'
  | 'assignSeq'
  | 'beginStream'
  | 'firstSentBeyond'
  | 'sealedFrom'
  | 'markDelivered'
  | 'markDeliveredRange'
  | 'markReadByPeer'
>;

export function outgoingMethods(db: Database, unit: UnitOfWork, present: Present): OutgoingMethods {
  const insert = db.prepare<
    [ContentColumns & { id: ContactId; messageId: Uint8Array; sentAt: number }],
    OutgoingColumns
  >(
    `INSERT INTO message (contact_id, message_id, direction, kind, content, sent_at, state)
     VALUES ($id, $messageId, 'out', $kind, $content, $sentAt, 'waiting') RETURNING *`,
  );
  const selectUnsealed = db.prepare<[ContactId, number], OutgoingColumns>(
    `SELECT * FROM message WHERE contact_id = ? AND state = 'waiting' AND state <> 'read' AND seq IS NULL
     ORDER BY row_id LIMIT ?`,
  );
  const setSeq = db.prepare<[number, RowId]>(
    `UPDATE message SET seq = ?, stream = (SELECT own_stream FROM contact WHERE id = contact_id)
     WHERE row_id = ? AND direction = 'out' AND seq IS NULL`,
  );
  const setStream = db.prepare<[Uint8Array, ContactId]>(
    'UPDATE contact SET own_stream = ?, next_seq = 1, acked_seq = 0 WHERE id = ?',
  );
  const unsealWaiting = db.prepare<[ContactId]>(
    `UPDATE message SET seq = NULL, stream = NULL
     WHERE contact_id = ? AND state = 'waiting' AND state <> 'read' AND seq IS NOT NULL`,
  );
  const unsealArrived = db.prepare<[{ id: ContactId; from: RowId; limit: number }], OutgoingColumns>(
    `UPDATE message SET seq = NULL, stream = NULL, state = 'waiting'
     WHERE row_id IN (
       SELECT row_id FROM message
       WHERE contact_id = $id AND row_id >= $from AND direction = 'out' AND state <> 'waiting'
       ORDER BY row_id DESC LIMIT $limit
     ) RETURNING *`,
  );
  const selectCovered = db
    .prepare<[ContactId, Uint8Array, number], RowId>(
      `SELECT row_id FROM message WHERE contact_id = ? AND direction = 'out' AND stream = ? AND seq <= ?
       ORDER BY seq DESC LIMIT 1`,
    )
    .pluck();
  // Two ranges beside the present stream, not `<>`: the index leads past all that is in it.
  const selectsBeyond = ['<', '>'].map((side) =>
    db
      .prepare<[{ id: ContactId; covered: number }], RowId | null>(
        `SELECT min(row_id) FROM message
         WHERE contact_id = $id AND direction = 'out' AND seq IS NOT NULL
           AND stream ${side} (SELECT own_stream FROM contact WHERE id = $id) AND row_id > $covered`,
      )
      .pluck(),
  );
  const selectSealed = db.prepare<[{ id: ContactId; from: number; limit: number }], OutgoingColumns>(
    `SELECT * FROM message
     WHERE contact_id = $id AND direction = 'out' AND stream = (SELECT own_stream FROM contact WHERE id = $id)
       AND seq >= $from
     ORDER BY seq LIMIT $limit`,
  );
  const setDelivered = db.prepare<[ContactId, number, number], OutgoingColumns>(
    `UPDATE message SET state = 'delivered'
     WHERE contact_id = ? AND state = 'waiting' AND state <> 'read' AND seq BETWEEN ? AND ? RETURNING *`,
  );
  const setRead = db.prepare<[{ id: ContactId; upToSeq: number }], OutgoingColumns>(
    `UPDATE message SET state = 'read'
     WHERE contact_id = $id AND state = 'delivered' AND state <> 'read' AND seq <= $upToSeq
       AND stream = (SELECT own_stream FROM contact WHERE id = $id) RETURNING *`,
  );
  const countWaiting = db.prepare<[number, ContactId]>(
    'UPDATE contact SET waiting = waiting + ? WHERE id = ?',
  );

  /** RETURNING promises no order. */
  const inOrderOfSeq = (changed: OutgoingColumns[]): OutgoingRow[] =>
    changed.toSorted((a, b) => Number(a.seq) - Number(b.seq)).map(outgoingRow);

  const markDeliveredRange = (contactId: ContactId, fromSeq: number, toSeq: number): OutgoingRow[] =>
    unit.write(() => {
      const id = present(contactId);
      const changed = setDelivered.all(id, fromSeq, toSeq);
      if (changed.length > 0) countWaiting.run(-changed.length, id);
      return inOrderOfSeq(changed);
    });

  return {
    addOutgoing(contactId, messageId, content, sentAt) {
      return unit.write(() => {
        const id = present(contactId);
        const columns = insert.get({ id, messageId, ...contentColumns(content), sentAt });
        if (columns === undefined) throw new Error('An INSERT returned no row.');
        countWaiting.run(1, id);
        return outgoingRow(columns);
      });
    },
    unsealed: (id, limit) => unit.read(() => selectUnsealed.all(present(id), limit).map(outgoingRow)),
    assignSeq(rowId, seq) {
      const { changes } = unit.write(() => setSeq.run(seq, rowId));
      if (changes === 0) throw new Error('There is no such message that waits for a seq.');
    },
    beginStream: (contactId, stream, resendFrom) =>
      unit.write(() => {
        const id = present(contactId);
        setStream.run(stream, id);
        unsealWaiting.run(id);
        if (resendFrom === undefined) return [];
        const arrived = unsealArrived.all({ id, from: resendFrom, limit: RESENT_AT_MOST });
        if (arrived.length > 0) countWaiting.run(arrived.length, id);
        return arrived.toSorted((a, b) => a.row_id - b.row_id).map(outgoingRow);
      }),
    firstSentBeyond: (contactId, position) =>
      unit.read(() => {
        const id = present(contactId);
        const covered = position && selectCovered.get(id, position.stream, position.seq);
        const beyond = selectsBeyond.map((select) => select.get({ id, covered: covered ?? 0 }) ?? undefined);
        return beyond.filter((rowId) => rowId !== undefined).toSorted((a, b) => a - b)[0];
      }),
    sealedFrom: (id, from, limit) =>
      unit.read(() => selectSealed.all({ id: present(id), from, limit }).map(outgoingRow)),
    markDelivered: (id, upToSeq) => markDeliveredRange(id, 1, upToSeq),
    markDeliveredRange,
    markReadByPeer: (id, upToSeq) =>
      unit.write(() => {
        markDeliveredRange(id, 1, upToSeq);
        return inOrderOfSeq(setRead.all({ id: present(id), upToSeq }));
      }),
  };
}

type ConversationMethods = Pick<
  Store,
  | 'addNotice'
  | 'findMessage'
  | 'listMessages'
  | 'listMessagesAfter'
  | 'listMessagesSince'
  | 'deleteMessage'
  | 'markRead'
  | 'readSeq'
  | 'summarize'
>;

export function conversationMethods(db: Database, unit: UnitOfWork, present: Present): ConversationMethods {
  const insertNotice = db.prepare<[ContactId, Uint8Array, string, number], IncomingColumns>(
    `INSERT INTO message (contact_id, message_id, direction, kind, content, sent_at, state)
     VALUES (?, ?, 'in', 'notice', ?, ?, 'read') RETURNING *`,
  );
  const select = db.prepare<[ContactId, Uint8Array], MessageColumns>(
    'SELECT * FROM message WHERE contact_id = ? AND message_id = ?',
  );
  const selectPage = db.prepare<[ContactId, number, number], MessageColumns>(
    'SELECT * FROM message WHERE contact_id = ? AND row_id < ? ORDER BY row_id DESC LIMIT ?',
  );
  const selectAfter = db.prepare<[ContactId, RowId, number], MessageColumns>(
    'SELECT * FROM message WHERE contact_id = ? AND row_id > ? ORDER BY row_id LIMIT ?',
  );
  const selectSince = db.prepare<[{ id: ContactId; at: number; limit: number }], MessageColumns>(
    `SELECT * FROM message
     WHERE contact_id = $id
       AND row_id >= (SELECT row_id FROM message WHERE contact_id = $id AND sent_at >= $at ORDER BY row_id LIMIT 1)
     ORDER BY row_id LIMIT $limit`,
  );
  const remove = db.prepare<[ContactId, RowId], MessageColumns>(
    'DELETE FROM message WHERE contact_id = ? AND row_id = ? RETURNING *',
  );
  const neverAgain = db.prepare<[ContactId, Uint8Array]>(
    'INSERT INTO withdrawn (contact_id, message_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const count = db.prepare<[{ id: ContactId; unread: number; waiting: number }]>(
    'UPDATE contact SET unread = unread + $unread, waiting = waiting + $waiting WHERE id = $id',
  );
  const setRead = db.prepare<[ContactId]>(
    `UPDATE message SET state = 'read' WHERE contact_id = ? AND state = 'unread' AND state <> 'read'`,
  );
  const clearUnread = db.prepare<[ContactId]>('UPDATE contact SET unread = 0 WHERE id = ?');
  const selectReadSeq = db
    .prepare<[{ id: ContactId; stream: Uint8Array }], number>(
      `SELECT coalesce(
         (SELECT seq - 1 FROM message
          WHERE contact_id = $id AND state = 'unread' AND state <> 'read' AND stream = $stream ORDER BY seq LIMIT 1),
         (SELECT received FROM incoming_stream WHERE contact_id = $id AND stream = $stream),
         0)`,
    )
    .pluck();
  const selectCounters = db.prepare<[ContactId], { unread: number; waiting: number }>(
    'SELECT unread, waiting FROM contact WHERE id = ?',
  );

  return {
    addNotice(id, messageId, text, at) {
      const columns = unit.write(() => insertNotice.get(present(id), messageId, text, at));
      if (columns === undefined) throw new Error('An INSERT returned no row.');
      return incomingRow(columns);
    },
    findMessage(id, messageId) {
      const columns = unit.read(() => select.get(present(id), messageId));
      return columns && messageRow(columns);
    },
    listMessages: (id, before, limit) =>
      unit.read(() =>
        selectPage
          .all(present(id), before ?? Number.MAX_SAFE_INTEGER, limit)
          .toReversed()
          .map(messageRow),
      ),
    listMessagesAfter: (id, after, limit) =>
      unit.read(() => selectAfter.all(present(id), after, limit).map(messageRow)),
    listMessagesSince: (id, at, limit) =>
      unit.read(() => selectSince.all({ id: present(id), at, limit }).map(messageRow)),
    deleteMessage(contactId, rowId) {
      unit.write(() => {
        const id = present(contactId);
        const [gone] = remove.all(id, rowId);
        if (gone === undefined) throw new Error('There is no such message.');
        if (gone.direction === 'in') neverAgain.run(id, gone.message_id);
        count.run({
          id,
          unread: gone.state === 'unread' ? -1 : 0,
          waiting: gone.state === 'waiting' ? -1 : 0,
        });
        unit.overwriteAfterwards();
      });
    },
    markRead(contactId) {
      unit.write(() => {
        const id = present(contactId);
        setRead.run(id);
        clearUnread.run(id);
      });
    },
    readSeq: (id, stream) => unit.read(() => selectReadSeq.get({ id: present(id), stream }) ?? 0),
    summarize: (contactId) =>
      unit.read(() => {
        const id = present(contactId);
        const { unread, waiting } = selectCounters.get(id) ?? { unread: 0, waiting: 0 };
        const last = selectPage.get(id, Number.MAX_SAFE_INTEGER, 1);
        return { last: last && messageRow(last), unread, waiting };
      }),
  };
}
