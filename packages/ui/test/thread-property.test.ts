// A stretch of a conversation against the conversation itself: whatever pages, arrivals, changes, deletions, jumps and places of the
// reader come in whatever order, it is a piece of it without a gap.
import { array, assert, constantFrom, nat, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '@loom/contract';
import {
  firstPage,
  nearTo,
  oldestPage,
  pageAround,
  pageSize,
  reach,
  withMessage,
  withNewer,
  withNewest,
  withOlder,
  withoutMessage,
  type Seen,
  type Thread,
} from '../src/state/thread.ts';
import { receivedMessage, sentMessage } from './messages.ts';

const kinds = [
  'receive',
  'receive many',
  'send',
  'wait again',
  'delete',
  'deliver',
  'look',
  'look at the end',
  'older',
  'older',
  'newer',
  'newer',
  'jump',
  'first',
  'newest',
  'read again',
  'let go',
  'events',
  'catch up',
] as const;
const answers: ReadonlySet<string> = new Set([
  'catch up',
  'older',
  'newer',
  'jump',
  'first',
  'newest',
  'read again',
]);
const steps = array(record({ kind: constantFrom(...kinds), at: nat(5_000) }), { maxLength: 120 });

/** The engine's side, and the window's; what happened over there arrives later, in order. */
class Room {
  conversation: Message[] = [];
  thread: Thread = firstPage([]);
  seen: Seen | undefined;
  #made = 0;
  #events: (() => void)[] = [];

  constructor(messages: number) {
    this.conversation = Array.from({ length: messages }, () =>
      receivedMessage((this.#made += 1), this.#made, { is_read: true }),
    );
    this.thread = firstPage(this.conversation.slice(-pageSize));
  }

  take(kind: (typeof kinds)[number], at: number): void {
    // An answer of the engine comes after the events that it told before.
    if (answers.has(kind)) this.arrive();
    const { conversation, thread } = this;
    const some = conversation[at % Math.max(1, conversation.length)];
    const index = (id: string | undefined): number => conversation.findIndex((message) => message.id === id);
    switch (kind) {
      case 'receive':
        return this.#receive();
      case 'receive many':
        for (let count = 0; count < at % 700; count += 1) this.#receive();
        return undefined;
      case 'send':
        return this.#add(sentMessage((this.#made += 1), this.#made, { state: 'waiting' }));
      case 'wait again':
        return this.#change(some, { state: 'waiting' });
      case 'deliver':
        return this.#change(some, { state: 'delivered' });
      case 'delete': {
        if (some === undefined) return undefined;
        this.conversation = conversation.filter((message) => message !== some);
        this.#events.push(() => {
          this.thread = withoutMessage(this.thread, some.id);
          // As the window does: what is used up is read anew.
          if (this.thread.messages.length === 0) this.thread = firstPage(this.conversation.slice(-pageSize));
        });
        return undefined;
      }
      case 'older': {
        const edge = index(thread.messages[0]?.id);
        if (edge < 0 || thread.complete) return undefined;
        return this.#put(withOlder(thread, conversation.slice(Math.max(0, edge - pageSize), edge)));
      }
      case 'newer': {
        const edge = index(thread.messages.at(-1)?.id);
        if (edge < 0 || thread.latest) return undefined;
        return this.#put(withNewer(thread, conversation.slice(edge + 1, edge + 1 + pageSize)));
      }
      case 'jump': {
        const middle = index(some?.id);
        if (middle < 0) return undefined;
        const page = conversation.slice(Math.max(0, middle - pageSize / 2), middle + pageSize / 2);
        return this.#show(pageAround(page));
      }
      case 'first':
        return this.#show(oldestPage(conversation.slice(0, pageSize)));
      case 'newest':
        return this.#show(firstPage(conversation.slice(-pageSize)));
      case 'read again':
        if (thread.latest) this.#put(withNewest(thread, conversation.slice(-pageSize)));
        return undefined;
      case 'look':
      case 'look at the end': {
        const { messages, latest } = thread;
        const atEnd = kind === 'look at the end' && latest;
        const from = atEnd ? messages.length - 1 : at % Math.max(1, messages.length);
        const [first, last] = [messages[from], messages[Math.min(from + 10, messages.length - 1)]];
        if (first && last) this.seen = { first: first.id, last: last.id, above: 0, atEnd };
        return undefined;
      }
      case 'let go':
        return this.#put(thread);
      case 'catch up':
        return this.catchUp();
      case 'events':
        this.arrive();
    }
  }

  arrive(): void {
    for (const event of this.#events.splice(0)) event();
  }

  #receive(): void {
    this.#add(receivedMessage((this.#made += 1), this.#made));
  }

  #add(message: Message): void {
    this.conversation = [...this.conversation, message];
    this.#told(message);
  }

  #change(message: Message | undefined, change: Partial<Message>): void {
    if (message === undefined || message.state === 'received') return;
    const changed = { ...message, ...change };
    this.conversation = this.conversation.map((each) => (each.id === message.id ? changed : each));
    this.#told(changed);
  }

  #told(message: Message): void {
    this.#events.push(() => this.#put(withMessage(this.thread, message)));
  }

  /** As the window does soon after. */
  catchUp(): void {
    const { thread, conversation } = this;
    const edge = conversation.findIndex(({ id }) => id === thread.messages.at(-1)?.id);
    if (!thread.behind) return;
    if (edge < 0) this.#put(withNewest(thread, conversation.slice(-pageSize)));
    else this.#put(withNewer(thread, conversation.slice(edge + 1, edge + 1 + pageSize)));
  }

  #show(thread: Thread): void {
    this.seen = undefined;
    this.thread = thread;
  }

  #put(thread: Thread): void {
    const before = new Set(thread.messages.map(({ id }) => id));
    this.thread = nearTo(thread, this.seen);
    const after = new Set(this.thread.messages.map(({ id }) => id));
    const { seen } = this;
    const isLost = (id: string): boolean => before.has(id) && !after.has(id);
    expect(seen?.atEnd === false && (isLost(seen.first) || isLost(seen.last))).toBe(false);
  }
}

