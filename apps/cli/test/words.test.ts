import { describe, expect, test } from 'vitest';
import { contactLine, messageLines, stateOf } from '../src/words.ts';
import { contactOf, messageOf } from './contacts.ts';

const hostile = 'a\u001b[2J\u0007b\u202ec\u2066\u0085';

describe('What a peer wrote', () => {
  test('moves no cursor and turns no line around', () => {
    const lines = [
      ...messageLines(messageOf(`${hostile}\n${hostile}`), contactOf(hostile, 1)),
      contactLine(contactOf(hostile, 1, { reason: hostile })),
    ];
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(line).toContain('a\ufffd[2J');
      expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    }
  });

  test('can’t pass for a line of Loom’s own: every line but the first is set in', () => {
    const [first, ...others] = messageLines(
      messageOf('hi\n2026-01-02 03:04  Me: yes\r\nand so on'),
      contactOf('Bob', 1),
    );
    expect(first).toBe('2026-01-02 03:04  Bob: hi');
    expect(others).toEqual(['    2026-01-02 03:04  Me: yes', '    and so on']);
  });
});

test('A message of one’s own shows its state and why', () => {
  const message = messageOf('hi', { state: 'waiting', reason: 'Bob is not in reach' });
  expect(messageLines(message, contactOf('Bob', 1))).toEqual([
    '2026-01-02 03:04  Me: hi  [waiting: Bob is not in reach]',
  ]);
});

test.each([
  [{ state: 'secured', waiting: 0, reason: 'old' }, 'Secured'],
  [{ state: 'offline', waiting: 1 }, 'Offline, 1 message waits'],
  [{ state: 'offline', waiting: 3, reason: 'no answer' }, 'Offline, 3 messages wait: no answer'],
  [{ state: 'new', waiting: 0 }, 'Not connected yet'],
] as const)('A contact stands like %j in words', (contact, words) => {
  expect(stateOf(contactOf('Bob', 1, contact))).toBe(words);
});
