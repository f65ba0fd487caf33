// Promises about a conversation as a whole: pages, reading, summaries.

import { describe, expect, test } from 'vitest';
import type { MessageRow } from '../../ports/store.ts';
import { STREAM, OTHER_STREAM, bytes, messageId, type Subject } from './subject.ts';

export function conversationPromises(subject: Subject): void {
  describe('conversations', () => {
    test('a page holds the newest rows, oldest first, and the next page goes on before it', () => {
      const { id } = subject.addContact(1);
      const other = subject.addContact(2);
      const rows: MessageRow[] = [];
      for (let seq = 1; seq <= 5; seq++) {
        rows.push(...subject.receive(id, seq), subject.send(id, 100 + seq));
        subject.send(other.id, 200 + seq);
      }
      const page1 = subject.store.listMessages(id, undefined, 4);
      const page2 = subject.store.listMessages(id, page1[0]?.rowId, 4);
      const page3 = subject.store.listMessages(id, page2[0]?.rowId, 4);
      expect([...page3, ...page2, ...page1]).toEqual(rows);
      expect(page1).toHaveLength(4);
      expect(subject.store.listMessages(id, page3[0]?.rowId, 4)).toEqual([]);
      expect(subject.store.listMessages(id, undefined, 0)).toEqual([]);
    });

    test('a message is found by its id with the contact that has it', () => {
      const { id } = subject.addContact(1);
      const other = subject.addContact(2);
      const [row] = subject.receive(id, 1);
      expect(subject.store.findMessage(id, messageId(1))).toEqual(row);
      expect(subject.store.findMessage(other.id, messageId(1))).toBeUndefined();
      expect(subject.store.findMessage(id, messageId(2))).toBeUndefined();
    });

    test('reading marks all visible messages of the contact, those to come excepted', () => {
      const { id } = subject.addContact(1);
      const other = subject.addContact(2);
      subject.receive(other.id, 1);
      subject.receive(id, 1, { stream: OTHER_STREAM, messageId: messageId(80) });
      for (const seq of [1, 2, 4]) subject.receive(id, seq);
      subject.store.markRead(id);
      subject.restart();
      expect(subject.everything(id).every((row) => row.direction === 'in' && row.read)).toBe(true);
      expect(subject.store.summarize(id).unread).toBe(0);
      expect(subject.store.summarize(other.id).unread).toBe(1);
      subject.receive(id, 3);
      expect(subject.store.summarize(id).unread).toBe(2);
    });

    test('the read position is told for each stream, and stops before what is unread', () => {
      const { id } = subject.addContact(1);
      subject.receive(id, 1, { stream: OTHER_STREAM, messageId: messageId(80) });
      for (const seq of [1, 2, 4]) subject.receive(id, seq);
      expect(subject.store.readSeq(id, STREAM)).toBe(0);
      subject.store.markRead(id);
      expect(subject.store.readSeq(id, STREAM)).toBe(2);
      expect(subject.store.readSeq(id, OTHER_STREAM)).toBe(1);
      expect(subject.store.readSeq(id, bytes(8, 200))).toBe(0);
      subject.receive(id, 3);
      subject.restart();
      expect(subject.store.readSeq(id, STREAM)).toBe(2);
      subject.store.markRead(id);
      expect(subject.store.readSeq(id, STREAM)).toBe(4);
    });

    test('the read position covers withdrawn and repeated messages', () => {
      const { id } = subject.addContact(1);
      subject.receive(id, 1);
      subject.receive(id, 2, { content: undefined });
      subject.receive(id, 1, { stream: OTHER_STREAM });
      subject.store.markRead(id);
      expect(subject.store.readSeq(id, STREAM)).toBe(2);
      expect(subject.store.readSeq(id, OTHER_STREAM)).toBe(1);
    });

    test('a summary counts what is unread and what waits, and shows the last row', () => {
      const { id } = subject.addContact(1);
      expect(subject.store.summarize(id)).toEqual({ last: undefined, unread: 0, waiting: 0 });
      subject.receive(id, 1);
      subject.receive(id, 2);
      subject.sendSealed(id, 1, 2, 3);
      const last = subject.send(id, 50);
      expect(subject.store.summarize(id)).toEqual({ last, unread: 2, waiting: 4 });
      subject.store.markDelivered(id, 1);
      subject.store.markReadByPeer(id, 2);
      subject.store.markRead(id);
      subject.restart();
      expect(subject.store.summarize(id)).toEqual({ last, unread: 0, waiting: 2 });
    });
  });
}
