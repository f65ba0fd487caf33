// What can be done with the contact whose conversation is open.
import { words } from '../messages/words.ts';
import type { Contact } from '@loom/contract';
import { contactKey } from '../state/contacts.ts';
import type { Loom } from '../state/loom.ts';
import type { Command } from './command.ts';
import { searchIn } from './search.ts';

/** And in sight. */
const isOpen = ({ openContact, settingsView }: Loom): boolean =>
  openContact.value !== undefined && settingsView.at.value === undefined;

/** Does it with the open contact; without one there is nothing to do. */
function withContact(run: (loom: Loom, contact: Contact) => void): (loom: Loom) => void {
  return (loom) => {
    const contact = loom.openContact.value;
    if (contact) run(loom, contact);
  };
}

export const details: Command = {
  id: 'details',
  icon: 'panel',
  keys: { key: 'i', mod: true },
  words: ({ details: { value } }) => (value ? words.details.hide : words.details.show),
  when: isOpen,
  run({ details: open }) {
    open.value = open.value ? undefined : { part: 'top' };
  },
};

export const safetyNumber: Command = {
  id: 'safety-number',
  icon: 'ring',
  words: () => words.conversation.safety,
  when: isOpen,
  run: ({ details: open }) => (open.value = { part: 'safety' }),
};

export const rename: Command = {
  id: 'rename',
  icon: 'rename',
  words: () => words.conversation.rename,
  when: isOpen,
  run: ({ details: open }) => (open.value = { part: 'rename' }),
};

export const setAddress: Command = {
  id: 'set-address',
  icon: 'address',
  words: () => words.conversation.setAddress,
  when: isOpen,
  run: ({ details: open }) => (open.value = { part: 'address' }),
};

export const connect: Command = {
  id: 'connect',
  icon: 'nearby',
  words: () => words.details.connect,
  when: ({ openContact: { value: contact }, answering }) =>
    contact !== undefined && answering.value && !contact.blocked && contact.state !== 'secured',
  run: withContact(({ handshakes }, contact) => void handshakes.initiate(contactKey(contact.public_key))),
};

export const searchHere: Command = {
  id: 'search-here',
  icon: 'search',
  keys: { key: 'f', mod: true },
  words: () => words.conversation.search,
  when: isOpen,
  run: withContact((loom, contact) => searchIn(loom, contactKey(contact.public_key))),
};

export const block: Command = {
  id: 'block',
  icon: 'block',
  words: ({ openContact: { value: contact } }) =>
    contact?.blocked === true ? words.conversation.unblock : words.conversation.block,
  when: isOpen,
  run: withContact(({ host }, contact) => {
    const args = { contact_pub_key: contactKey(contact.public_key), blocked: !contact.blocked };
    // Where it fails nothing has changed, and the command still says what can be done.
    host.call('block_contact', args).catch(() => {});
  }),
};

export const remove: Command = {
  id: 'delete',
  icon: 'remove',
  words: () => words.conversation.delete,
  when: isOpen,
  run: withContact(({ sheet }, contact) => (sheet.value = { kind: 'delete', contact })),
  dangerous: true,
};
