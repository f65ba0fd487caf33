// Turns what an engine raises into lines of one conversation: what comes in, what became of what went out, and how the
// contact stands. Knows nothing of terminals.
import {
  keyHex,
  type Contact,
  type ContactState,
  type LoomEvent,
  type Message,
  type MessageState,
} from '@loom/contract';
import { messageLines, nameOf, stateLine, stateOf } from './words.ts';

export interface ConversationWatch {
  /** These have been shown, and are not shown again as new. */
  alreadyShown(messages: readonly Message[]): void;
  /** @returns the lines to show for this event, none for one that changes nothing here. */
  lines(event: LoomEvent): string[];
}

/** States that are worth a line of their own; `sent` passes in a moment. */
const worthTelling: ReadonlySet<MessageState> = new Set(['delivered', 'read', 'failed']);

export function watchConversation(contact: Contact): ConversationWatch {
  const key = keyHex(contact.public_key);
  const shown = new Map<string, MessageState>();
  let standing: ContactState = contact.state;

  function messageChanged(message: Message): string[] {
    const before = shown.get(message.id);
    if (before === message.state) return [];
    shown.set(message.id, message.state);
    if (message.state === 'received') return before === undefined ? messageLines(message, contact) : [];
    const isQueued = message.state === 'waiting' && standing !== 'secured';
    return worthTelling.has(message.state) || isQueued ? [stateLine(message)] : [];
  }

  function contactChanged(changed: Contact): string[] {
    if (changed.state === standing) return [];
    standing = changed.state;
    return [`  ${nameOf(changed)}: ${stateOf(changed)}`];
  }

  return {
    alreadyShown(messages) {
      for (const { id, state } of messages) shown.set(id, state);
    },
    lines({ event, payload }) {
      if (event === 'message_changed' && keyHex(payload.contact_identity) === key)
        return messageChanged(payload.message);
      if (event === 'contact_changed' && keyHex(payload.contact.public_key) === key)
        return contactChanged(payload.contact);
      return [];
    },
  };
}
