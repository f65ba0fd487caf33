// The responder's side of Noise XKhfs (PROTOCOL.md section 2): each step is a function from a state and bytes
// to the next state. A step that fails leaves its state as it was. Knows nothing of sockets or contacts: the
// caller tries its contacts' knock keys, and remembers which ephemerals it has seen.

import { ascii, equal, copyOf } from '../bytes.ts';
import type { HandshakeFault } from '../errors.ts';
import type { Identity } from '../identity/identity.ts';
import { generateX25519, type KeyPair } from '../identity/keys.ts';
import type { Token } from '../identity/token.ts';
import { sha256 } from '../primitives/hash.ts';
import type { Kem, RandomBytes } from '../primitives/kem.ts';
import { x25519 } from '../primitives/x25519.ts';
import { fail, ok, type Result } from '../result.ts';
import { decodeHello, type Hello } from '../wire/hello.ts';
import { isDowngraded } from '../wire/version.ts';
import { isKnock } from './knock.ts';
import { type EstablishedLink, establish } from './link-keys.ts';
import {
  frameMessage,
  handshakeSizes,
  initialState,
  m1Parts,
  m3Parts,
  messageHeader,
  openBody,
} from './messages.ts';
import type { SymmetricState } from './symmetric-state.ts';

export interface OpenedM1 {
  /** I's ephemeral key, 32 bytes. */
  readonly ephemeral: Uint8Array;
  /** What is remembered of it, so that a recorded M1 is not answered again; 8 bytes. */
  readonly seenHash: Uint8Array;
  readonly us: Identity;
  readonly encapsulationKey: Uint8Array;
  readonly knock: Uint8Array;
  /** The handshake hash that the knock is made of. */
  readonly knockHash: Uint8Array;
  readonly symmetric: SymmetricState;
}

export interface ResponderAwaitingM3 {
  readonly us: Identity;
  readonly them: Token;
  readonly ephemeral: KeyPair<'ephemeral key'>;
  readonly symmetric: SymmetricState;
}

/** Reads M1 with a single DH. @param body without its length, 1268 bytes. */
export function readM1(us: Identity, body: Uint8Array): Result<OpenedM1, HandshakeFault> {
  const opened = openBody(1, handshakeSizes.m1, body);
  if (!opened.ok) return opened;
  const ephemeral = opened.value.bytes(m1Parts.ephemeral);
  const sealedEncapsulationKey = opened.value.bytes(m1Parts.sealedEncapsulationKey);
  const sealedKnock = opened.value.bytes(m1Parts.sealedKnock);

  const symmetric = initialState(us.tid, us.staticKey.publicKey);
  symmetric.mixHash(messageHeader(1));
  symmetric.mixHash(ephemeral);
  const es = x25519(us.staticKey.secretKey, ephemeral);
  if (es === undefined) return fail({ code: 'low-order-key' });
  symmetric.mixKey(es);
  const encapsulationKey = symmetric.decryptAndHash(sealedEncapsulationKey);
  if (encapsulationKey === undefined) return fail({ code: 'bad-tag' });
  const knockHash = symmetric.hash;
  const knock = symmetric.decryptAndHash(sealedKnock);
  if (knock === undefined) return fail({ code: 'bad-tag' });

  const seenHash = copyOf(sha256(ascii('loom seen'), ephemeral), 0, 8);
  return ok({ ephemeral, seenHash, us, encapsulationKey, knock, knockHash, symmetric });
}

/**
 * Whether the contact with this knock key made the M1; in constant time.
 * @param knockFrom of `PairKeys`, 32 bytes.
 */
export function knockMatches(opened: OpenedM1, knockFrom: Uint8Array): boolean {
  return isKnock(opened.knock, knockFrom, opened.knockHash);
}

/**
 * Answers the contact whose knock matched.
 * @returns M2 with its length, 1158 bytes.
 */
export function answerM1(
  opened: OpenedM1,
  them: Token,
  random: RandomBytes,
  kem: Kem,
): Result<{ readonly state: ResponderAwaitingM3; readonly m2: Uint8Array }, HandshakeFault> {
  const encapsulated = kem.encapsulate(opened.encapsulationKey, random);
  if (!encapsulated.ok) return encapsulated;
  const { ciphertext, sharedSecret } = encapsulated.value;
  const ephemeral = generateX25519('ephemeral key', random);
  const ee = x25519(ephemeral.secretKey, opened.ephemeral);
  if (ee === undefined) return fail({ code: 'low-order-key' });

  const symmetric = opened.symmetric.fork();
  symmetric.mixHash(messageHeader(2));
  symmetric.mixHash(ephemeral.publicKey);
  symmetric.mixKey(ee);
  const sealedCiphertext = symmetric.encryptAndHash(ciphertext);
  symmetric.mixKey(sharedSecret);
  const sealedNothing = symmetric.encryptAndHash(new Uint8Array(0));
  return ok({
    state: { us: opened.us, them, ephemeral, symmetric },
    m2: frameMessage(2, ephemeral.publicKey, sealedCiphertext, sealedNothing),
  });
}

/**
 * Ends the handshake: I is who its knock said, or the link is refused.
 * @param body M3 without its length, 276 bytes.
 * @returns `proofHash`, the handshake hash just before the payload, 32 bytes: what I's continuity proofs are
 * bound to.
 */
export function readM3(
  state: ResponderAwaitingM3,
  body: Uint8Array,
): Result<
  { readonly link: EstablishedLink; readonly hello: Hello; readonly proofHash: Uint8Array },
  HandshakeFault
> {
  const opened = openBody(3, handshakeSizes.m3, body);
  if (!opened.ok) return opened;
  const sealedStaticKey = opened.value.bytes(m3Parts.sealedStaticKey);
  const sealedHello = opened.value.bytes(m3Parts.sealedHello);

  const symmetric = state.symmetric.fork();
  symmetric.mixHash(messageHeader(3));
  const staticKey = symmetric.decryptAndHash(sealedStaticKey);
  if (staticKey === undefined) return fail({ code: 'bad-tag' });
  if (!equal(staticKey, state.them.staticKey)) return fail({ code: 'wrong-static-key' });
  const se = x25519(state.ephemeral.secretKey, staticKey);
  if (se === undefined) return fail({ code: 'low-order-key' });
  symmetric.mixKey(se);
  const proofHash = symmetric.hash;
  const payload = symmetric.decryptAndHash(sealedHello);
  if (payload === undefined) return fail({ code: 'bad-tag' });

  const hello = decodeHello(payload);
  if (!hello.ok) return hello;
  if (!equal(hello.value.tid, state.them.tid)) return fail({ code: 'wrong-tid' });
  if (hello.value.decision !== 'none') return fail({ code: 'bad-hello' });
  if (isDowngraded(hello.value)) return fail({ code: 'version-downgrade' });
  const parties = { tidInitiator: state.them.tid, tidResponder: state.us.tid };
  return ok({ link: establish('responder', symmetric, parties), hello: hello.value, proofHash });
}
