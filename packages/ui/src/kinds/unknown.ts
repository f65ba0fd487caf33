// A message of a kind that only a newer Loom can show: it says so, and stays until then.
import { words } from '../messages/words.ts';
import type { MessageKind } from './kind.ts';

export const unknown: MessageKind = {
  voice: 'person',
  line: () => words.messages.unknown,
  announcement: (_, name) => words.messages.announce(name, words.messages.unknown),
  notifies: true,
  copyText: () => undefined,
};
