// One comparison, step by step (PROTOCOL.md section 10.4). Each step is a function from one type of state to the next, so an
// order that the protocol does not know does not compile: no nonce is opened before the other one has come, no string
// exists before both are known, and a token can only be made of a state in which both people have confirmed. Knows
// nothing of sockets, time or contacts.

import { ascii, equal } from '../bytes.ts';
import type { PairingFault, TokenFault } from '../errors.ts';
import type { Role } from '../handshake/link-keys.ts';
import type { Identity } from '../identity/identity.ts';
import { readPayload, type Token } from '../identity/token.ts';
import { constantTimeEqual } from '../primitives/constant-time.ts';
import { hkdf, hmac } from '../primitives/hash.ts';
import type { RandomBytes } from '../primitives/kem.ts';
import { x25519 } from '../primitives/x25519.ts';
import { fail, ok, type Result } from '../result.ts';
import { NONCE_SIZE, type PairingFrame } from './frames.ts';
import type { PairingKeys } from './handshake.ts';
import { commitTo, roleByte, shortString, type ShortString } from './short-string.ts';

type FrameOf<T extends PairingFrame['type']> = Extract<PairingFrame, { type: T }>;

/** This side began, and waits for the other one's nonce. */
export interface AwaitingNonce {
  readonly stage: 'awaiting-nonce';
  readonly keys: PairingKeys;
  readonly nonce: Uint8Array;
}

/** The other side began; its nonce is committed to, and not known yet. */
export interface AwaitingOpening {
  readonly stage: 'awaiting-opening';
  readonly keys: PairingKeys;
  readonly nonce: Uint8Array;
  readonly commitment: Uint8Array;
}

interface WithString<Stage extends string> {
  readonly stage: Stage;
  readonly keys: PairingKeys;
  readonly string: ShortString;
}

/** Both people see the string. */
export type Comparing = WithString<'comparing'>;
/** Our person has said that it is the same. */
export type ConfirmedHere = WithString<'confirmed-here'>;
/** The other person has. */
export type ConfirmedThere = WithString<'confirmed-there'>;
/** Both have: only now may tokens cross. */
export type Agreed = WithString<'agreed'>;

export function beginComparison(
  keys: PairingKeys,
  random: RandomBytes,
): { readonly state: AwaitingNonce; readonly frame: FrameOf<'commit'> } {
  const nonce = random(NONCE_SIZE);
  return {
    state: { stage: 'awaiting-nonce', keys, nonce },
    frame: { type: 'commit', commitment: commitTo(keys.role, keys.handshakeHash, nonce) },
  };
}

export function answerComparison(
  keys: PairingKeys,
  { commitment }: FrameOf<'commit'>,
  random: RandomBytes,
): { readonly state: AwaitingOpening; readonly frame: FrameOf<'nonce'> } {
  const nonce = random(NONCE_SIZE);
  return { state: { stage: 'awaiting-opening', keys, nonce, commitment }, frame: { type: 'nonce', nonce } };
}

/** From here on the other side can know the string. */
export function openNonce(
  { keys, nonce }: AwaitingNonce,
  theirs: FrameOf<'nonce'>,
): { readonly state: Comparing; readonly frame: FrameOf<'open'> } {
  const string = shortString({
    starter: keys.role,
    handshakeHash: keys.handshakeHash,
    starterNonce: nonce,
    otherNonce: theirs.nonce,
  });
  return { state: { stage: 'comparing', keys, string }, frame: { type: 'open', nonce } };
}

/** @returns `wrong-opening` where this is not the nonce that was committed to. */
export function checkOpening(
  { keys, nonce, commitment }: AwaitingOpening,
  opening: FrameOf<'open'>,
): Result<Comparing, PairingFault> {
  const starter = otherRole(keys.role);
  if (!equal(commitTo(starter, keys.handshakeHash, opening.nonce), commitment)) {
    return fail({ code: 'wrong-opening' });
  }
  const string = shortString({
    starter,
    handshakeHash: keys.handshakeHash,
    starterNonce: opening.nonce,
    otherNonce: nonce,
  });
  return ok({ stage: 'comparing', keys, string });
}

/** Our person says that the strings are the same; CONFIRM is then due. */
export function confirmHere(state: Comparing): ConfirmedHere;
export function confirmHere(state: ConfirmedThere): Agreed;
export function confirmHere(state: Comparing | ConfirmedThere): ConfirmedHere | Agreed;
export function confirmHere({ stage, keys, string }: Comparing | ConfirmedThere): ConfirmedHere | Agreed {
  return { stage: stage === 'comparing' ? 'confirmed-here' : 'agreed', keys, string };
}

/** The other side's CONFIRM has come. */
export function confirmThere(state: Comparing): ConfirmedThere;
export function confirmThere(state: ConfirmedHere): Agreed;
export function confirmThere(state: Comparing | ConfirmedHere): ConfirmedThere | Agreed;
export function confirmThere({ stage, keys, string }: Comparing | ConfirmedHere): ConfirmedThere | Agreed {
  return { stage: stage === 'comparing' ? 'confirmed-there' : 'agreed', keys, string };
}

/** Our token, with the proof that its static key is ours: it is bound to this link, and only the other side can check it. */
export function giveToken({ keys }: Agreed, us: Identity, listeningPort: number): FrameOf<'token'> {
  const shared = x25519(us.staticKey.secretKey, keys.theirEphemeral);
  // ee went through with this key, and a key of low order makes every result zero.
  if (shared === undefined) throw new RangeError('an ephemeral key of low order after a finished handshake');
  const proof = proofOf(shared, keys.role, keys.handshakeHash, us.tid);
  return { type: 'token', payload: us.tokenPayload, listeningPort, proof };
}

/** The other side's token, checked like one that was typed, but that nothing is forgiven; and that its static key is the other side's own. */
export function takeToken(
  { keys }: Agreed,
  { payload, proof }: FrameOf<'token'>,
): Result<Token, TokenFault | PairingFault> {
  const token = readPayload(payload);
  if (!token.ok) return token;
  const { staticKey, tid } = token.value;
  const shared = x25519(keys.ephemeral.secretKey, staticKey);
  const expected = shared && proofOf(shared, otherRole(keys.role), keys.handshakeHash, tid);
  if (expected === undefined || !constantTimeEqual(proof, expected)) return fail({ code: 'wrong-proof' });
  return token;
}

/** @param role the Noise role of who owns the token. */
function proofOf(shared: Uint8Array, role: Role, handshakeHash: Uint8Array, tid: Uint8Array): Uint8Array {
  const key = hkdf(new Uint8Array(0), shared, ascii('loom pair proof'), 32);
  return hmac(key, roleByte(role), handshakeHash, tid);
}

function otherRole(role: Role): Role {
  return role === 'initiator' ? 'responder' : 'initiator';
}
