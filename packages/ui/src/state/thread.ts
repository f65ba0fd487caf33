// What is known of one conversation's messages, as a value, and how pages and events change it. Order is the engine's: it
// is never sorted here, because two people's clocks differ.
import type { Message } from '@loom/contract';

export interface Thread {
  /** Oldest first, without gaps. */
  readonly messages: readonly Message[];
  /** The first message of the conversation is among them. */
  readonly complete: boolean;
  /** The newest message of the conversation is among them. */
  readonly latest: boolean;
}

export const pageSize = 100;

export function firstPage(page: readonly Message[]): Thread {
  return { messages: page, complete: page.length < pageSize, latest: true };
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

/** A page from the midst of the conversation: how far it reaches on either side is not known yet. */
export function pageAround(page: readonly Message[]): Thread {
  return { messages: page, complete: false, latest: false };
}

/** Puts a newer page behind. */
export function withNewer(thread: Thread, page: readonly Message[]): Thread {
  const known = new Set(thread.messages.map(({ id }) => id));
  return {
    ...thread,
    messages: [...thread.messages, ...page.filter(({ id }) => !known.has(id))],
    latest: page.length < pageSize,
  };
}

export function withoutMessage(thread: Thread, id: string): Thread {
  return { ...thread, messages: thread.messages.filter((message) => message.id !== id) };
}

/** The newest page, read again: it continues what is known, or replaces it where the two no longer touch. */
export function withNewest(thread: Thread, page: readonly Message[]): Thread {
  const start = page[0];
  const seam = start ? thread.messages.findIndex(({ id }) => id === start.id) : -1;
  if (seam >= 0) return { ...thread, messages: [...thread.messages.slice(0, seam), ...page], latest: true };
  return firstPage(page);
}

/**
 * Takes in a message that was added or changed.
 * @returns undefined where its place can't be told from the message alone and the newest page has to be read again.
 */
export function withMessage(thread: Thread, message: Message): Thread | undefined {
  const index = thread.messages.findLastIndex(({ id }) => id === message.id);
  if (index >= 0) return { ...thread, messages: thread.messages.with(index, message) };
  // Behind what is loaded lies more: the message stands there.
  if (!thread.latest) return thread;
  if (isNew(message)) return { ...thread, messages: [...thread.messages, message] };
  return undefined;
}

/** Only a message's first event can look like this; all others may speak of history that is not loaded. */
function isNew(message: Message): boolean {
  if (message.kind === 'notice') return true;
  return message.state === 'waiting' || (message.state === 'received' && !message.is_read);
}
