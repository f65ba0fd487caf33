// The messages of the conversations that have been opened: loads them page by page, keeps them current, and remembers where
// in them the reader is.
import { batch, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { CommandInput, LoomEvent, Message } from '@loom/contract';
import { CallError, type Host } from '../host.ts';
import { words } from '../messages/words.ts';
import { contactKey, type ContactKey } from './contacts.ts';
import {
  firstPage,
  nearTo,
  oldestPage,
  pageAround,
  pageSize,
  withMessage,
  withNewer,
  withNewest,
  withOlder,
  withoutMessage,
  type Seen,
  type Thread,
} from './thread.ts';

/** `undefined` until the first page is there; a string says why it could not be loaded. */
type ThreadState = Thread | string | undefined;

export interface Threads {
  of(key: ContactKey): ReadonlySignal<ThreadState>;
  /** Loads the newest page; what is already there stays in sight meanwhile. */
  load(key: ContactKey): Promise<void>;
  loadOlder(key: ContactKey): Promise<void>;
  loadNewer(key: ContactKey): Promise<void>;
  /** Shows this message, with what stands around it. */
  jumpTo(key: ContactKey, messageId: string): Promise<void>;
  /** Shows the first messages of the conversation. */
  showFirst(key: ContactKey): Promise<void>;
  /** Shows the newest messages. */
  showNewest(key: ContactKey): Promise<void>;
  /** Shows this message, which was written just now, wherever the person was reading. */
  showSent(key: ContactKey, messageId: string): Promise<void>;
  /** Where the list has to go, until it is asked to go somewhere else. */
  readonly target: ReadonlySignal<Target | undefined>;
  /** The reader has this before their eyes. */
  see(key: ContactKey, seen: Seen): void;
  /** What the reader had before their eyes last; undefined before that. */
  seen(key: ContactKey): Seen | undefined;
  /** How many messages have come below what the reader sees, since they were at the newest one. */
  news(key: ContactKey): ReadonlySignal<number>;
  /** Events may have been missed: reads the open conversation, again or for the first time, and forgets all others. */
  reload(open: ContactKey | undefined): Promise<void>;
  /** Nothing of what was loaded counts any more. */
  forget(): void;
  apply(event: LoomEvent): void;
}

export interface Target {
  readonly key: ContactKey;
  /** Undefined for the newest one, whichever that is. */
  readonly messageId: string | undefined;
  /** `found`: into the middle, and marked; `first`: to the top; `newest`: to the end. */
  readonly how: 'found' | 'first' | 'newest';
}

interface Known {
  readonly state: Signal<ThreadState>;
  readonly news: Signal<number>;
  seen: Seen | undefined;
}

/** Several events about what is not loaded cause one reading. */
const catchUpMs = 60;
/** So many conversations stay loaded, the last opened ones. */
const kept = 12;

export function createThreads(host: Host): Threads {
  const threads = new Map<ContactKey, Known>();
  /** What is being read: the way and the conversation. */
  const loading = new Set<string>();
  const firsts = new Map<ContactKey, Promise<void>>();
  const target = signal<Target | undefined>(undefined);
  const waiting = new Map<ContactKey, ReturnType<typeof setTimeout>>();

  function known(key: ContactKey): Known {
    const there = threads.get(key);
    if (there) return there;
    const created = { state: signal<ThreadState>(undefined), news: signal(0), seen: undefined };
    threads.set(key, created);
    return created;
  }

  function put({ state, seen }: Known, thread: Thread): void {
    state.value = nearTo(thread, seen);
  }

  const read = (key: ContactKey, place: Partial<CommandInput<'get_messages'>>): Promise<Message[]> =>
    host.call('get_messages', { contact_pub_key: key, limit: pageSize, ...place });

  /** A first page that is on its way is not asked for again. */
  function load(key: ContactKey): Promise<void> {
    const running = known(key).state.value === undefined ? firsts.get(key) : undefined;
    if (running) return running;
    const run = loadNewest(key).finally(() => firsts.delete(key));
    firsts.set(key, run);
    return run;
  }

  async function loadNewest(key: ContactKey): Promise<void> {
    const of = known(key);
    forgetOldest(key);
    try {
      const page = await read(key, {});
      const thread = of.state.value;
      // Somebody has jumped into the midst of it meanwhile, and stays there.
      if (typeof thread === 'object' && !thread.latest) return;
      put(of, typeof thread === 'object' ? withNewest(thread, page) : firstPage(page));
    } catch (error) {
      if (typeof of.state.value !== 'object') of.state.value = sentence(error);
    }
  }

  /** What was opened last is the last in the map. */
  function forgetOldest(opened: ContactKey): void {
    const of = known(opened);
    threads.delete(opened);
    threads.set(opened, of);
    for (const key of [...threads.keys()].slice(0, -kept)) threads.delete(key);
  }

  /** Reads what stands behind the last message. */
  async function catchUp(key: ContactKey): Promise<void> {
    const of = known(key);
    const edge = typeof of.state.value === 'object' ? of.state.value.messages.at(-1) : undefined;
    const follows = of.seen?.atEnd !== false;
    try {
      const page = edge && (await read(key, { after: edge.id }));
      const now = of.state.value;
      if (page === undefined || typeof now !== 'object' || now.messages.at(-1)?.id !== edge?.id)
        await load(key);
      else if (now.behind) put(of, withNewer(now, page));
      // More than a page of it: whoever is at the newest message stays there.
      const caughtUp = of.state.value;
      if (follows && typeof caughtUp === 'object' && !caughtUp.latest)
        await goTo(key, { key, messageId: undefined, how: 'newest' });
    } catch {
      // That message is gone, or the connection: then everything is read again when it is back.
      await load(key);
    }
  }

  function catchUpSoon(key: ContactKey): void {
    if (waiting.has(key)) return;
    const run = (): void => {
      waiting.delete(key);
      void catchUp(key);
    };
    waiting.set(key, setTimeout(run, catchUpMs));
  }

  async function loadMore(key: ContactKey, way: 'older' | 'newer'): Promise<void> {
    const of = known(key);
    const isOlder = way === 'older';
    const edgeOf = ({ messages }: Thread): Message | undefined => (isOlder ? messages[0] : messages.at(-1));
    const asked = `${way} ${key}`;
    if (loading.has(asked)) return;
    loading.add(asked);
    try {
      for (;;) {
        const thread = of.state.value;
        if (typeof thread !== 'object' || (isOlder ? thread.complete : thread.latest)) return;
        const edge = edgeOf(thread);
        if (edge === undefined) return;
        const page = await read(key, isOlder ? { before: edge.id } : { after: edge.id });
        const now = of.state.value;
        if (typeof now !== 'object') return;
        if (edgeOf(now)?.id === edge.id) {
          put(of, isOlder ? withOlder(now, page) : withNewer(now, page));
          return;
        }
        // Another part of the conversation is shown by now, or its edge lies elsewhere: nobody asks for that one.
      }
    } catch {
      // The next scroll asks again; a lost connection has its own banner.
    } finally {
      loading.delete(asked);
    }
  }

  /** Shows another stretch than the one that is there. */
  async function show(
    key: ContactKey,
    place: Partial<CommandInput<'get_messages'>>,
    stretch: (page: readonly Message[]) => Thread,
    to: (page: readonly Message[]) => Target,
  ): Promise<void> {
    const of = known(key);
    try {
      const page = await read(key, place);
      // Together, so that the list is at its place when it is first seen.
      batch(() => {
        of.seen = undefined;
        of.state.value = stretch(page);
        target.value = to(page);
      });
    } catch {
      // It was deleted meanwhile, or the connection is lost; the conversation is shown where it is.
    }
  }

  async function goTo(key: ContactKey, to: Target): Promise<void> {
    const thread = known(key).state.value;
    const isThere =
      typeof thread === 'object' &&
      (to.how === 'first'
        ? thread.complete
        : to.how === 'newest'
          ? thread.latest
          : thread.messages.some(({ id }) => id === to.messageId));
    if (isThere) {
      target.value = to.how === 'first' ? { ...to, messageId: thread.messages[0]?.id } : to;
    } else if (to.how === 'first') {
      await show(key, { since: 0 }, oldestPage, ([first]) => ({ ...to, messageId: first?.id }));
    } else if (to.how === 'newest') {
      await show(key, {}, firstPage, () => to);
    } else {
      const around = to.messageId;
      await show(
        key,
        { ...(around !== undefined && { around }) },
        (page) => pageAround(page, around),
        () => to,
      );
    }
  }

  return {
    of: (key) => known(key).state,
    load,
    loadOlder: (key) => loadMore(key, 'older'),
    loadNewer: (key) => loadMore(key, 'newer'),
    target,
    jumpTo: (key, messageId) => goTo(key, { key, messageId, how: 'found' }),
    showFirst: (key) => goTo(key, { key, messageId: undefined, how: 'first' }),
    showNewest: (key) => goTo(key, { key, messageId: undefined, how: 'newest' }),
    showSent: (key, messageId) => goTo(key, { key, messageId, how: 'newest' }),

    see(key, seen) {
      const of = known(key);
      of.seen = seen;
      if (seen.atEnd) of.news.value = 0;
    },
    seen: (key) => threads.get(key)?.seen,
    news: (key) => known(key).news,

    async reload(open) {
      for (const key of threads.keys()) if (key !== open) threads.delete(key);
      if (open !== undefined) await load(open);
    },

    forget() {
      target.value = undefined;
      for (const of of threads.values()) {
        of.state.value = undefined;
        of.news.value = 0;
        of.seen = undefined;
      }
    },

    apply({ event, payload }) {
      if (event === 'contact_removed') {
        threads.delete(contactKey(payload.public_key));
      } else if (event === 'message_changed') {
        const key = contactKey(payload.contact_identity);
        const of = threads.get(key);
        const thread = of?.state.value;
        if (!of || typeof thread !== 'object') return;
        const { message } = payload;
        const isNews = message.state === 'received' && message.kind !== 'notice' && !message.is_read;
        if (isNews && of.seen?.atEnd === false && !thread.messages.some(({ id }) => id === message.id))
          of.news.value += 1;
        const next = withMessage(thread, message);
        put(of, next);
        if (next.behind) catchUpSoon(key);
      } else if (event === 'message_removed') {
        const key = contactKey(payload.contact_identity);
        const of = threads.get(key);
        const thread = of?.state.value;
        if (!of || typeof thread !== 'object') return;
        const rest = withoutMessage(thread, payload.message_id);
        of.state.value = rest;
        // The stretch is used up, the conversation may not be.
        if (rest.messages.length === 0 && !(rest.complete && rest.latest)) {
          of.state.value = undefined;
          void load(key);
        }
      }
    },
  };
}

export function sentence(error: unknown): string {
  if (error instanceof CallError && error.fault !== undefined) return words.fault(error.fault);
  return error instanceof Error ? error.message : String(error);
}
