// Tells of messages outside the window: while it is not looked at, or another conversation is open; one notice a conversation, as
// the person has set it, and never what is written. Knows nothing of how the system shows it.
import type { ReadonlySignal } from '@preact/signals';
import type { LoomEvent, Settings } from '@loom/contract';
import type { Notifier } from '../host.ts';
import { kindOf } from '../kinds/kinds.ts';
import { words } from '../messages/words.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { contactKey, type ContactKey, type Contacts } from './contacts.ts';

interface NotificationsDeps {
  /** Undefined: the host has no way to the system. */
  readonly notifier: Notifier | undefined;
  readonly settings: ReadonlySignal<Settings | undefined>;
  readonly contacts: Contacts;
  /** The conversation that the window shows. */
  readonly inSight: () => ContactKey | undefined;
  /** Shows this one, whatever lies over it. */
  readonly open: (key: ContactKey) => void;
}

export interface Notifications {
  /** Has to be told of every event. */
  apply(event: LoomEvent): void;
  /** What was shown is taken back; nothing of it is known here any more. */
  readonly forget: () => void;
}

export function createNotifications(deps: NotificationsDeps): Notifications {
  const { notifier, contacts } = deps;
  const tags = new Map<ContactKey, string>();
  const due = new Set<ContactKey>();

  /** The system keeps what it is given: no key of anybody. */
  function tagOf(key: ContactKey): string {
    const known = tags.get(key) ?? `${tags.size + 1}`;
    tags.set(key, known);
    return known;
  }

  const isLookedAt = (key: ContactKey): boolean => document.hasFocus() && deps.inSight() === key;

  function showDue(): void {
    const how = deps.settings.value?.notifications ?? 'off';
    for (const key of due) {
      const contact = contacts.byKey.value.get(key);
      if (how === 'off' || contact === undefined || isLookedAt(key)) continue;
      notifier?.show({
        tag: tagOf(key),
        title: how === 'with-name' ? neutraliseLine(contact.display_name) : words.notifications.app,
        body: words.notifications.message,
        onPress: () => deps.open(key),
      });
    }
    due.clear();
  }

  return {
    apply({ event, payload }) {
      if (notifier === undefined) return;
      if (event === 'message_changed') {
        const { message } = payload;
        if (message.state !== 'received' || message.is_read || !kindOf(message).notifies) return;
        // A thousand that come at once are told of once.
        if (due.size === 0) queueMicrotask(showDue);
        due.add(contactKey(payload.contact_identity));
      } else if (event === 'contact_changed' && payload.contact.unread === 0) {
        const tag = tags.get(contactKey(payload.contact.public_key));
        if (tag !== undefined) notifier.withdraw(tag);
      } else if (event === 'contact_removed') {
        const tag = tags.get(contactKey(payload.public_key));
        if (tag !== undefined) notifier.withdraw(tag);
      }
    },
    forget() {
      for (const tag of tags.values()) notifier?.withdraw(tag);
      tags.clear();
      due.clear();
    },
  };
}
