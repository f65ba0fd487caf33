// Finds the contact that somebody means by a name, the beginning of one, a key or a token.
import { keyHex, LoomError, type Contact } from '@loom/contract';
import type { Door } from '@loom/daemon';
import { neutraliseLine } from '@loom/ui/text/neutralise';
import { CommandError } from './failures.ts';

const shortestKeyPrefix = 8;

/** @throws LoomError `unknown-contact` or a token's fault; CommandError `ambiguous-contact` */
export async function findContact(door: Door, who: string): Promise<Contact> {
  const contacts = await door.call('get_contacts', {});
  const named = contacts.filter((contact) => contact.display_name === who);
  if (named.length > 0) return only(named, who);
  if (!/^\s*loom-/i.test(who)) return matchContact(contacts, who);
  const { identity_key: key } = await door.call('parse_token', { token_str: who });
  return matchContact(contacts, keyHex(key));
}

/** @throws LoomError `unknown-contact`; CommandError `ambiguous-contact` */
export function matchContact(contacts: readonly Contact[], who: string): Contact {
  const wanted = who.toLocaleLowerCase();
  const isKey = new RegExp(`^[0-9a-f]{${shortestKeyPrefix},64}$`).test(wanted);
  const waysToMean: ((contact: Contact) => boolean)[] = [
    (contact) => contact.display_name === who,
    (contact) => contact.display_name.toLocaleLowerCase() === wanted,
    (contact) => isKey && keyHex(contact.public_key).startsWith(wanted),
    (contact) => wanted !== '' && contact.display_name.toLocaleLowerCase().startsWith(wanted),
  ];
  for (const means of waysToMean) {
    const found = contacts.filter(means);
    if (found.length > 0) return only(found, who);
  }
  throw new LoomError('unknown-contact', {});
}

function only(found: readonly Contact[], who: string): Contact {
  const [first] = found;
  if (first === undefined) throw new LoomError('unknown-contact', {});
  if (found.length === 1) return first;
  const matches = found.map(
    ({ display_name: name, public_key: key }) =>
      `${neutraliseLine(name)} (${keyHex(key).slice(0, shortestKeyPrefix)})`,
  );
  throw new CommandError(
    'ambiguous-contact',
    `“${who}” fits more than one contact: ${matches.join(', ')}. Write more of the name, or use the key.`,
  );
}
