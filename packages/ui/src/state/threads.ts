// The messages of the conversations that have been opened: loads them page by page and keeps them current.
import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { LoomEvent } from '@loom/contract';
import { CallError, type Host } from '../host.ts';
import { words } from '../messages/words.ts';
import { contactKey, type ContactKey } from './contacts.ts';
import { firstPage, pageSize, withMessage, withNewest, withOlder, type Thread } from './thread.ts';

/** `undefined` until the first page is there; a string says why it could not be loaded. */
type ThreadState = Thread | string | undefined;

export interface Threads {
  of(key: ContactKey): ReadonlySignal<ThreadState>;
  /** Loads the newest page; what is already there stays in sight meanwhile. */
  load(key: ContactKey): Promise<void>;
  loadOlder(key: ContactKey): Promise<void>;
  /** Events may have been missed: reads the open conversation again and forgets all others. */
  reload(open: ContactKey | undefined): Promise<void>;
  apply(event: LoomEvent): void;
}

/** Several events about history that is not loaded cause one reading of the newest page. */
const rereadMs = 60;

export function createThreads(host: Host): Threads {
  const threads = new Map<ContactKey, Signal<ThreadState>>();
  const loadingOlder = new Set<ContactKey>();
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

  return {
    of,
    load,

    async loadOlder(key) {
      const thread = of(key);
      const known = thread.value;
      if (typeof known !== 'object' || known.complete || loadingOlder.has(key)) return;
      const oldest = known.messages[0];
      if (!oldest) return;
      loadingOlder.add(key);
      try {
        const page = await host.call('get_messages', {
          contact_pub_key: key,
          before: oldest.id,
          limit: pageSize,
        });
        if (typeof thread.value === 'object') thread.value = withOlder(thread.value, page);
      } catch {
        // The next scroll asks again; a lost connection has its own banner.
      } finally {
        loadingOlder.delete(key);
      }
    },

    async reload(open) {
      for (const key of threads.keys()) if (key !== open) threads.delete(key);
      if (open !== undefined && threads.get(open)?.value !== undefined) await load(open);
    },

    apply({ event, payload }) {
      if (event === 'contact_removed') {
        threads.delete(contactKey(payload.public_key));
      } else if (event === 'message_changed') {
        const key = contactKey(payload.contact_identity);
        const thread = threads.get(key);
        if (typeof thread?.value !== 'object') return;
        const next = withMessage(thread.value, payload.message);
        if (next) thread.value = next;
        else rereadSoon(key);
      }
    },
  };
}

export function sentence(error: unknown): string {
  if (error instanceof CallError && error.fault !== undefined) return words.fault(error.fault);
  return error instanceof Error ? error.message : String(error);
}
