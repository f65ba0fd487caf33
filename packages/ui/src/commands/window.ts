// What can be done in the window, whoever is talked with.
import { words } from '../messages/words.ts';
import type { Settings } from '@loom/contract';
import { contactKey } from '../state/contacts.ts';
import type { Loom } from '../state/loom.ts';
import { sentence } from '../state/threads.ts';
import type { Command } from './command.ts';
import { searchIn } from './search.ts';

const text = words.commands;
const hasContacts = ({ contacts, settingsView }: Loom): boolean =>
  contacts.list.value.length > 0 && settingsView.at.value === undefined;

export const palette: Command = {
  id: 'palette',
  icon: 'search',
  keys: { key: 'k', mod: true },
  words: () => text.palette,
  run: ({ sheet }) => (sheet.value = { kind: 'palette' }),
  unlisted: true,
};

export const addContact: Command = {
  id: 'add-contact',
  icon: 'plus',
  // A browser opens a window of its own at Ctrl+N, and asks no page.
  keys: ({ host }) => (host.can.ownKeys ? { key: 'n', mod: true } : { key: 'a', mod: true, shift: true }),
  words: () => words.sidebar.add,
  run: ({ sheet }) => (sheet.value = { kind: 'add' }),
};

export const meetNearby: Command = {
  id: 'meet-nearby',
  icon: 'nearby',
  words: () => words.pairing.title,
  when: ({ looking }) => looking.value,
  run: ({ sheet }) => (sheet.value = { kind: 'meet' }),
};

export const showToken: Command = {
  id: 'show-token',
  icon: 'code',
  words: () => words.device.showToken,
  run: ({ sheet }) => (sheet.value = { kind: 'device' }),
};

export const copyToken: Command = {
  id: 'copy-token',
  icon: 'copy',
  words: () => words.token.copy,
  when: ({ answering }) => answering.value,
  run(loom) {
    void copy(loom);
  },
};

async function copy({ host, say }: Loom): Promise<void> {
  try {
    await navigator.clipboard.writeText(await host.call('get_my_token', {}));
    say(words.token.copied);
  } catch {
    say(words.token.copyFailed);
  }
}

export const searchAll: Command = {
  id: 'search-all',
  icon: 'search',
  keys: { key: 'f', mod: true, shift: true },
  words: () => words.search.label,
  when: hasContacts,
  run: (loom) => searchIn(loom, undefined),
};

export const previousConversation: Command = {
  id: 'previous-conversation',
  icon: 'up',
  keys: { key: 'arrowup', alt: true },
  words: () => text.previous,
  when: hasContacts,
  run: (loom) => step(loom, -1),
};

export const nextConversation: Command = {
  id: 'next-conversation',
  icon: 'down',
  keys: { key: 'arrowdown', alt: true },
  words: () => text.next,
  when: hasContacts,
  run: (loom) => step(loom, 1),
};

/** In the order of the list, from its end to its beginning and on. */
function step({ contacts, selected }: Loom, by: 1 | -1): void {
  const keys = contacts.list.value.map((contact) => contactKey(contact.public_key));
  const at = selected.value === undefined ? -1 : keys.indexOf(selected.value);
  const next = at < 0 ? (by > 0 ? 0 : keys.length - 1) : (at + by + keys.length) % keys.length;
  selected.value = keys[next];
}

export const nextUnread: Command = {
  id: 'next-unread',
  icon: 'bell',
  words: () => text.nextUnread,
  when: ({ unread }) => unread.value > 0,
  run({ contacts, selected, settingsView }) {
    const unread = contacts.list.value.find((contact) => contact.unread > 0);
    if (!unread) return;
    settingsView.close();
    selected.value = contactKey(unread.public_key);
  },
};

export const openSettings: Command = {
  id: 'settings',
  icon: 'settings',
  keys: { key: ',', mod: true },
  words: () => words.device.settings,
  when: ({ settingsView }) => settingsView.at.value === undefined,
  run: ({ settingsView }) => settingsView.open(),
};

export const checkNetwork: Command = {
  id: 'check-network',
  icon: 'network',
  words: () => text.checkNetwork,
  run: ({ settingsView }) => settingsView.open('network'),
};

export const lock: Command = {
  id: 'lock',
  icon: 'lock',
  keys: { key: 'l', mod: true },
  words: () => text.lock,
  urgent: true,
  when: ({ status }) => status.value?.key_custody === 'passphrase',
  run({ host, say }) {
    host.call('lock', {}).catch((error: unknown) => say(sentence(error)));
  },
};

function theme(id: string, value: Settings['theme'], name: () => string): Command {
  return {
    id,
    icon: 'appearance',
    words: name,
    when: ({ settings }) => settings.current.value !== undefined && settings.current.value.theme !== value,
    run({ settings, say }) {
      settings.change({ theme: value }).catch((error: unknown) => say(sentence(error)));
    },
  };
}

export const themes = [
  theme('theme-dark', 'dark', () => text.themeDark),
  theme('theme-light', 'light', () => text.themeLight),
  theme('theme-system', 'system', () => text.themeSystem),
];

export const shortcuts: Command = {
  id: 'shortcuts',
  icon: 'lines',
  keys: { key: '/', mod: true },
  words: () => text.shortcuts,
  run: ({ sheet }) => (sheet.value = { kind: 'shortcuts' }),
};

/** The same by a key that needs no other, where nothing is being written. */
export const shortcutsHere: Command = {
  ...shortcuts,
  id: 'shortcuts-here',
  keys: { key: '?' },
  unlisted: true,
};