test('is a gapless piece of the conversation, in its order, whatever happens', () => {
  assert(
    property(nat(2_500), steps, (messages, taken) => {
      const room = new Room(messages);
      for (const { kind, at } of taken) room.take(kind, at);
      room.arrive();
      room.catchUp();
      const { thread, conversation } = room;
      const ids = conversation.map(({ id }) => id);
      const held = thread.messages.map(({ id }) => id);
      const from = held[0] === undefined ? 0 : ids.indexOf(held[0]);
      expect(held).toEqual(ids.slice(from, from + held.length));
      expect(thread.complete && from > 0).toBe(false);
      expect(thread.latest && from + held.length < ids.length).toBe(false);
    }),
  );
});

test('stays short, however far it is read in either direction', () => {
  const room = new Room(20_000);
  let longest = 0;
  const read = (kind: 'older' | 'newer', edge: () => Message | undefined, isThere: () => boolean): void => {
    while (!isThere()) {
      const id = edge()?.id ?? '';
      room.seen = { first: id, last: id, above: 0, atEnd: false };
      room.take(kind, 0);
      longest = Math.max(longest, room.thread.messages.length);
    }
  };
  read(
    'older',
    () => room.thread.messages[0],
    () => room.thread.complete,
  );
  expect(room.thread.messages[0]).toBe(room.conversation[0]);
  read(
    'newer',
    () => room.thread.messages.at(-1),
    () => room.thread.latest,
  );
  expect(room.thread.messages.at(-1)).toBe(room.conversation.at(-1));
  expect(longest).toBeLessThanOrEqual(1_000);
});

test('at the newest message it follows a burst, and keeps a screenful behind it', () => {
  const room = new Room(50);
  room.take('look at the end', 0);
  for (let count = 0; count < 3_000; count += 1) room.take('receive', 0);
  room.arrive();
  expect(room.thread.latest).toBe(true);
  expect(room.thread.messages.at(-1)).toBe(room.conversation.at(-1));
  expect(room.thread.messages.length).toBeGreaterThan(reach);
  expect(room.thread.messages.length).toBeLessThanOrEqual(1_000);
});
