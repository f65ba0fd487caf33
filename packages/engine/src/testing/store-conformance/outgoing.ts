// Promises about messages on their way out: sealed once, delivered, read.

import { describe, expect, test } from 'vitest';
import type { Content, RowId } from '../../ports/store.ts';
import { fail, bytes, messageId, OTHER_STREAM, STREAM, text, delivered, type Subject } from './subject.ts';

export function outgoingPromises(subject: Subject): void {
  describe('outgoing messages', () => {
    test('a message comes back as it was given, whatever it holds', () => {
      const { id } = subject.addContact(1);
      const contents: Content[] = [
        text('plain'),
        text('tab\tline\nzero\0quote\' "🧵 \u202e עברית'),
        text('x'.repeat(65_536)),
        { kind: 'notice', text: 'said by Loom' },
        { kind: 'unknown', body: bytes(300, 9) },
        { kind: 'unknown', body: new Uint8Array() },
      ];
      const rows = contents.map((content, index) =>
        subject.store.addOutgoing(id, messageId(index), content, 2 ** 52 + index),
      );
      subject.restart();
      expect(rows.map((row) => row.content)).toEqual(contents);
      expect(subject.everything(id)).toEqual(rows);
      expect(rows[0]).toEqual({
        rowId: rows[0]?.rowId,
        contactId: id,
        messageId: messageId(0),
        direction: 'out',
        content: text('plain'),
        sentAt: 2 ** 52,
        seq: undefined,
        progress: 'waiting',
      });
    });

    test('a message id that the contact has already is refused', () => {
      const { id } = subject.addContact(1);
      subject.send(id, 1);
      expect(() => subject.send(id, 1)).toThrow(Error);
      expect(subject.send(subject.addContact(2).id, 1)).toBeDefined();
      expect(subject.everything(id)).toHaveLength(1);
    });

    test('what was never sealed is handed out oldest first, as many as asked for', () => {
      const { id } = subject.addContact(1);
      const other = subject.addContact(2);
      const rows = [1, 2, 3].map((mark) => subject.send(id, mark));
      subject.send(other.id, 4);
      expect(subject.store.unsealed(id, 2)).toEqual(rows.slice(0, 2));
      subject.store.assignSeq(rows[0]?.rowId ?? fail(), 1);
      subject.restart();
      expect(subject.store.unsealed(id, 10)).toEqual(rows.slice(1));
    });

    test('a sealed message has its seq for good', () => {
      const { id } = subject.addContact(1);
      const row = subject.send(id, 1);
      const second = subject.send(id, 2);
      subject.store.assignSeq(row.rowId, 5);
      expect(subject.store.findMessage(id, messageId(1))).toEqual({ ...row, seq: 5 });
      expect(() => subject.store.assignSeq(row.rowId, 6)).toThrow(Error);
      expect(() => subject.store.assignSeq(second.rowId, 5)).toThrow(Error);
      expect(() => subject.store.assignSeq(99_999 as RowId, 7)).toThrow(Error);
      const [received] = subject.receive(id, 1);
      expect(() => subject.store.assignSeq(received?.rowId ?? fail(), 8)).toThrow(Error);
      expect(subject.store.unsealed(id, 10)).toEqual([second]);
      expect(subject.store.sealedFrom(id, 1, 10)).toEqual([{ ...row, seq: 5 }]);
    });

    test('the same seq may stand with two contacts', () => {
      expect(subject.sendSealed(subject.addContact(1).id, 1)).toHaveLength(1);
      expect(subject.sendSealed(subject.addContact(2).id, 1)).toHaveLength(1);
    });

    test('sealed messages are handed out from a seq on in order of seq, whatever became of them', () => {
      const { id } = subject.addContact(1);
      subject.sendSealed(subject.addContact(2).id, 1, 2, 3);
      subject.sendSealed(id, 1, 3, 2, 7);
      subject.send(id, 9);
      subject.store.markDelivered(id, 2);
      subject.store.markReadByPeer(id, 1);
      subject.restart();
      const seqs = (from: number, limit: number) =>
        subject.store.sealedFrom(id, from, limit).map((row) => row.seq);
      expect(seqs(1, 10)).toEqual([1, 2, 3, 7]);
      expect(seqs(2, 2)).toEqual([2, 3]);
      expect(seqs(4, 10)).toEqual([7]);
      expect(seqs(8, 10)).toEqual([]);
      expect(subject.store.sealedFrom(id, 1, 3).map((row) => row.progress)).toEqual([
        'read',
        'delivered',
        'waiting',
      ]);
    });

    test('marking as delivered changes what waited up to the seq, and tells exactly that', () => {
      const { id } = subject.addContact(1);
      const rows = subject.sendSealed(id, 1, 2, 3);
      const unsealed = subject.send(id, 9);
      const other = subject.sendSealed(subject.addContact(2).id, 1);
      expect(subject.store.markDelivered(id, 0)).toEqual([]);
      expect(subject.store.markDelivered(id, 2)).toEqual(rows.slice(0, 2).map(delivered));
      expect(subject.store.markDelivered(id, 2)).toEqual([]);
      subject.restart();
      expect(subject.store.summarize(id).waiting).toBe(2);
      expect(subject.store.markDelivered(id, 100)).toEqual(rows.slice(2).map(delivered));
      expect(subject.store.findMessage(id, unsealed.messageId)).toEqual(unsealed);
      expect(subject.everything(other[0]?.contactId ?? fail())).toEqual(other);
    });

    test('marking a range as delivered leaves what lies outside of it', () => {
      const { id } = subject.addContact(1);
      const rows = subject.sendSealed(id, 1, 2, 3, 4, 5);
      expect(subject.store.markDeliveredRange(id, 2, 3)).toEqual(rows.slice(1, 3).map(delivered));
      expect(subject.store.markDeliveredRange(id, 3, 4)).toEqual(rows.slice(3, 4).map(delivered));
      expect(subject.store.markDeliveredRange(id, 4, 2)).toEqual([]);
      expect(subject.store.summarize(id).waiting).toBe(2);
      expect(subject.store.markDelivered(id, 5).map((row) => row.seq)).toEqual([1, 5]);
    });

    test('a new stream begins at 1 with what waits, in order, and leaves what was delivered', () => {
      const { id, ownStream } = subject.addContact(1);
      const rows = subject.sendSealed(id, 1, 2, 3);
      const last = subject.send(id, 9);
      subject.store.markDelivered(id, 1);
      subject.store.updateContact(id, { nextSeq: 4, ackedSeq: 1 });
      expect(subject.store.beginStream(id, OTHER_STREAM, undefined)).toEqual([]);
      subject.restart();
      expect(subject.store.getContact(id)).toMatchObject({
        ownStream: OTHER_STREAM,
        nextSeq: 1,
        ackedSeq: 0,
      });
      const waiting = [...rows.slice(1).map((row) => ({ ...row, seq: undefined })), last];
      expect(subject.store.unsealed(id, 10)).toEqual(waiting);
      expect(subject.store.sealedFrom(id, 1, 10)).toEqual([]);
      expect(subject.store.summarize(id).waiting).toBe(3);
      for (const [index, row] of waiting.entries()) subject.store.assignSeq(row.rowId, index + 1);
      expect(subject.store.sealedFrom(id, 1, 10).map((row) => row.seq)).toEqual([1, 2, 3]);
      expect(subject.store.markReadByPeer(id, 1).map((row) => row.rowId)).toEqual([rows[1]?.rowId]);
      expect(subject.store.findMessage(id, messageId(1_001))).toMatchObject({
        seq: 1,
        progress: 'delivered',
      });
      expect(subject.store.firstSentBeyond(id, undefined)).toBe(rows[0]?.rowId);
      expect(subject.store.firstSentBeyond(id, { stream: STREAM, seq: 9 })).toBe(rows[0]?.rowId);
      expect(subject.store.firstSentBeyond(id, { stream: ownStream, seq: 0 })).toBe(rows[0]?.rowId);
      expect(subject.store.firstSentBeyond(id, { stream: ownStream, seq: 1 })).toBeUndefined();
    });

    test('a new stream sends again what had been delivered from a row on', () => {
      const { id, ownStream } = subject.addContact(1);
      const rows = subject.sendSealed(id, 1, 2, 3);
      const other = subject.sendSealed(subject.addContact(2).id, 1);
      subject.store.markDelivered(id, 3);
      subject.store.markReadByPeer(id, 2);
      expect(subject.store.firstSentBeyond(id, undefined)).toBeUndefined();
      const from = rows[1]?.rowId;
      const again = rows.slice(1).map((row) => ({ ...row, seq: undefined }));
      expect(subject.store.beginStream(id, OTHER_STREAM, from)).toEqual(again);
      subject.restart();
      expect(subject.store.unsealed(id, 10)).toEqual(again);
      expect(subject.store.summarize(id).waiting).toBe(2);
      expect(subject.store.firstSentBeyond(id, { stream: ownStream, seq: 0 })).toBe(rows[0]?.rowId);
      for (const [index, row] of again.entries()) subject.store.assignSeq(row.rowId, index + 1);
      // Behind what the oldest stream covers, the one between counts too.
      expect(subject.store.beginStream(id, STREAM, undefined)).toEqual([]);
      for (const [index, row] of again.entries()) subject.store.assignSeq(row.rowId, index + 1);
      subject.store.markDelivered(id, 2);
      subject.store.beginStream(id, bytes(8, 3), undefined);
      expect(subject.store.firstSentBeyond(id, { stream: ownStream, seq: 5 })).toBe(rows[1]?.rowId);
      expect(subject.everything(other[0]?.contactId ?? fail())).toEqual(other);
    });

    test('marking as read takes delivered and waiting ones along, each once', () => {
      const { id } = subject.addContact(1);
      subject.sendSealed(id, 1, 2, 3, 4);
      const unsealed = subject.send(id, 9);
      subject.store.markDeliveredRange(id, 2, 2);
      expect(subject.store.markReadByPeer(id, 3).map((row) => [row.seq, row.progress])).toEqual([
        [1, 'read'],
        [2, 'read'],
        [3, 'read'],
      ]);
      expect(subject.store.markReadByPeer(id, 3)).toEqual([]);
      subject.restart();
      expect(subject.store.summarize(id).waiting).toBe(2);
      expect(subject.store.markDelivered(id, 4).map((row) => row.seq)).toEqual([4]);
      expect(subject.store.findMessage(id, unsealed.messageId)).toEqual(unsealed);
    });
  });
}
