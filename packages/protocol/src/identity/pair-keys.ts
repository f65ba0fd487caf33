// The keys that two contacts share without having talked: for knocks (PROTOCOL.md section 2.1) and beacons
// (section 6). "To" is ours towards them, "from" is theirs towards us, so their "to" is our "from".

import { ascii, concat } from '../bytes.ts';
import { hkdf } from '../primitives/hash.ts';
import { Secret } from '../primitives/secret.ts';
import { x25519 } from '../primitives/x25519.ts';
import type { Identity } from './identity.ts';
import type { Token } from './token.ts';

/** 32 bytes each. */
export interface PairKeys {
  /** Proves to them who dials: we are I. */
  readonly knockTo: Secret<'knock key'>;
  /** What their knock is checked with: they are I. */
  readonly knockFrom: Secret<'knock key'>;
  /** Makes the tag that we announce for them. */
  readonly beaconTo: Secret<'beacon key'>;
  /** Makes the tag that they announce for us. */
  readonly beaconFrom: Secret<'beacon key'>;
}

/** One DH; keep the result for as long as the contact lasts. */
export function derivePairKeys(us: Identity, them: Token): PairKeys {
  const shared = x25519(us.staticKey.secretKey, them.staticKey);
  if (shared === undefined) throw new RangeError('a checked token can hold no static key of low order');
  const derive = <Kind extends string>(kind: Kind, label: string, from: Uint8Array, to: Uint8Array) =>
    new Secret(kind, hkdf(new Uint8Array(0), shared, concat(ascii(label), from, to), 32));
  return {
    knockTo: derive('knock key', 'loom knock', us.tid, them.tid),
    knockFrom: derive('knock key', 'loom knock', them.tid, us.tid),
    beaconTo: derive('beacon key', 'loom beacon', us.tid, them.tid),
    beaconFrom: derive('beacon key', 'loom beacon', them.tid, us.tid),
  };
}
