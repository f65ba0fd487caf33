// The commands about one contact: what a token says, the number that both compare, its name, and whether it is wanted. Knows
// nothing of messages.
import { keyNumbers, LoomError, type CommandResult, type Handlers } from '@loom/contract';
import { safetyNumber, toHex } from '@loom/protocol';
import type { Network } from '../network.ts';
import type { Peer } from '../peers/peer.ts';
import type { ContactPatch } from '../ports/index.ts';
import { checkName } from '../text.ts';
import { readToken } from './read-token.ts';

export interface People {
  /** Our identity key, 32 bytes. */
  ourKey(): Uint8Array;
  /** @throws LoomError `unknown-contact` */
  peer(key: Uint8Array): Peer;
  /** Stores it, and tells of it. */
  patch(peer: Peer, patch: ContactPatch): void;
  /** There may be something to send to this peer. */
  wake(peer: Peer): void;
  /** Undefined while the network does not run. */
  network(): Network | undefined;
}

type PeopleHandlers = Pick<
  Handlers,
  | 'parse_token'
  | 'get_safety_number'
  | 'rename_contact'
  | 'mark_verified'
  | 'accept_new_session'
  | 'block_contact'
>;

export function peopleHandlers(people: People): PeopleHandlers {
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
    rename_contact({ contact_pub_key, display_name }) {
      people.patch(people.peer(contact_pub_key), { displayName: checkName(display_name) });
      return null;
    },
    mark_verified({ contact_pub_key, verified }) {
      people.patch(people.peer(contact_pub_key), { verified });
      return null;
    },
    accept_new_session({ contact_pub_key, session_id: shown }) {
      const peer = people.peer(contact_pub_key);
      const { current } = peer.durable;
      if (shown !== undefined && (current === undefined || toHex(current.sessionId) !== shown))
        throw new LoomError('session-changed', { name: peer.name });
      people.patch(peer, { held: false });
      people.wake(peer);
      return null;
    },
    block_contact({ contact_pub_key, blocked }) {
      const peer = people.peer(contact_pub_key);
      if (peer.isBlocked === blocked) return null;
      people.patch(peer, { blocked });
      if (blocked)
        people.network()?.contactRemoved(peer, new LoomError('contact-blocked', { name: peer.name }));
      else people.network()?.contactAdded(peer);
      return null;
    },
  };
}
