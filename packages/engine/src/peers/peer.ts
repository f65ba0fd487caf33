// A contact while Loom runs: what is stored of it, the keys shared with it, and its link where there is one.
// Knows nothing of how links come to be.
import { keyHex } from '@loom/contract';
import {
  compare,
  decodeSession,
  derivePairKeys,
  tokenFromPayload,
  type Identity,
  type PairKeys,
  type Session,
  type Token,
} from '@loom/protocol';
import type { OpenLink } from '../links/open-link.ts';
import type { ContactId, ContactRow, SessionSlot, Store } from '../ports/index.ts';

/** What the database holds of a peer. Replaced as a whole, never changed in place, so that a failed transaction can put it back. */
export interface Durable {
  readonly row: ContactRow;
  readonly current: Session | undefined;
  /** Kept until a record has arrived on the link of the current one. */
  readonly previous: Session | undefined;
}

export class Peer {
  readonly id: ContactId;
  /** The identity key in hexadecimal. */
  readonly key: string;
  readonly token: Token;
  readonly pair: PairKeys;
  /** The side with the larger identity key leads (PROTOCOL.md section 2.4). */
  readonly weLead: boolean;
  durable: Durable;
  link: OpenLink | undefined;

  constructor(us: Identity, durable: Durable) {
    this.durable = durable;
    this.id = durable.row.id;
    this.key = keyHex(durable.row.identityKey);
    this.token = tokenFromPayload(durable.row.tokenPayload);
    this.pair = derivePairKeys(us, this.token);
    this.weLead = compare(us.identityKey.publicKey, this.token.identityKey) > 0;
  }

  get name(): string {
    return this.durable.row.displayName;
  }

  /** Our person wants nothing of this contact: no link is made, and its knock is a stranger's. */
  get isBlocked(): boolean {
    return this.durable.row.blocked;
  }

  /** The sessions that we hold, the one in use first. */
  get held(): Session[] {
    const { current, previous } = this.durable;
    return [current, previous].filter((session) => session !== undefined);
  }
}

/** @throws Error where a stored session can't be read: the database is damaged. */
export function readDurable(store: Store, row: ContactRow): Durable {
  return {
    row,
    current: readSession(store, row.id, 'current'),
    previous: readSession(store, row.id, 'previous'),
  };
}

function readSession(store: Store, id: ContactId, slot: SessionSlot): Session | undefined {
  const stored = store.readSession(id, slot);
  if (stored === undefined) return undefined;
  const decoded = decodeSession(stored);
  if (!decoded.ok) throw new Error(`stored session: ${decoded.fault.code}`);
  return decoded.value;
}
