// What is known of one conversation's messages, as a value, and how pages and events change it: a stretch of it without gaps,
// that grows at either end and lets go of what lies far from the reader. Order is the engine's: it is never sorted here,
// because two people's clocks differ.
import type { Message } from '@loom/contract';

export interface Thread {
  /** Oldest first, without gaps. */
  readonly messages: readonly Message[];
  /** The first message of the conversation is among them. */
  readonly complete: boolean;
  /** The newest message of the conversation is among them. */
  readonly latest: boolean;
  /** Behind the last of them may stand something that was told of and is not here: nothing is put there before it. */
  readonly behind: boolean;
}

/** What of a stretch stands before the reader's eyes. */
export interface Seen {
  /** Ids of the first and the last message in sight. */
  readonly first: string;
  readonly last: string;
  /** How far the first one's top lies above the edge of the list, in pixels. */
  readonly above: number;
  /** The reader is at the newest message, and goes along with what comes. */
  readonly atEnd: boolean;
}

export const pageSize = 100;
/** So many messages beyond what is seen stay, on either side, when a stretch lets go of the others. */
export const reach = 300;
/** A stretch lets go of what is far once it is longer than this. */
const longest = 1000;

export function firstPage(page: readonly Message[]): Thread {
  return { messages: page, complete: page.length < pageSize, latest: true, behind: false };
}

/** The page that holds the conversation's first message. */
export function oldestPage(page: readonly Message[]): Thread {
  return { messages: page, complete: true, latest: page.length < pageSize, behind: false };
}

/** Puts an older page in front. */
export function withOlder(thread: Thread, page: readonly Message[]): Thread {
  const known = new Set(thread.messages.map(({ id }) => id));
  return {
    ...thread,
    messages: [...page.filter(({ id }) => !known.has(id)), ...thread.messages],
    complete: page.length < pageSize,
  };
}

/**
 * A page from the midst of the conversation. How far it reaches to the newer side is not known yet; it holds the first message where
 * fewer than half a page stand before the one that it lies around.
 */
export function pageAround(page: readonly Message[], around?: string): Thread {
  const before = page.findIndex(({ id }) => id === around);
  const complete = before >= 0 && before < Math.floor(pageSize / 2);
  return { messages: page, complete, latest: false, behind: false };
}

/** Puts a newer page behind. */
export function withNewer(thread: Thread, page: readonly Message[]): Thread {
  const known = new Set(thread.messages.map(({ id }) => id));
  return {
    ...thread,
    messages: [...thread.messages, ...page.filter(({ id }) => !known.has(id))],
    latest: page.length < pageSize,
    behind: false,
  };
}

export function withoutMessage(thread: Thread, id: string): Thread {
  return { ...thread, messages: thread.messages.filter((message) => message.id !== id) };
}

/** The newest page, read again: it continues what is known, or replaces it where the two no longer touch. */
export function withNewest(thread: Thread, page: readonly Message[]): Thread {
  const start = page[0];
  const seam = start ? thread.messages.findIndex(({ id }) => id === start.id) : -1;
  if (seam < 0) return firstPage(page);
  return {
    ...thread,
    messages: [...thread.messages.slice(0, seam), ...page],
    latest: true,
    behind: false,
  };
}

/** Lets go of what lies far from the reader, where a stretch has become long. */
export function nearTo(thread: Thread, seen: Seen | undefined): Thread {
  const { messages, complete, latest } = thread;
  if (messages.length <= longest) return thread;
  const last = messages.length - 1;
  const isAtEnd = latest && (seen === undefined || seen.atEnd);
  const from = isAtEnd ? last : messages.findIndex(({ id }) => id === seen?.first);
  const to = isAtEnd ? last : messages.findLastIndex(({ id }) => id === seen?.last);
  // Where the reader is can't be told just now; later it can.
  if (from < 0 || to < 0) return thread;
  const start = Math.max(0, from - reach);
  const end = Math.min(messages.length, to + 1 + reach);
  return {
    ...thread,
    messages: messages.slice(start, end),
    complete: complete && start === 0,
    latest: latest && end === messages.length,
  };
}

/**
 * Takes in a message that was added or changed. Where its place can't be told from the message alone, what stands behind the last
 * one has to be read.
 */
export function withMessage(thread: Thread, message: Message): Thread {
  const index = thread.messages.findLastIndex(({ id }) => id === message.id);
  if (index >= 0) return { ...thread, messages: thread.messages.with(index, message) };
  // Behind what is loaded lies more: the message stands there.
  if (!thread.latest || thread.behind) return thread;
  if (isNew(thread, message)) return { ...thread, messages: [...thread.messages, message] };
  return { ...thread, behind: true };
}

/** All that is not certainly new may speak of history that is not loaded. */
function isNew({ messages, complete }: Thread, message: Message): boolean {
  if (message.kind === 'notice') return true;
  if (message.state === 'received') return !message.is_read;
  if (message.state !== 'waiting') return false;
  // One that had left on a link that is lost now waits again. Our own clock tells it from one that was written just now.
  const before = messages.findLast(({ kind, state }) => kind !== 'notice' && state !== 'received');
  return before === undefined ? complete : message.timestamp >= before.timestamp;
}
