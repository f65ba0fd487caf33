import { assert, boolean, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { noticeText, readNotice, type Notice } from '../src/index.ts';

const name = string({ unit: 'binary', maxLength: 40 }).filter((text) => !text.includes('\0'));

test.each(['session-older-here', 'session-older-there'] as const)(
  'a notice %s says the name and is read back, whatever the name is',
  (code) => {
    assert(
      property(name, boolean(), (called, repeated) => {
        const notice: Notice = { code, name: called, repeated };
        expect(readNotice(noticeText(notice))).toEqual(notice);
      }),
    );
  },
);

test('notices without a name are read back', () => {
  expect(readNotice(noticeText({ code: 'two-copies' }))).toEqual({ code: 'two-copies' });
  const lost: Notice = { code: 'session-lost', name: 'Ines', repeated: true };
  expect(readNotice(noticeText(lost))).toEqual({ ...lost, name: '' });
});

test('what Loom does not write is no notice that it reads', () => {
  expect(readNotice('A new session was begun.')).toBeUndefined();
  expect(readNotice('')).toBeUndefined();
});
