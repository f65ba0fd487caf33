// What a screen reader should say of what comes by itself: messages, each as its kind has it, what became of ours, and that somebody writes. Knows
// nothing of how it is read out.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { Contact, LoomEvent } from '@loom/contract';
import { kindOf } from '../kinds/kinds.ts';
import { isOwn } from '../list/rows.ts';
import { words } from '../messages/words.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { contactKey, type ContactKey, type Contacts } from './contacts.ts';
import { createDeliveries } from './deliveries.ts';

export interface Announcement {
  readonly id: string;
  readonly text: string;
}

export interface Announcements {
  /** Newest last. */
  readonly list: ReadonlySignal<readonly Announcement[]>;
  apply(event: LoomEvent): void;
  /** Nothing of it is known here any more. */
  readonly forget: () => void;
}

const kept = 5;
/** That somebody writes is said once in this time for a contact: the messages themselves tell the rest. */
const writingSaidEveryMs = 60_000;

export function createAnnouncements(
  contacts: Contacts,
  openContact: ReadonlySignal<Contact | undefined>,
): Announcements {
  const list = signal<readonly Announcement[]>([]);
  const writingSaid = new Map<ContactKey, number>();
  const becomes = createDeliveries();

  function say(id: string, text: string | undefined): void {
    if (text !== undefined) list.value = [...list.value.slice(1 - kept), { id, text }];
  }

  /** Only of the conversation that is open. */
  function sayWriting(key: ContactKey): void {
    const open = openContact.value;
    const now = performance.now();
    if (open === undefined || contactKey(open.public_key) !== key) return;
    if (now - (writingSaid.get(key) ?? -Infinity) < writingSaidEveryMs) return;
    writingSaid.set(key, now);
    say(`writing ${key} ${now}`, words.talk.writing(neutraliseLine(open.display_name)));
  }

  return {
    list,
    forget() {
      list.value = [];
      writingSaid.clear();
    },
    apply({ event, payload }) {
      if (event === 'typing_changed' && payload.typing) sayWriting(contactKey(payload.contact_identity));
      if (event !== 'message_changed') return;
      const { message } = payload;
      const contact = contacts.byKey.value.get(contactKey(payload.contact_identity));
      if (contact === undefined) return;
      if (isOwn(message)) say(`${message.id} ${message.state}`, becomes(message, contact));
      if (message.state !== 'received' || message.is_read) return;
      say(message.id, kindOf(message).announcement(message, neutraliseLine(contact.display_name)));
    },
  };
}
