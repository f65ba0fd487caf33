// Every command of the window, in the order in which lists show them. A further one is a further line.
import type { Command } from './command.ts';
import { block, connect, details, remove, rename, safetyNumber, searchHere, setAddress } from './contact.ts';

export const commands: readonly Command[] = [
  details,
  searchHere,
  safetyNumber,
  rename,
  setAddress,
  connect,
  block,
  remove,
];
