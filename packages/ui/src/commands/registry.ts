// Every command of the window, in the order in which lists show them. A further one is a further line.
import type { Command } from './command.ts';
import { block, connect, details, remove, rename, safetyNumber, searchHere, setAddress } from './contact.ts';
import {
  addContact,
  checkNetwork,
  copyToken,
  lock,
  meetNearby,
  nextConversation,
  nextUnread,
  openSettings,
  palette,
  previousConversation,
  searchAll,
  shortcuts,
  shortcutsHere,
  showToken,
  themes,
} from './window.ts';

export const windowCommands: readonly Command[] = [
  palette,
  searchAll,
  nextUnread,
  previousConversation,
  nextConversation,
  addContact,
  meetNearby,
  showToken,
  copyToken,
  openSettings,
  checkNetwork,
  ...themes,
  lock,
  shortcuts,
  shortcutsHere,
];

export const contactCommands: readonly Command[] = [
  details,
  searchHere,
  safetyNumber,
  rename,
  setAddress,
  connect,
  block,
  remove,
];

export const commands: readonly Command[] = [...windowCommands, ...contactCommands];
