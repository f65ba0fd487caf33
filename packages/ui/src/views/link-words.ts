// How the link to a contact stands, in words. The same words in the header, above the messages and in the details.
import type { Contact } from '@loom/contract';
import type { LinkState } from '../components/glyphs.tsx';
import { reasonInWords, words } from '../messages/words.ts';

const text = words.conversation;

export function stateInWords(state: LinkState, contact: Contact): string {
  if (contact.blocked) return text.blocked;
  switch (state) {
    case 'secured':
      return text.secured;
    case 'connecting':
      return text.connecting;
    case 'offline':
      return contact.waiting > 0 ? text.offlineWaiting(contact.waiting) : text.offline;
    case 'new':
      return text.new;
    case 'unknown':
      return text.unknown;
  }
}

/** What the person has compared, which is another thing than what the link is. */
export function comparedInWords({ held, verified }: Contact): string {
  if (held) return text.newSession;
  return verified ? text.verified : text.notCompared;
}

export function whyNotSecured(state: LinkState, contact: Contact, name: string): string {
  if (state === 'unknown') return text.unknownHelp;
  const reason = reasonInWords(contact);
  if (reason !== undefined) return reason;
  if (state === 'new') return text.newHelp(name);
  return state === 'connecting' ? text.handshaking(name) : text.offlineHelp(name);
}
