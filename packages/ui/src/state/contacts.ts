// The contacts as the engine tells of them, by key. Knows nothing of how they are shown.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { keyHex, type Contact, type LoomEvent, type PublicKey } from '@loom/contract';
import type { Host } from '../host.ts';

/** 64 hexadecimal digits: a contact's identity key as a name for maps and commands. */
export type ContactKey = string;

export interface Contacts {
  readonly byKey: ReadonlySignal<ReadonlyMap<ContactKey, Contact>>;
  /** Whoever something happened with last comes first. */
  readonly list: ReadonlySignal<readonly Contact[]>;
  readonly load: () => Promise<void>;
  apply(event: LoomEvent): void;
  /** Nothing of it is known here any more. */
  readonly forget: () => void;
}

export function contactKey(key: PublicKey): ContactKey {
  return keyHex(key);
}

export function createContacts(host: Host): Contacts {
  const byKey = signal<ReadonlyMap<ContactKey, Contact>>(new Map());

  return {
    byKey,
    list: computed(() => [...byKey.value.values()].toSorted((a, b) => lastActivity(b) - lastActivity(a))),

    async load() {
      const contacts = await host.call('get_contacts', {});
      byKey.value = new Map(contacts.map((contact) => [contactKey(contact.public_key), contact]));
    },

    apply({ event, payload }) {
      if (event === 'contact_changed') {
        byKey.value = new Map(byKey.value).set(contactKey(payload.contact.public_key), payload.contact);
      } else if (event === 'contact_removed') {
        const rest = new Map(byKey.value);
        rest.delete(contactKey(payload.public_key));
        byKey.value = rest;
      }
    },

    forget() {
      byKey.value = new Map();
    },
  };
}

function lastActivity(contact: Contact): number {
  return Math.max(contact.added_at, contact.last_message?.timestamp ?? 0);
}
