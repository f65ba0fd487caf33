// Promises about the profile and the contacts.

import { describe, expect, test } from 'vitest';
import type { ContactId } from '../../ports/store.ts';
import {
  STREAM,
  OTHER_STREAM,
  fail,
  bytes,
  messageId,
  profile,
  address,
  snapshot,
  type Subject,
  newContact,
} from './subject.ts';

export function contactPromises(subject: Subject): void {
  describe('profile', () => {
    test('a new store has no profile', () => {
      expect(subject.store.readProfile()).toBeUndefined();
    });

    test('the profile comes back as it was given, over a restart too', () => {
      subject.store.createProfile(profile());
      expect(subject.store.readProfile()).toEqual(profile());
      subject.restart();
      expect(subject.store.readProfile()).toEqual(profile());
    });

    test('a second profile is refused and the first one stays', () => {
      subject.store.createProfile(profile());
      expect(() => subject.store.createProfile({ ...profile(), displayName: 'second' })).toThrow(Error);
      expect(subject.store.readProfile()?.displayName).toBe(profile().displayName);
    });

    test('a new name replaces the name alone', () => {
      subject.store.createProfile(profile());
      subject.store.renameProfile('Zoë 🧵');
      subject.restart();
      expect(subject.store.readProfile()).toEqual({ ...profile(), displayName: 'Zoë 🧵' });
    });

    test('there is nothing to rename before there is a profile', () => {
      expect(() => subject.store.renameProfile('nobody')).toThrow(Error);
    });

    test('wiping the bytes that were handed in or out does not reach the store', () => {
      const given = profile();
      subject.store.createProfile(given);
      given.masterSeed.fill(0);
      subject.store.readProfile()?.masterSeed.fill(0);
      expect(subject.store.readProfile()?.masterSeed).toEqual(profile().masterSeed);
    });
  });

  describe('contacts', () => {
    test('a new contact has its defaults, and comes back over a restart', () => {
      const row = subject.addContact(1);
      expect(row).toEqual({
        ...newContact(1),
        id: row.id,
        verified: false,
        held: false,
        blocked: false,
        nextSeq: 1,
        ackedSeq: 0,
        peerStream: undefined,
      });
      subject.restart();
      expect(subject.store.getContact(row.id)).toEqual(row);
      expect(subject.store.listContacts()).toEqual([row]);
    });

    test('an unknown contact is undefined, and reading of it finds nothing', () => {
      const id = 12_345 as ContactId;
      expect(subject.store.getContact(id)).toBeUndefined();
      expect(subject.store.summarize(id)).toEqual({ last: undefined, unread: 0, waiting: 0 });
      expect(subject.store.readSession(id, 'current')).toBeUndefined();
      expect(subject.store.receivedSeq(id, STREAM)).toBe(0);
      expect(subject.store.unsealed(id, 10)).toEqual([]);
      expect(subject.store.sealedFrom(id, 1, 10)).toEqual([]);
      expect(subject.store.heldRanges(id, STREAM, 10)).toEqual([]);
      expect(subject.store.findMessage(id, messageId(1))).toBeUndefined();
      expect(subject.store.listMessages(id, undefined, 10)).toEqual([]);
      expect(subject.store.listAddresses(id)).toEqual([]);
      expect(subject.store.markDelivered(id, 10)).toEqual([]);
      expect(subject.store.markReadByPeer(id, 10)).toEqual([]);
      expect(subject.store.readSeq(id, STREAM)).toBe(0);
      subject.store.markRead(id);
    });

    test('writing to an unknown contact throws', () => {
      const id = 12_345 as ContactId;
      expect(() => subject.store.updateContact(id, { displayName: 'x' })).toThrow(Error);
      expect(() => subject.store.writeSession(id, 'current', bytes(4, 1))).toThrow(Error);
      expect(() => subject.store.rememberEphemeral(id, bytes(8, 1))).toThrow(Error);
      expect(() => subject.send(id, 1)).toThrow(Error);
      expect(() => subject.receive(id, 1)).toThrow(Error);
      expect(() => subject.receive(id, 2)).toThrow(Error);
      expect(() => subject.store.addNotice(id, messageId(1), 'x', 1)).toThrow(Error);
      expect(() => subject.store.rememberAddress(id, address(1))).toThrow(Error);
    });

    test('removing from an unknown contact changes nothing', () => {
      const id = 12_345 as ContactId;
      expect(() => subject.store.writeSession(id, 'current', undefined)).not.toThrow();
      expect(() => subject.store.deleteContact(id)).not.toThrow();
    });

    test('a held identity key or static key is refused and nothing is added', () => {
      const first = subject.addContact(1);
      expect(() => subject.store.addContact({ ...newContact(2), identityKey: first.identityKey })).toThrow(
        Error,
      );
      expect(() => subject.store.addContact({ ...newContact(2), staticKey: first.staticKey })).toThrow(Error);
      expect(subject.store.listContacts()).toEqual([first]);
      expect(subject.addContact(2).displayName).toBe('contact 2');
    });

    test('a patch changes what it names and nothing else', () => {
      const row = subject.addContact(1);
      const other = subject.addContact(2);
      subject.store.updateContact(row.id, { nextSeq: 7 });
      subject.store.updateContact(row.id, {
        displayName: 'Ünal',
        verified: true,
        ackedSeq: 3,
        peerStream: STREAM,
      });
      subject.store.updateContact(row.id, {});
      subject.restart();
      const expected = {
        ...row,
        displayName: 'Ünal',
        verified: true,
        nextSeq: 7,
        ackedSeq: 3,
        peerStream: STREAM,
      };
      expect(subject.store.getContact(row.id)).toEqual(expected);
      expect(subject.store.getContact(other.id)).toEqual(other);
      subject.store.updateContact(row.id, { peerStream: undefined });
      expect(subject.store.getContact(row.id)).toEqual({ ...expected, peerStream: undefined });
    });

    test('contacts are listed in the order in which they came', () => {
      const ids = [3, 1, 2].map((mark) => subject.addContact(mark).id);
      subject.store.updateContact(ids[0] ?? fail(), { displayName: 'later' });
      expect(subject.store.listContacts().map((row) => row.id)).toEqual(ids);
    });

    test('deleting a contact removes all that belongs to it and nothing else', () => {
      const gone = subject.addContact(1);
      const kept = subject.addContact(2);
      for (const { id } of [gone, kept]) {
        subject.sendSealed(id, 1);
        subject.send(id, 1);
        subject.receive(id, 1);
        subject.receive(id, 3);
        subject.receive(id, 4, { content: undefined });
        subject.receive(id, 1, { stream: OTHER_STREAM, messageId: messageId(400), content: undefined });
        subject.store.writeSession(id, 'current', bytes(20, 1));
        subject.store.writeSession(id, 'previous', bytes(20, 2));
        subject.store.rememberEphemeral(id, bytes(8, 1));
        subject.store.rememberAddress(id, address(1));
      }
      const { [gone.id]: _gone, ...rest } = snapshot(subject.store).contacts;

      subject.store.deleteContact(gone.id);
      subject.restart();

      expect(snapshot(subject.store).contacts).toEqual(rest);
      expect(subject.store.listContacts()).toEqual([subject.store.getContact(kept.id)]);

      // The same person again is a new contact, without a past.
      const again = subject.addContact(1);
      expect(again.id).not.toBe(gone.id);
      expect(subject.everything(again.id)).toEqual([]);
      expect(subject.store.summarize(again.id)).toEqual({ last: undefined, unread: 0, waiting: 0 });
      expect(subject.store.receivedSeq(again.id, STREAM)).toBe(0);
      expect(subject.store.rememberEphemeral(again.id, bytes(8, 1))).toBe(true);
      expect(subject.receive(again.id, 1)).toHaveLength(1);
    });

    test('a deleted contact’s number is not given again', () => {
      const first = subject.addContact(1);
      subject.store.deleteContact(first.id);
      subject.restart();
      expect(subject.addContact(2).id).not.toBe(first.id);
    });
  });
}
