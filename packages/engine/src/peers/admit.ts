// Who may become a contact: a token that is not our own and reuses nobody's key. Knows nothing of how the token came here.
import { LoomError } from '@loom/contract';
import { equal, type Identity, type Token } from '@loom/protocol';
import type { Clock, Random } from '../ports/index.ts';
import type { Peer } from './peer.ts';
import type { Roster } from './roster.ts';

export interface Admitted {
  readonly peer: Peer;
  /** The same person was a contact before: session, history and name are as they were. */
  readonly isKnown: boolean;
}

/** @param verified of a new contact; a known one stays as it is. @throws LoomError `token-own`, `token-key-reused`; StoreError */
export function admitContact(
  deps: { readonly us: Identity; readonly roster: Roster; readonly clock: Clock; readonly random: Random },
  token: Token,
  displayName: string,
  verified: boolean,
): Admitted {
  const { us, roster, clock, random } = deps;
  if (equal(token.identityKey, us.identityKey.publicKey)) throw new LoomError('token-own', {});
  const known = roster.find(token.identityKey);
  // A new static key under an old identity is not the same person.
  if (known !== undefined && equal(known.token.staticKey, token.staticKey)) {
    return { peer: known, isKnown: true };
  }
  const holdsKey = [...roster].some((peer) => equal(peer.token.staticKey, token.staticKey));
  if (known !== undefined || holdsKey || equal(token.staticKey, us.staticKey.publicKey)) {
    throw new LoomError('token-key-reused', {});
  }
  const peer = roster.add(
    {
      tokenPayload: token.payload,
      identityKey: token.identityKey,
      staticKey: token.staticKey,
      displayName,
      addedAt: clock.now(),
      ownStream: random.bytes(8),
    },
    verified,
  );
  return { peer, isKnown: false };
}
