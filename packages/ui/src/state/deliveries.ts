// What is worth a word of what becomes of our own messages: that one waits, that one failed, and how it ends for such a one. That a
// message goes its way is what everybody expects, and is not said.
import type { Contact, Message } from '@loom/contract';
import { words } from '../messages/words.ts';
import { neutraliseLine } from '../text/neutralise.ts';

/** Of so many messages it is known what was said of them. */
const remembered = 200;

/** @returns what is to be said now of a message of ours; undefined where nothing is. */
export function createDeliveries(): (message: Message, contact: Contact) => string | undefined {
  const told = new Map<string, Message['state']>();

  return ({ id, state, reason = '' }, contact) => {
    const { states, waits } = words.messages;
    const before = told.get(id);
    const isHeld = state === 'failed' || (state === 'waiting' && contact.state !== 'secured');
    if (before === state || (before === undefined && !isHeld)) return undefined;
    if (state === 'delivered' || state === 'read') told.delete(id);
    else told.set(id, state);
    const [oldest] = told.keys();
    if (told.size > remembered && oldest !== undefined) told.delete(oldest);
    if (state === 'failed') return `${states.failed}: ${neutraliseLine(reason)}`;
    return state === 'waiting'
      ? `${states.waiting}: ${waits(neutraliseLine(contact.display_name))}`
      : states[state];
  };
}
