import { describe, expect, test } from 'vitest';
import { toRows, type Row } from '../src/list/rows.ts';
import { receivedMessage, sentMessage } from './messages.ts';

function drawn(row: Row): string {
  if (row.type === 'day') return 'day';
  const shape = row.first && row.last ? 'alone' : row.first ? 'first' : row.last ? 'last' : 'middle';
  return `${row.own ? 'own' : 'theirs'} ${shape}`;
}

describe('grouping', () => {
  test('joins what one person wrote within five minutes', () => {
    const rows = toRows([
      receivedMessage(1, 0),
      receivedMessage(2, 1),
      receivedMessage(3, 5.5),
      sentMessage(4, 6),
      sentMessage(5, 11),
    ]);
    expect(rows.map(drawn)).toEqual([
      'day',
      'theirs first',
      'theirs middle',
      'theirs last',
      'own alone',
      'own alone',
    ]);
  });

  test('never joins a notice with a person’s text', () => {
    const rows = toRows([
      receivedMessage(1, 0),
      receivedMessage(2, 0, { kind: 'notice' }),
      receivedMessage(3, 0),
    ]);
    expect(rows.map(drawn)).toEqual(['day', 'theirs alone', 'theirs alone', 'theirs alone']);
  });
});

test('each new day begins with a line, and ends the group', () => {
  const beforeMidnight = 13 * 60 + 59;
  const rows = toRows([receivedMessage(1, beforeMidnight), receivedMessage(2, beforeMidnight + 2)]);
  expect(rows.map(drawn)).toEqual(['day', 'theirs alone', 'day', 'theirs alone']);
});

test('every failure shows its reason, and of those that wait the last', () => {
  const rows = toRows([
    sentMessage(1, 0, { state: 'failed', reason: 'too long' }),
    sentMessage(2, 1, { state: 'waiting', reason: 'out of reach' }),
    sentMessage(3, 2, { state: 'waiting', reason: 'out of reach' }),
    receivedMessage(4, 3),
  ]);
  const shown = rows.flatMap((row) =>
    row.type === 'message' && row.showsReason ? [row.message.content] : [],
  );
  expect(shown).toEqual(['message 1', 'message 3']);
});

test('a row keeps its key when older messages come before it', () => {
  const newer = [receivedMessage(5, 10), sentMessage(6, 11)];
  const keys = toRows([receivedMessage(1, 0), ...newer]).map(({ key }) => key);
  for (const message of newer) expect(keys).toContain(message.id);
});

test('no row changes or goes when older messages come above those that are here', () => {
  const messages = Array.from({ length: 60 }, (_, index) => {
    const minute = index * 97;
    return index % 4 < 2 ? receivedMessage(index, minute) : sentMessage(index, minute);
  });
  const all = toRows(messages);
  for (let from = 1; from < messages.length - 1; from += 1) {
    const rows = toRows(messages.slice(from), false);
    expect(rows).toEqual(all.slice(-rows.length));
    expect(rows.at(0)?.key).toMatch(new RegExp(`${messages[from + 1]?.id}$`));
  }
});
