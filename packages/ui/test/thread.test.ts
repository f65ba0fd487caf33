import { describe, expect, test } from 'vitest';
import {
  firstPage,
  pageAround,
  pageSize,
  withMessage,
  withNewer,
  withNewest,
  withOlder,
  withoutMessage,
  type Thread,
} from '../src/state/thread.ts';
import { receivedMessage, sentMessage } from './messages.ts';

const page = (from: number, length: number) =>
  Array.from({ length }, (_, index) => receivedMessage(from + index, index, { is_read: true }));
const numbers = (thread: Thread | undefined) => thread?.messages.map(({ id }) => Number.parseInt(id, 16));

describe('pages', () => {
  test('a page that is not full is the beginning of the conversation', () => {
    expect(firstPage(page(1, pageSize)).complete).toBe(false);
    expect(firstPage(page(1, pageSize - 1)).complete).toBe(true);
  });

  test('an older page goes in front, without doubles', () => {
    const thread = withOlder(firstPage(page(101, pageSize)), page(99, 4));
    expect(numbers(thread)?.slice(0, 4)).toEqual([99, 100, 101, 102]);
    expect(thread.messages).toHaveLength(pageSize + 2);
    expect(thread.complete).toBe(true);
  });

  test('the newest page continues what is known', () => {
    const thread = withNewest(firstPage(page(1, 5)), page(4, 4));
    expect(numbers(thread)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(thread.complete).toBe(true);
  });

  test('the newest page replaces what it no longer touches', () => {
    const thread = withNewest(firstPage(page(1, 5)), page(300, pageSize));
    expect(numbers(thread)?.[0]).toBe(300);
    expect(thread.complete).toBe(false);
  });
});

describe('a stretch from the midst', () => {
  test('holds the first message where too few stand before the one that was asked for', () => {
    expect(pageAround(page(1, 50), receivedMessage(1, 0).id).complete).toBe(true);
    expect(pageAround(page(1, 99), receivedMessage(50, 0).id).complete).toBe(true);
    expect(pageAround(page(1, 100), receivedMessage(51, 0).id).complete).toBe(false);
  });

  const middle = pageAround(page(301, 40));

  test('grows at both ends until it holds the first and the newest', () => {
    const older = withOlder(middle, page(201, pageSize));
    expect(older).toMatchObject({ complete: false, latest: false });
    const newer = withNewer(older, page(339, 5));
    expect(numbers(newer)?.slice(-3)).toEqual([341, 342, 343]);
    expect(newer).toMatchObject({ complete: false, latest: true });
    expect(withNewer(older, page(341, pageSize)).latest).toBe(false);
  });

  test('shows nothing new before it reaches the newest, and changes what it holds', () => {
    expect(withMessage(middle, receivedMessage(900, 0))).toBe(middle);
    expect(withMessage(middle, sentMessage(5, 0, { state: 'delivered' }))).toBe(middle);
    const changed = withMessage(middle, receivedMessage(310, 9, { content: 'changed' }));
    expect(changed?.messages[9]?.content).toBe('changed');
  });

  test('goes on without a message that was deleted', () => {
    const [, second] = middle.messages;
    expect(numbers(withoutMessage(middle, second?.id ?? ''))?.slice(0, 2)).toEqual([301, 303]);
  });
});

describe('events', () => {
  const thread = firstPage([receivedMessage(1, 0), sentMessage(2, 1, { state: 'waiting' })]);

  test('a change replaces the message in its place', () => {
    const next = withMessage(thread, sentMessage(2, 1, { state: 'delivered' }));
    expect(next?.messages.map(({ state }) => state)).toEqual(['received', 'delivered']);
  });

  test('a new message goes to the end, whatever its sender’s clock says', () => {
    expect(numbers(withMessage(thread, receivedMessage(3, -500)))).toEqual([1, 2, 3]);
    expect(numbers(withMessage(thread, sentMessage(3, 9, { state: 'waiting' })))).toEqual([1, 2, 3]);
  });

  test('a change to a message that is not loaded is not taken for a new one', () => {
    expect(withMessage(thread, sentMessage(90, 0, { state: 'delivered' }))).toEqual({
      ...thread,
      behind: true,
    });
    expect(withMessage(thread, receivedMessage(90, 0, { is_read: true }))).toEqual({
      ...thread,
      behind: true,
    });
  });
});
