// Promises about messages coming in: exactly once, in order, held above a gap.

import { describe, expect, test } from 'vitest';
import type { Content } from '../../ports/store.ts';
import {
  STREAM,
  OTHER_STREAM,
  bytes,
  messageId,
  text,
  incoming,
  seqOf,
  snapshot,
  type Subject,
} from './subject.ts';

export function incomingPromises(subject: Subject): void {
  describe('incoming messages', () => {
    test('what is next in its stream is shown at once', () => {
      const { id } = subject.addContact(1);
      const [row, ...more] = subject.receive(id, 1);
      expect(more).toEqual([]);
      expect(row).toEqual({
        rowId: row?.rowId,
        contactId: id,
        messageId: messageId(1),
        direction: 'in',
        content: text('in 1'),
        sentAt: 5_001,
        origin: { stream: STREAM, seq: 1 },
        read: false,
      });
      subject.restart();
      expect(subject.everything(id)).toEqual([row]);
      expect(subject.store.receivedSeq(id, STREAM)).toBe(1);
    });

    test('what lies above a gap is held, and shown in order of seq once the gap closes', () => {
      const { id } = subject.addContact(1);
      subject.receive(id, 1);
      for (const seq of [5, 3, 4]) expect(subject.receive(id, seq)).toEqual([]);
      subject.restart();
      expect(subject.store.receivedSeq(id, STREAM)).toBe(1);
      expect(subject.everything(id).map(seqOf)).toEqual([1]);
      expect(subject.store.summarize(id).unread).toBe(1);
      expect(subject.store.findMessage(id, messageId(3))).toBeUndefined();

      const shown = subject.receive(id, 2);

      expect(shown.map(seqOf)).toEqual([2, 3, 4, 5]);
      expect(shown.map((row) => row.content)).toEqual([2, 3, 4, 5].map((seq) => text(`in ${seq}`)));
      expect(subject.everything(id).slice(1)).toEqual(shown);
      expect(subject.store.receivedSeq(id, STREAM)).toBe(5);
      expect(subject.store.summarize(id).unread).toBe(5);
      expect(subject.store.heldRanges(id, STREAM, 10)).toEqual([]);
    });

    test('a closing gap releases up to the next one', () => {
      const { id } = subject.addContact(1);
      for (const seq of [2, 4]) subject.receive(id, seq);
      expect(subject.receive(id, 1).map(seqOf)).toEqual([1, 2]);
      expect(subject.store.receivedSeq(id, STREAM)).toBe(2);
      expect(subject.receive(id, 3).map(seqOf)).toEqual([3, 4]);
    });

    test('a released message is newer than what became visible while it was held', () => {
      const { id } = subject.addContact(1);
      subject.receive(id, 2);
      const between = subject.send(id, 50);
      const released = subject.receive(id, 1);
      const order = [between, ...released].map((row) => row.rowId);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
      expect(subject.everything(id).map((row) => row.rowId)).toEqual(order);
    });

    test('a repeat of a seq is nothing, shown or held, whatever it says now', () => {
      const { id } = subject.addContact(1);
      subject.receive(id, 1);
      subject.receive(id, 3);
      const before = snapshot(subject.store);
      for (const seq of [1, 3]) {
        expect(subject.receive(id, seq)).toEqual([]);
        expect(subject.receive(id, seq, { messageId: messageId(99), content: text('forged') })).toEqual([]);
        expect(subject.receive(id, seq, { content: undefined })).toEqual([]);
      }
      expect(snapshot(subject.store)).toEqual(before);
      expect(subject.receive(id, 2).map((row) => row.content)).toEqual([text('in 2'), text('in 3')]);
    });

    test('a repeat of a message id uses up its seq and shows nothing, in the same stream and in another', () => {
      const { id } = subject.addContact(1);
      subject.receive(id, 1);
      expect(subject.receive(id, 2, { messageId: messageId(1) })).toEqual([]);
      expect(subject.store.receivedSeq(id, STREAM)).toBe(2);
      expect(subject.receive(id, 1, { stream: OTHER_STREAM, messageId: messageId(1) })).toEqual([]);
      expect(subject.store.receivedSeq(id, OTHER_STREAM)).toBe(1);
      expect(subject.receive(id, 2, { stream: OTHER_STREAM, messageId: messageId(2) })).toHaveLength(1);
      expect(subject.everything(id)).toHaveLength(2);
    });

    test('a repeated message is read where its sender counts it now', () => {
      const { id } = subject.addContact(1);
      subject.receive(id, 1);
      subject.receive(id, 1, { stream: OTHER_STREAM });
      subject.receive(id, 2, { stream: OTHER_STREAM });
      subject.restart();
      expect(subject.store.readSeq(id, OTHER_STREAM)).toBe(0);
      subject.store.markRead(id);
      expect(subject.store.readSeq(id, OTHER_STREAM)).toBe(2);
    });

    test('what is held in a stream that has ended is shown in order, once, and its gap stays', () => {
      const { id } = subject.addContact(1);
      for (const seq of [1, 5, 3]) subject.receive(id, seq);
      subject.receive(id, 4, { content: undefined });
      expect(subject.store.releaseHeld(id, OTHER_STREAM)).toEqual([]);
      const shown = subject.store.releaseHeld(id, STREAM);
      expect(shown.map(seqOf)).toEqual([3, 5]);
      subject.restart();
      expect(subject.everything(id).map(seqOf)).toEqual([1, 3, 5]);
      expect(subject.store.summarize(id).unread).toBe(3);
      expect(subject.store.heldRanges(id, STREAM, 10)).toEqual([]);
      expect(subject.store.receivedSeq(id, STREAM)).toBe(1);
      expect(subject.store.releaseHeld(id, STREAM)).toEqual([]);
      expect(subject.receive(id, 3)).toEqual([]);
      expect(subject.receive(id, 2).map(seqOf)).toEqual([2]);
      expect(subject.everything(id)).toHaveLength(4);
    });

    test('a repeated message id closes a gap as any other message does', () => {
      const { id } = subject.addContact(1);
      subject.receive(id, 1);
      subject.receive(id, 3);
      expect(subject.receive(id, 2, { messageId: messageId(1) }).map(seqOf)).toEqual([3]);
      expect(subject.store.receivedSeq(id, STREAM)).toBe(3);
    });

    test('a withdrawn message uses up its seq, shows nothing and closes a gap', () => {
      const { id } = subject.addContact(1);
      expect(subject.receive(id, 1, { content: undefined })).toEqual([]);
      expect(subject.store.receivedSeq(id, STREAM)).toBe(1);
      subject.receive(id, 4);
      subject.receive(id, 3, { content: undefined });
      expect(subject.receive(id, 2).map(seqOf)).toEqual([2, 4]);
      expect(subject.store.receivedSeq(id, STREAM)).toBe(4);
      expect(subject.everything(id)).toHaveLength(2);
      expect(subject.store.summarize(id).unread).toBe(2);
    });

    test('a message that was withdrawn stays so when an old copy of it comes on another stream', () => {
      const { id } = subject.addContact(1);
      subject.receive(id, 1, { content: undefined });
      subject.restart();
      expect(subject.receive(id, 1, { stream: OTHER_STREAM })).toEqual([]);
      expect(subject.store.receivedSeq(id, OTHER_STREAM)).toBe(1);
      expect(subject.everything(id)).toEqual([]);
    });

    test('a message held in a stream that ended is shown when it comes again on the next stream', () => {
      const { id } = subject.addContact(1);
      subject.receive(id, 2, { messageId: messageId(60) });
      const again = subject.receive(id, 1, { stream: OTHER_STREAM, messageId: messageId(60) });
      expect(again).toHaveLength(1);
      expect(subject.receive(id, 1).map(seqOf)).toEqual([1]);
      expect(subject.store.receivedSeq(id, STREAM)).toBe(2);
      const moved = again.map((row) => ({ ...row, origin: { stream: STREAM, seq: 2 } }));
      expect(subject.everything(id).filter((row) => row.messageId[0] === 60)).toEqual(moved);
    });

    test('streams and contacts count apart', () => {
      const { id } = subject.addContact(1);
      const other = subject.addContact(2);
      expect(subject.receive(id, 1)).toHaveLength(1);
      expect(subject.receive(other.id, 1)).toHaveLength(1);
      expect(subject.receive(other.id, 2)).toHaveLength(1);
      expect(subject.receive(id, 1, { stream: OTHER_STREAM, messageId: messageId(70) })).toHaveLength(1);
      expect(subject.store.receivedSeq(id, STREAM)).toBe(1);
      expect(subject.store.receivedSeq(other.id, STREAM)).toBe(2);
      expect(subject.store.receivedSeq(other.id, OTHER_STREAM)).toBe(0);
    });

    test('an incoming message with the id of an outgoing one shows nothing', () => {
      const { id } = subject.addContact(1);
      const row = subject.send(id, 1);
      expect(subject.receive(id, 1, { messageId: messageId(1) })).toEqual([]);
      expect(subject.store.receivedSeq(id, STREAM)).toBe(1);
      expect(subject.store.findMessage(id, messageId(1))).toEqual(row);
    });

    test('a kind that is not known keeps its bytes, held and shown', () => {
      const { id } = subject.addContact(1);
      const content: Content = { kind: 'unknown', body: bytes(500, 7) };
      subject.receive(id, 2, { content });
      subject.restart();
      expect(subject.receive(id, 1, { content }).map((row) => row.content)).toEqual([content, content]);
    });

    test('held seqs are told as ascending ranges that do not touch, as many as asked for', () => {
      const { id } = subject.addContact(1);
      expect(subject.store.heldRanges(id, STREAM, 10)).toEqual([]);
      for (const seq of [12, 3, 10, 4, 11, 7]) subject.receive(id, seq);
      subject.receive(id, 30, { stream: OTHER_STREAM });
      subject.restart();
      const ranges = [
        { from: 3, to: 4 },
        { from: 7, to: 7 },
        { from: 10, to: 12 },
      ];
      expect(subject.store.heldRanges(id, STREAM, 10)).toEqual(ranges);
      expect(subject.store.heldRanges(id, STREAM, 2)).toEqual(ranges.slice(0, 2));
      expect(subject.store.heldRanges(id, STREAM, 0)).toEqual([]);
      subject.receive(id, 1);
      subject.receive(id, 2);
      expect(subject.store.heldRanges(id, STREAM, 10)).toEqual(ranges.slice(1));
    });

    test('a notice is visible, read, and of no stream', () => {
      const { id } = subject.addContact(1);
      const notice = subject.store.addNotice(id, messageId(1), 'The session is new.', 42);
      expect(notice).toEqual({
        rowId: notice.rowId,
        contactId: id,
        messageId: messageId(1),
        direction: 'in',
        content: { kind: 'notice', text: 'The session is new.' },
        sentAt: 42,
        origin: undefined,
        read: true,
      });
      subject.restart();
      expect(subject.everything(id)).toEqual([notice]);
      expect(subject.store.summarize(id)).toEqual({ last: notice, unread: 0, waiting: 0 });
    });

    test('bytes that are used again after the call do not reach the store', () => {
      const { id } = subject.addContact(1);
      const given = incoming(id, 2, { content: { kind: 'unknown', body: bytes(8, 5) } });
      subject.store.addIncoming(given);
      given.stream.fill(0);
      given.messageId.fill(0);
      if (given.content?.kind === 'unknown') given.content.body.fill(0);
      expect(subject.receive(id, 1).at(-1)).toMatchObject({
        messageId: messageId(2),
        content: { kind: 'unknown', body: bytes(8, 5) },
        origin: { stream: STREAM, seq: 2 },
      });
    });
  });
}
