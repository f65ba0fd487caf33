// Keeps two echoes from answering each other for ever: what comes back of one's own words is not answered. Knows nothing
// of engines.
import { createHash } from 'node:crypto';

export interface EchoGuard {
  /** These words are about to be sent to that contact. */
  says(contact: string, text: string): void;
  /** Whether these words of the contact's are ours come back; each that was said comes back once. */
  comesBack(contact: string, text: string): boolean;
}

export function createEchoGuard(): EchoGuard {
  // Digests, since the words themselves may be 64 KiB each.
  const said = new Set<string>();
  const digest = (contact: string, text: string): string =>
    createHash('sha256').update(`${contact} ${text}`).digest('base64');
  return {
    says: (contact, text) => void said.add(digest(contact, text)),
    comesBack: (contact, text) => said.delete(digest(contact, text)),
  };
}
