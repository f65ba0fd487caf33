// Handshakes that a person asked for: which are under way, and what came of the last one, in words.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { LoomEvent } from '@loom/contract';
import type { Host } from '../host.ts';
import { contactKey, type ContactKey } from './contacts.ts';
import { sentence } from './threads.ts';

export type Handshake = { readonly state: 'running' } | { readonly state: 'failed'; readonly why: string };

export interface Handshakes {
  readonly byKey: ReadonlySignal<ReadonlyMap<ContactKey, Handshake>>;
  initiate(key: ContactKey): Promise<void>;
  apply(event: LoomEvent): void;
  /** Nothing of it is known here any more. */
  readonly forget: () => void;
}

export function createHandshakes(host: Host): Handshakes {
  const byKey = signal<ReadonlyMap<ContactKey, Handshake>>(new Map());

  function set(key: ContactKey, handshake: Handshake | undefined): void {
    const next = new Map(byKey.value);
    if (handshake) next.set(key, handshake);
    else next.delete(key);
    byKey.value = next;
  }

  return {
    byKey,
    async initiate(key) {
      if (byKey.value.get(key)?.state === 'running') return;
      const running: Handshake = { state: 'running' };
      set(key, running);
      let outcome: Handshake | undefined;
      try {
        await host.call('initiate_chat_handshake', { contact_pub_key: key });
      } catch (error) {
        outcome = { state: 'failed', why: sentence(error) };
      }
      // The profile may have been shut meanwhile.
      if (byKey.value.get(key) === running) set(key, outcome);
    },
    apply({ event, payload }) {
      // Once secured, an earlier failure is history.
      if (event === 'contact_changed' && payload.contact.state === 'secured') {
        set(contactKey(payload.contact.public_key), undefined);
      }
    },
    forget() {
      byKey.value = new Map();
    },
  };
}
