// What the list of messages says of its own, in German.
import type { list as english } from './en-list.ts';

export const list: typeof english = {
  news: (count) => (count === 1 ? '1 neue Nachricht' : `${count} neue Nachrichten`),
};
