// The messages of the conversations that have been opened: loads them page by page and keeps them current.
import { batch, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { LoomEvent } from '@loom/contract';
import { CallError, type Host } from '../host.ts';
import { words } from '../messages/words.ts';
import { contactKey, type ContactKey } from './contacts.ts';
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
  /** The message that was jumped to last, until the newest ones are asked for. */
  readonly target: ReadonlySignal<Target | undefined>;
  /** Goes back to the newest messages, where they are not loaded. */
  showNewest(key: ContactKey): Promise<void>;
  /** Events may have been missed: reads the open conversation again and forgets all others. */
  reload(open: ContactKey | undefined): Promise<void>;
  /** Nothing of what was loaded counts any more. */
  forget(): void;
  apply(event: LoomEvent): void;
}

export interface Target {
  readonly key: ContactKey;
  readonly messageId: string;
}

/** Several events about history that is not loaded cause one reading of the newest page. */
const rereadMs = 60;

export function createThreads(host: Host): Threads {
  const threads = new Map<ContactKey, Signal<ThreadState>>();
  const loading = new Set<ContactKey>();
  const target = signal<Target | undefined>(undefined);
  const rereads = new Map<ContactKey, ReturnType<typeof setTimeout>>();

  function of(key: ContactKey): Signal<ThreadState> {
    const known = threads.get(key);
    if (known) return known;
    const created = signal<ThreadState>(undefined);
    threads.set(key, created);
    return created;
  }

  async function load(key: ContactKey): Promise<void> {
    const thread = of(key);
    try {
      const page = await host.call('get_messages', { contact_pub_key: key, limit: pageSize });
      const known = thread.value;
      // Somebody has jumped into the midst of it meanwhile, and stays there.
      if (typeof known === 'object' && !known.latest) return;
      thread.value = typeof known === 'object' ? withNewest(known, page) : firstPage(page);
    } catch (error) {
      if (typeof thread.value !== 'object') thread.value = sentence(error);
    }
  }

  function rereadSoon(key: ContactKey): void {
    if (rereads.has(key)) return;
    const run = (): void => {
      rereads.delete(key);
      void load(key);
    };
    rereads.set(key, setTimeout(run, rereadMs));
  }

  async function loadMore(key: ContactKey, way: 'older' | 'newer'): Promise<void> {
    const thread = of(key);
    const known = thread.value;
    if (typeof known !== 'object' || loading.has(key)) return;
    const isOlder = way === 'older';
    const edge = isOlder ? known.messages[0] : known.messages.at(-1);
    if (edge === undefined || (isOlder ? known.complete : known.latest)) return;
    loading.add(key);
    try {
      const page = await host.call('get_messages', {
        contact_pub_key: key,
        ...(isOlder ? { before: edge.id } : { after: edge.id }),
        limit: pageSize,
      });
      // Another part of the conversation may be shown by now.
      const now = thread.value;
      if (typeof now !== 'object' || !now.messages.some(({ id }) => id === edge.id)) return;
      thread.value = isOlder ? withOlder(now, page) : withNewer(now, page);
    } catch {
      // The next scroll asks again; a lost connection has its own banner.
    } finally {
      loading.delete(key);
    }
  }

  async function showNewest(key: ContactKey): Promise<void> {
    target.value = undefined;
    const known = of(key).value;
    if (typeof known !== 'object' || known.latest) return;
    of(key).value = undefined;
    await load(key);
  }

  return {
    of,
    load,

    loadOlder: (key) => loadMore(key, 'older'),
    loadNewer: (key) => loadMore(key, 'newer'),
    target,

    async jumpTo(key, messageId) {
      const thread = of(key);
      const known = thread.value;
      const isLoaded = typeof known === 'object' && known.messages.some(({ id }) => id === messageId);
      if (isLoaded) {
        target.value = { key, messageId };
        return;
      }
      try {
        const args = { contact_pub_key: key, around: messageId, limit: pageSize };
        const page = await host.call('get_messages', args);
        // Together, so that the list is at its place when it is first seen.
        batch(() => {
          thread.value = pageAround(page);
          target.value = { key, messageId };
        });
      } catch {
        // It was deleted meanwhile; the conversation is shown where it is.
      }
    },

    showNewest,

    async reload(open) {
      for (const key of threads.keys()) if (key !== open) threads.delete(key);
      if (open !== undefined && threads.get(open)?.value !== undefined) await load(open);
    },

    forget() {
      target.value = undefined;
      for (const thread of threads.values()) thread.value = undefined;
    },

    apply({ event, payload }) {
      if (event === 'contact_removed') {
        threads.delete(contactKey(payload.public_key));
      } else if (event === 'message_changed') {
        const key = contactKey(payload.contact_identity);
        const thread = threads.get(key);
        if (typeof thread?.value !== 'object') return;
        // Whoever writes wants to see it stand there, wherever they were reading.
        if (!thread.value.latest && payload.message.state === 'waiting') void showNewest(key);
        const next = withMessage(thread.value, payload.message);
        if (next) thread.value = next;
        else rereadSoon(key);
      } else if (event === 'message_removed') {
        const thread = threads.get(contactKey(payload.contact_identity));
        if (typeof thread?.value === 'object')
          thread.value = withoutMessage(thread.value, payload.message_id);
      }
    },
  };
}

export function sentence(error: unknown): string {
  if (error instanceof CallError && error.fault !== undefined) return words.fault(error.fault);
  return error instanceof Error ? error.message : String(error);
}
