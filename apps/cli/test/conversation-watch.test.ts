import { describe, expect, test } from 'vitest';
import type { LoomEvent, Message } from '@loom/contract';
import { watchConversation } from '../src/conversation-watch.ts';
import { contactOf, messageOf } from './contacts.ts';

const bob = contactOf('Bob', 1, { state: 'offline' });
const changed = (message: Message, contact = bob): LoomEvent => ({
  event: 'message_changed',
  payload: { contact_identity: contact.public_key, message },
});

describe('A watched conversation', () => {
  test('shows what comes in once', () => {
    const watch = watchConversation(bob);
    expect(watch.lines(changed(messageOf('hello')))).toEqual(['2026-01-02 03:04  Bob: hello']);
    expect(watch.lines(changed(messageOf('hello', { is_read: true })))).toEqual([]);
  });

  test('does not show again what was shown before, and nothing of other conversations', () => {
    const watch = watchConversation(bob);
    watch.alreadyShown([messageOf('old')]);
    expect(watch.lines(changed(messageOf('old')))).toEqual([]);
    expect(watch.lines(changed(messageOf('new'), contactOf('Eve', 2)))).toEqual([]);
  });

  test('tells each state of what goes out once, with the reason, and passes over what lasts a moment', () => {
    const watch = watchConversation(bob);
    const states = (['waiting', 'waiting', 'sent', 'delivered', 'delivered', 'read'] as const).map((state) =>
      watch.lines(
        changed(messageOf('a'.repeat(40), { state, ...(state === 'waiting' && { reason: 'not in reach' }) })),
      ),
    );
    const excerpt = `“${'a'.repeat(30)}…”`;
    expect(states).toEqual([
      [`  ${excerpt} waiting: not in reach`],
      [],
      [],
      [`  ${excerpt} delivered`],
      [],
      [`  ${excerpt} read`],
    ]);
  });

  test('tells when the contact becomes Secured, and then no longer that a message waits', () => {
    const watch = watchConversation(bob);
    const contact = { ...bob, state: 'secured' as const };
    expect(watch.lines({ event: 'contact_changed', payload: { contact } })).toEqual(['  Bob: Secured']);
    expect(watch.lines({ event: 'contact_changed', payload: { contact } })).toEqual([]);
    expect(watch.lines(changed(messageOf('hi', { state: 'waiting', reason: 'just now' })))).toEqual([]);
  });
});
