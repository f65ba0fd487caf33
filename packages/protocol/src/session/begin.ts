// A new root and the session that begins on it (PROTOCOL.md section 3).

import { ascii, concat, copyOf } from '../bytes.ts';
import type { EstablishedLink } from '../handshake/link-keys.ts';
import { hkdf } from '../primitives/hash.ts';
import { Secret } from '../primitives/secret.ts';
import type { OurRatchetKey, TheirRatchetKey } from '../ratchet/keys.ts';
import { beginAsInitiator, beginAsResponder, type RatchetState } from '../ratchet/state.ts';
import { fail, ok, type Result } from '../result.ts';
import { x25519 } from '../primitives/x25519.ts';
import type { Session } from './session.ts';

/**
 * @param args.ourRatchetKey the key pair of our HELLO; `theirRatchetKey` the key of theirs.
 * @param args.previous the session that NEW_LINKED goes on from; undefined for NEW_UNLINKED.
 * @param args.now ms since 1970.
 */
export function beginSession(args: {
  readonly link: EstablishedLink;
  readonly ourRatchetKey: OurRatchetKey;
  readonly theirRatchetKey: TheirRatchetKey;
  readonly previous: Session | undefined;
  readonly now: number;
}): Result<Session, { readonly code: 'low-order-key' }> {
  const { link, ourRatchetKey, theirRatchetKey, previous, now } = args;
  const info = concat(ascii('loom session'), link.handshakeHash, link.tidInitiator, link.tidResponder);
  const root = hkdf(previous?.continuitySecret ?? new Uint8Array(32), link.exporter, info, 112);
  const ratchet = beginRatchet(
    {
      rootKey: new Secret('root key', root.subarray(0, 32)),
      responderChainKey: new Secret('chain key', root.subarray(32, 64)),
    },
    link,
    ourRatchetKey,
    theirRatchetKey,
  );
  if (ratchet === undefined) return fail({ code: 'low-order-key' });
  const sid = copyOf(root, 96);
  const weInitiate = link.role === 'initiator';
  return ok({
    sessionId: previous?.sessionId ?? sid,
    generation: previous === undefined ? 0 : previous.generation + 1,
    sid,
    continuitySecret: new Secret('continuity secret', root.subarray(64, 96)),
    rootMadeAt: now,
    ourTid: weInitiate ? link.tidInitiator : link.tidResponder,
    theirTid: weInitiate ? link.tidResponder : link.tidInitiator,
    ratchet,
    sealedCount: 0,
    openedCount: 0,
  });
}

function beginRatchet(
  root: Parameters<typeof beginAsResponder>[0],
  link: EstablishedLink,
  ours: OurRatchetKey,
  theirs: TheirRatchetKey,
): RatchetState | undefined {
  if (link.role === 'initiator') return beginAsInitiator(root, ours, theirs);
  // I's key is used with its first message only, but a bad one has no session to begin with.
  return x25519(ours.secretKey, theirs) && beginAsResponder(root, ours);
}
