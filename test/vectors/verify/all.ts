// Each vector with what verifies it. A vector is one entry of one list of one file.
import type { Vectors } from '../files.ts';
import { verifyEnvelope, verifyText, verifyUnknown } from './delivery.ts';
import { verifyHandshake, verifyRefusedMessage } from './handshake.ts';
import { verifyClaim, verifyHello } from './hello.ts';
import {
  verifyAccepted,
  verifyBeacon,
  verifyPair,
  verifyRefusedPayload,
  verifyRefusedText,
  verifyToken,
} from './identity.ts';
import { verifyFrame, verifyOpened, verifyRefusedFrame, verifyRekey, verifySealed } from './link.ts';
import { verifyPairing, verifySafety } from './meeting.ts';
import { verifyRatchet, verifySession } from './ratchet.ts';

export interface Verifiable {
  /** `file: list: name`. */
  readonly title: string;
  /** The list that it stands in, `file.list`. */
  readonly list: string;
  /** The vector as it stands in its file. */
  readonly vector: object;
  /** @param altered what to verify in its place. @throws where it is not right. */
  readonly verify: (altered?: object) => void;
}

interface Named {
  readonly name: string;
}

/** @param file and `list`: where they stand. */
function listed<T extends Named>(
  file: string,
  list: string,
  vectors: readonly T[],
  verify: (vector: T) => void,
): Verifiable[] {
  return vectors.map((vector) => ({
    title: `${file}: ${list}: ${vector.name}`,
    list: `${file}.${list}`,
    vector,
    verify: (altered) => {
      // What a test alters has the shape of what it was made from, or is refused for its shape.
      verify((altered ?? vector) as T);
    },
  }));
}

export function verifiables(all: Vectors): Verifiable[] {
  const {
    token,
    keys,
    handshake,
    hello,
    claims,
    sessions,
    ratchet,
    link,
    frames,
    envelopes,
    bodies,
    beacon,
  } = all;
  const { safety, pairing } = all;
  return [
    ...listed('token', 'cases', token.cases, verifyToken),
    ...listed('token', 'accepted_texts', token.accepted_texts, (one) => verifyAccepted(one, token)),
    ...listed('token', 'refused_texts', token.refused_texts, (one) => verifyRefusedText(one, token)),
    ...listed('token', 'refused_payloads', token.refused_payloads, verifyRefusedPayload),
    ...listed('keys', 'cases', keys.cases, verifyPair),
    ...listed('handshake', 'cases', handshake.cases, verifyHandshake),
    ...listed('handshake', 'refused', handshake.refused, (one) => verifyRefusedMessage(one, handshake)),
    ...listed('hello', 'cases', hello.cases, verifyHello),
    ...listed('claims', 'cases', claims.cases, verifyClaim),
    ...listed('sessions', 'cases', sessions.cases, (one) => verifySession(one, sessions)),
    ...listed('ratchet', 'cases', ratchet.cases, (one) => verifyRatchet(one, sessions)),
    ...listed('link', 'sealed', link.sealed, verifySealed),
    ...listed('link', 'opened', link.opened, verifyOpened),
    ...listed('link', 'rekey', link.rekey, verifyRekey),
    ...listed('frames', 'cases', frames.cases, verifyFrame),
    ...listed('frames', 'refused', frames.refused, verifyRefusedFrame),
    ...listed('envelopes', 'cases', envelopes.cases, verifyEnvelope),
    ...listed('bodies', 'texts', bodies.texts, verifyText),
    ...listed('bodies', 'kept_as_unknown', bodies.kept_as_unknown, (one) => verifyUnknown(one, bodies)),
    ...listed('beacon', 'cases', beacon.cases, verifyBeacon),
    ...listed('safety', 'cases', safety.cases, verifySafety),
    ...listed('pairing', 'cases', pairing.cases, verifyPairing),
  ];
}
