// The commands by which people make sure of each other: what a token says, and the number that both compare. Knows nothing of
// links.
import { keyNumbers, type CommandResult, type Handlers } from '@loom/contract';
import { safetyNumber } from '@loom/protocol';
import type { Peer } from '../peers/peer.ts';
import { readToken } from './read-token.ts';

export interface People {
  /** Our identity key, 32 bytes. */
  ourKey(): Uint8Array;
  /** @throws LoomError `unknown-contact` */
  peer(key: Uint8Array): Peer;
}

export function peopleHandlers(people: People): Pick<Handlers, 'parse_token' | 'get_safety_number'> {
  // Ten thousand hashes each, and it never changes while a contact lasts.
  const numbers = new WeakMap<Peer, CommandResult<'get_safety_number'>>();
  return {
    parse_token({ token_str }) {
      const token = readToken(token_str);
      return {
        identity_key: keyNumbers(token.identityKey),
        dh_key: keyNumbers(token.staticKey),
        version: token.version,
      };
    },
    get_safety_number({ contact_pub_key }) {
      const peer = people.peer(contact_pub_key);
      const known = numbers.get(peer);
      if (known !== undefined) return known;
      const { digits, symbols, qr } = safetyNumber(people.ourKey(), peer.token.identityKey);
      const number = { digits, symbols: symbols.map((symbol) => ({ ...symbol })), qr };
      numbers.set(peer, number);
      return number;
    },
  };
}
