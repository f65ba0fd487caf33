// Promises of `transaction`: all or nothing, whatever was done in it.

import { describe, expect, test } from 'vitest';
import { STREAM, bytes, messageId, profile, address, seqOf, snapshot, type Subject } from './subject.ts';

export function transactionPromises(subject: Subject): void {
  describe('transactions', () => {
    test('a transaction returns what its work returns, and leaves what it wrote', () => {
      expect(subject.store.transaction(() => subject.addContact(1).displayName)).toBe('contact 1');
      subject.restart();
      expect(subject.store.listContacts()).toHaveLength(1);
    });

    test('a transaction that throws leaves nothing of what it did, in any of the methods', () => {
      subject.store.createProfile(profile());
      const { id } = subject.addContact(1);
      const other = subject.addContact(2);
      const [sealed] = subject.sendSealed(id, 1, 2);
      const unsealed = subject.send(id, 1);
      subject.receive(id, 1);
      subject.receive(id, 3);
      subject.store.writeSession(id, 'current', bytes(40, 1));
      subject.store.rememberEphemeral(id, bytes(8, 1));
      subject.store.rememberAddress(id, address(1));
      const before = snapshot(subject.store);

      expect(() =>
        subject.store.transaction(() => {
          subject.store.renameProfile('someone else');
          subject.addContact(3);
          subject.store.updateContact(id, { displayName: 'changed', nextSeq: 9, peerStream: STREAM });
          subject.store.deleteContact(other.id);
          subject.store.writeSession(id, 'current', undefined);
          subject.store.writeSession(id, 'previous', bytes(40, 2));
          subject.store.rememberEphemeral(id, bytes(8, 2));
          subject.send(id, 2);
          subject.store.assignSeq(unsealed.rowId, 3);
          subject.store.markDelivered(id, 1);
          subject.store.markDeliveredRange(id, 2, 2);
          subject.store.markReadByPeer(id, 1);
          subject.receive(id, 2);
          subject.receive(id, 5);
          subject.store.addNotice(id, messageId(77), 'a notice', 5);
          subject.store.markRead(id);
          subject.store.rememberAddress(id, address(2));
          throw new Error('on purpose');
        }),
      ).toThrow('on purpose');

      expect(snapshot(subject.store)).toEqual(before);
      expect(subject.store.readSession(id, 'current')).toEqual(bytes(40, 1));
      expect(subject.store.rememberEphemeral(id, bytes(8, 2))).toBe(true);
      expect(subject.store.sealedFrom(id, 1, 10).map((row) => row.rowId)).toContain(sealed?.rowId);
      subject.restart();
      expect(subject.receive(id, 2).map(seqOf)).toEqual([2, 3]);
    });

    test('a contact deleted in a transaction that throws is whole again', () => {
      const { id } = subject.addContact(1);
      subject.sendSealed(id, 1, 2);
      subject.receive(id, 1);
      subject.receive(id, 4);
      subject.store.rememberAddress(id, address(1));
      subject.store.writeSession(id, 'current', bytes(10, 3));
      const before = snapshot(subject.store);

      const failing = () =>
        subject.store.transaction(() => {
          subject.store.deleteContact(id);
          throw new Error('on purpose');
        });

      expect(failing).toThrow('on purpose');
      expect(snapshot(subject.store)).toEqual(before);
      expect(subject.store.readSession(id, 'current')).toEqual(bytes(10, 3));
      expect(subject.receive(id, 2)).toHaveLength(1);
    });

    test('a transaction sees what it has written itself', () => {
      const { id } = subject.addContact(1);
      subject.store.transaction(() => {
        subject.send(id, 1);
        expect(subject.store.unsealed(id, 10)).toHaveLength(1);
        expect(subject.store.summarize(id).waiting).toBe(1);
      });
    });

    test('a transaction within a transaction is refused, and the outer one goes with it', () => {
      expect(() =>
        subject.store.transaction(() => subject.store.transaction(() => subject.addContact(1))),
      ).toThrow(Error);
      expect(() =>
        subject.store.transaction(() => {
          subject.addContact(2);
          subject.store.transaction(() => undefined);
        }),
      ).toThrow(Error);
      expect(subject.store.listContacts()).toEqual([]);
    });

    test('after a transaction that threw the next one works', () => {
      expect(() =>
        subject.store.transaction(() => {
          throw new Error('on purpose');
        }),
      ).toThrow('on purpose');
      expect(subject.store.transaction(() => subject.addContact(1).id)).toBeDefined();
    });

    test('a failed write inside a transaction that goes on leaves only its own change out', () => {
      subject.addContact(1);
      subject.store.transaction(() => {
        subject.addContact(2);
        expect(() => subject.addContact(1)).toThrow(Error);
        subject.addContact(3);
      });
      expect(subject.store.listContacts().map((row) => row.displayName)).toEqual([
        'contact 1',
        'contact 2',
        'contact 3',
      ]);
    });

    test('a closed store refuses to work', () => {
      subject.store.close();
      expect(() => subject.store.listContacts()).toThrow(Error);
      expect(() => subject.store.transaction(() => undefined)).toThrow(Error);
      expect(() => subject.addContact(1)).toThrow(Error);
    });

    test('closing twice is closing once', () => {
      subject.store.close();
      expect(() => subject.store.close()).not.toThrow();
    });
  });
}
