// Promises about finding messages, taking single ones out, going forward in a conversation, and settings.

import { describe, expect, test } from 'vitest';
import type { ContactId, MessageRow } from '../../ports/store.ts';
import { fail, messageId, text, type Subject } from './subject.ts';

const contents = (rows: readonly MessageRow[]): string[] =>
  rows.map(({ content }) => (content.kind === 'text' ? content.text : content.kind));

export function searchPromises(subject: Subject): void {
  const say = (id: ContactId, mark: number, value: string): MessageRow =>
    subject.store.addOutgoing(id, messageId(mark), text(value), mark);
  const find = (...words: string[]): string[] =>
    contents(subject.store.searchMessages(words, undefined, undefined, 100));

  describe('searching', () => {
    test('finds what holds every word as the beginning of a word, whatever case and accents, newest first', () => {
      const { id } = subject.addContact(1);
      say(id, 1, 'Crème brûlée at the café');
      subject.receive(id, 1, { messageId: messageId(2), content: text('A CAFE in the rain') });
      say(id, 3, 'decaf only');
      expect(find('cafe')).toEqual(['A CAFE in the rain', 'Crème brûlée at the café']);
      expect(find('CAF')).toEqual(['A CAFE in the rain', 'Crème brûlée at the café']);
      expect(find('brul', 'café')).toEqual(['Crème brûlée at the café']);
      expect(find('rain', 'brul')).toEqual([]);
      expect(find()).toEqual([]);
      subject.restart();
      expect(find('deca')).toEqual(['decaf only']);
    });

    test('takes nothing in a word for an operator', () => {
      const { id } = subject.addContact(1);
      say(id, 1, 'NEAR and NOT far');
      expect(find('NOT')).toEqual(['NEAR and NOT far']);
      for (const word of ['OR', 'far"', '"', '*', 'a*b', 'content:far', '^far', '-far', '(', 'NEAR('])
        expect(() => find(word)).not.toThrow();
    });

    test('finds texts alone: no notice, no unknown kind', () => {
      const { id } = subject.addContact(1);
      subject.store.addNotice(id, messageId(1), 'harvest begun', 1);
      subject.receive(id, 1, {
        messageId: messageId(2),
        content: { kind: 'unknown', body: Buffer.from('harvest') },
      });
      expect(find('harvest')).toEqual([]);
    });

    test('finds what was held only once it is shown', () => {
      const { id } = subject.addContact(1);
      subject.receive(id, 2, { content: text('second harvest') });
      expect(find('harvest')).toEqual([]);
      subject.receive(id, 1, { content: text('first harvest') });
      expect(find('harvest')).toEqual(['second harvest', 'first harvest']);
    });

    test('can be of one contact, and goes on page by page', () => {
      const [one, two] = [subject.addContact(1), subject.addContact(2)];
      const rows = [1, 2, 3].map((mark) => say(one.id, mark, `oak ${mark}`));
      say(two.id, 4, 'oak 4');
      const page = (before: MessageRow | undefined): string[] =>
        contents(subject.store.searchMessages(['oak'], one.id, before?.rowId, 2));
      expect(page(undefined)).toEqual(['oak 3', 'oak 2']);
      expect(page(rows[1])).toEqual(['oak 1']);
      expect(find('oak')).toHaveLength(4);
    });

    test('finds nothing of a contact that was deleted, before its messages are erased', () => {
      const { id } = subject.addContact(1);
      subject.store.transaction(() => {
        for (let mark = 1; mark <= 600; mark++) say(id, mark, `elm ${mark}`);
      });
      subject.store.deleteContact(id);
      expect(find('elm')).toEqual([]);
      while (subject.store.eraseDeleted());
      expect(find('elm')).toEqual([]);
    });

    test('finds the beginning of every word, in whatever script it is written', () => {
      const { id } = subject.addContact(1);
      const spoken = [
        'Straße zum Fluß',
        'Ελληνικά λόγια',
        'Жизнь прекрасна',
        'İstanbul 7az',
        'naïve fac\u0327ade',
      ];
      spoken.forEach((value, index) => say(id, index + 1, value));
      for (const value of spoken) {
        for (const word of value.split(' ')) {
          expect(find(word)).toEqual([value]);
          expect(find(word.slice(0, 2))).toContain(value);
        }
      }
    });
  });

  describe('a message that is deleted', () => {
    test('is in no list, no summary and no search any more, over a restart too', () => {
      const { id } = subject.addContact(1);
      const kept = say(id, 1, 'kept beech');
      const [incoming] = subject.receive(id, 1, { messageId: messageId(2), content: text('gone beech') });
      const waiting = say(id, 3, 'withdrawn beech');
      subject.store.deleteMessage(id, incoming?.rowId ?? fail());
      subject.store.deleteMessage(id, waiting.rowId);
      subject.restart();
      expect(subject.everything(id)).toEqual([kept]);
      expect(find('beech')).toEqual(['kept beech']);
      expect(subject.store.findMessage(id, messageId(2))).toBeUndefined();
      expect(subject.store.summarize(id)).toEqual({ last: kept, unread: 0, waiting: 1 });
      expect(subject.store.unsealed(id, 10)).toEqual([kept]);
    });

    test('does not come back where its sender sends it again, in another stream too', () => {
      const { id } = subject.addContact(1);
      const [row] = subject.receive(id, 1);
      subject.store.deleteMessage(id, row?.rowId ?? fail());
      expect(subject.receive(id, 1)).toEqual([]);
      expect(subject.receive(id, 1, { stream: new Uint8Array(8).fill(77), messageId: messageId(1) })).toEqual(
        [],
      );
      expect(subject.everything(id)).toEqual([]);
      expect(subject.receive(id, 2)).toHaveLength(1);
    });

    test('leaves its seq used, and the others as they were', () => {
      const { id } = subject.addContact(1);
      const [first, second, third] = subject.sendSealed(id, 1, 2, 3);
      subject.store.deleteMessage(id, (second ?? fail()).rowId);
      expect(subject.store.sealedFrom(id, 1, 10)).toEqual([first, third]);
      expect(subject.store.markDelivered(id, 3).map(({ seq }) => seq)).toEqual([1, 3]);
      expect(subject.store.summarize(id).waiting).toBe(0);
    });

    test('has to be there', () => {
      const { id } = subject.addContact(1);
      const other = subject.addContact(2);
      const row = say(id, 1, 'mine');
      expect(() => subject.store.deleteMessage(other.id, row.rowId)).toThrow('no such message');
      subject.store.deleteMessage(id, row.rowId);
      expect(() => subject.store.deleteMessage(id, row.rowId)).toThrow('no such message');
    });
  });

  test('the rows after one come oldest first', () => {
    const { id } = subject.addContact(1);
    const rows = [1, 2, 3, 4].map((mark) => say(id, mark, `row ${mark}`));
    const [first, , , last] = rows;
    expect(subject.store.listMessagesAfter(id, (first ?? fail()).rowId, 2)).toEqual(rows.slice(1, 3));
    expect(subject.store.listMessagesAfter(id, (last ?? fail()).rowId, 2)).toEqual([]);
    expect(subject.store.listMessagesSince(id, 0, 2)).toEqual(rows.slice(0, 2));
    expect(subject.store.listMessagesSince(id, (rows[2] ?? fail()).sentAt, 9)).toEqual(rows.slice(2));
    expect(subject.store.listMessagesSince(id, (last ?? fail()).sentAt + 1, 9)).toEqual([]);
  });

  test('settings are there over a restart, each replaced by itself, and not without their transaction', () => {
    expect(subject.store.readSettings()).toEqual({});
    subject.store.writeSettings({ theme: 'dark', text_size: 100 });
    subject.store.writeSettings({ text_size: 125, typing: false });
    expect(() =>
      subject.store.transaction(() => {
        subject.store.writeSettings({ theme: 'light' });
        throw new Error('undone');
      }),
    ).toThrow('undone');
    subject.restart();
    expect(subject.store.readSettings()).toEqual({ theme: 'dark', text_size: 125, typing: false });
  });
}
