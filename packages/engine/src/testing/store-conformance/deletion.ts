// Promises about a deleted contact with so much to erase that no store does it at once.

import { describe, expect, test } from 'vitest';
import type { ContactId, ContactRow } from '../../ports/store.ts';
import { address, bytes, messageId, OTHER_STREAM, snapshot, STREAM, type Subject } from './subject.ts';

/** More than any store erases at once. */
const MESSAGES = 400;

export function deletionPromises(subject: Subject): void {
  /** Messages of every kind: read, unread, waiting, sealed, held above a gap, withdrawn. */
  function fill(id: ContactId): void {
    subject.store.transaction(() => {
      for (let seq = 1; seq <= MESSAGES; seq++) {
        subject.sendSealed(id, seq);
        subject.receive(id, seq, { messageId: messageId(10_000 + seq) });
        subject.receive(id, seq + 1, { stream: OTHER_STREAM, messageId: messageId(20_000 + seq) });
      }
      subject.send(id, 30_000);
      subject.receive(id, MESSAGES + 1, { messageId: messageId(40_000), content: undefined });
      subject.store.writeSession(id, 'current', bytes(20, 1));
      subject.store.rememberEphemeral(id, bytes(8, 1));
      subject.store.rememberAddress(id, address(1));
      subject.store.updateContact(id, { peerStream: STREAM, verified: true });
    });
  }

  function expectGone(id: ContactId, message: Uint8Array): void {
    const { store } = subject;
    expect(store.getContact(id)).toBeUndefined();
    expect(store.listContacts().map((row) => row.id)).not.toContain(id);
    expect(store.summarize(id)).toEqual({ last: undefined, unread: 0, waiting: 0 });
    expect(subject.everything(id)).toEqual([]);
    expect(store.findMessage(id, message)).toBeUndefined();
    expect(store.unsealed(id, 10)).toEqual([]);
    expect(store.sealedFrom(id, 0, 10)).toEqual([]);
    expect(store.firstSentBeyond(id, undefined)).toBeUndefined();
    expect(store.markDelivered(id, MESSAGES)).toEqual([]);
    expect(store.markReadByPeer(id, MESSAGES)).toEqual([]);
    expect(store.heldRanges(id, OTHER_STREAM, 10)).toEqual([]);
    expect(store.releaseHeld(id, OTHER_STREAM)).toEqual([]);
    expect(store.receivedSeq(id, STREAM)).toBe(0);
    expect(store.readSeq(id, STREAM)).toBe(0);
    expect(store.readSession(id, 'current')).toBeUndefined();
    expect(store.listAddresses(id)).toEqual([]);
    expect(() => store.updateContact(id, {})).toThrow(Error);
    expect(() => store.writeSession(id, 'current', bytes(4, 1))).toThrow(Error);
    expect(() => store.rememberEphemeral(id, bytes(8, 2))).toThrow(Error);
    expect(() => store.rememberAddress(id, address(2))).toThrow(Error);
    expect(() => store.addNotice(id, messageId(50_000), 'x', 1)).toThrow(Error);
    expect(() => subject.send(id, 50_000)).toThrow(Error);
    expect(() => subject.receive(id, 1, { messageId: messageId(50_000) })).toThrow(Error);
    expect(() => subject.receive(id, 2, { messageId: messageId(50_000) })).toThrow(Error);
  }

  describe('a deleted contact with many messages', () => {
    function twoFilled(): { gone: ContactRow; kept: ContactRow; message: Uint8Array } {
      const gone = subject.addContact(1);
      const kept = subject.addContact(2);
      for (const { id } of [gone, kept]) fill(id);
      const [first] = subject.everything(gone.id);
      if (first === undefined) throw new Error('There is no message.');
      return { gone, kept, message: first.messageId };
    }

    test('is not there for any method, before anything is erased, in between and afterwards', () => {
      const { gone, kept, message } = twoFilled();
      const { [gone.id]: _gone, ...rest } = snapshot(subject.store).contacts;
      subject.store.deleteContact(gone.id);
      let isMoreLeft = true;
      while (isMoreLeft) {
        expectGone(gone.id, message);
        subject.restart();
        expectGone(gone.id, message);
        isMoreLeft = subject.store.eraseDeleted();
      }
      expectGone(gone.id, message);
      expect(snapshot(subject.store).contacts).toEqual(rest);
      expect(subject.everything(kept.id).length).toBeGreaterThan(MESSAGES);
    });

    test('can be added anew at once, is a new contact without a past, and keeps what is new', () => {
      const { gone, message } = twoFilled();
      subject.store.deleteContact(gone.id);
      const again = subject.addContact(1);
      expect(again.id).not.toBe(gone.id);
      expect(subject.everything(again.id)).toEqual([]);
      fill(again.id);
      const then = snapshot(subject.store);
      while (subject.store.eraseDeleted()) subject.restart();
      expect(snapshot(subject.store)).toEqual(then);
      expectGone(gone.id, message);
    });

    test('is there as it was when the transaction of the deletion came to nothing', () => {
      const { gone, message } = twoFilled();
      const before = snapshot(subject.store);
      const attempt = (): void =>
        subject.store.transaction(() => {
          subject.store.deleteContact(gone.id);
          expectGone(gone.id, message);
          throw new Error('on purpose');
        });
      expect(attempt).toThrow('on purpose');
      expect(snapshot(subject.store)).toEqual(before);
      expect(subject.store.eraseDeleted()).toBe(false);
      expect(snapshot(subject.store)).toEqual(before);
    });

    test('is not there either when a transaction that erases came to nothing', () => {
      const { gone, kept, message } = twoFilled();
      subject.store.deleteContact(gone.id);
      const eraseInVain = (): void =>
        subject.store.transaction(() => {
          while (subject.store.eraseDeleted());
          throw new Error('on purpose');
        });
      expect(eraseInVain).toThrow('on purpose');
      expectGone(gone.id, message);
      subject.store.deleteContact(kept.id);
      while (subject.store.eraseDeleted());
      expect(subject.store.listContacts()).toEqual([]);
    });
  });

  test('with nothing deleted there is nothing to erase', () => {
    subject.addContact(1);
    expect(subject.store.eraseDeleted()).toBe(false);
  });
}
