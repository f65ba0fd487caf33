// The initiator's side of Noise XKhfs (PROTOCOL.md section 2): each step is a function from a state and bytes
// to the next state. A step that fails leaves its state as it was. Knows nothing of sockets, contacts or
// time-outs.

import type { HandshakeFault } from '../errors.ts';
import type { Identity } from '../identity/identity.ts';
import { generateX25519, type KeyPair } from '../identity/keys.ts';
import type { PairKeys } from '../identity/pair-keys.ts';
import type { Token } from '../identity/token.ts';
import type { Kem, KemKeyPair, RandomBytes } from '../primitives/kem.ts';
import { x25519 } from '../primitives/x25519.ts';
import { fail, ok, type Result } from '../result.ts';
import { knock } from './knock.ts';
import { type EstablishedLink, establish } from './link-keys.ts';
import { frameMessage, handshakeSizes, initialState, m2Parts, messageHeader, openBody } from './messages.ts';
import type { SymmetricState } from './symmetric-state.ts';

export interface InitiatorAwaitingM2 {
  readonly us: Identity;
  readonly them: Token;
  readonly ephemeral: KeyPair<'ephemeral key'>;
  readonly kemKeys: KemKeyPair;
  readonly symmetric: SymmetricState;
}

export interface InitiatorReadyForM3 {
  /** The handshake hash just before the payload of M3, 32 bytes: what I's continuity proofs are bound to. */
  readonly proofHash: Uint8Array;
  readonly us: Identity;
  readonly them: Token;
  readonly sealedStaticKey: Uint8Array;
  readonly symmetric: SymmetricState;
}

/** Begins a link towards `them`. @returns M1 with its length, 1270 bytes. */
export function initiate(args: {
  readonly us: Identity;
  readonly them: Token;
  readonly pair: PairKeys;
  readonly random: RandomBytes;
  readonly kem: Kem;
}): { readonly state: InitiatorAwaitingM2; readonly m1: Uint8Array } {
  const { us, them, pair, random, kem } = args;
  const ephemeral = generateX25519('ephemeral key', random);
  const kemKeys = kem.keygen(random);
  const es = x25519(ephemeral.secretKey, them.staticKey);
  if (es === undefined) throw new RangeError('a checked token can hold no static key of low order');

  const symmetric = initialState(them.tid, them.staticKey);
  symmetric.mixHash(messageHeader(1));
  symmetric.mixHash(ephemeral.publicKey);
  symmetric.mixKey(es);
  const sealedEncapsulationKey = symmetric.encryptAndHash(kemKeys.encapsulationKey);
  const sealedKnock = symmetric.encryptAndHash(knock(pair.knockTo, symmetric.hash));
  return {
    state: { us, them, ephemeral, kemKeys, symmetric },
    m1: frameMessage(1, ephemeral.publicKey, sealedEncapsulationKey, sealedKnock),
  };
}

/** @param body M2 without its length, 1156 bytes. */
export function readM2(
  state: InitiatorAwaitingM2,
  body: Uint8Array,
): Result<InitiatorReadyForM3, HandshakeFault> {
  const opened = openBody(2, handshakeSizes.m2, body);
  if (!opened.ok) return opened;
  const ephemeral = opened.value.bytes(m2Parts.ephemeral);
  const sealedCiphertext = opened.value.bytes(m2Parts.sealedCiphertext);
  const sealedNothing = opened.value.bytes(m2Parts.sealedNothing);

  const symmetric = state.symmetric.fork();
  symmetric.mixHash(messageHeader(2));
  symmetric.mixHash(ephemeral);
  const ee = x25519(state.ephemeral.secretKey, ephemeral);
  const se = x25519(state.us.staticKey.secretKey, ephemeral);
  if (ee === undefined || se === undefined) return fail({ code: 'low-order-key' });
  symmetric.mixKey(ee);
  const ciphertext = symmetric.decryptAndHash(sealedCiphertext);
  if (ciphertext === undefined) return fail({ code: 'bad-tag' });
  symmetric.mixKey(state.kemKeys.decapsulate(ciphertext));
  if (symmetric.decryptAndHash(sealedNothing) === undefined) return fail({ code: 'bad-tag' });

  symmetric.mixHash(messageHeader(3));
  const sealedStaticKey = symmetric.encryptAndHash(state.us.staticKey.publicKey);
  symmetric.mixKey(se);
  return ok({ proofHash: symmetric.hash, us: state.us, them: state.them, sealedStaticKey, symmetric });
}

/**
 * Ends the handshake. Call it once for a state: a second HELLO would be sealed with the nonce of the first.
 * @param hello 208 bytes.
 * @returns M3 with its length, 278 bytes.
 */
export function writeM3(
  state: InitiatorReadyForM3,
  hello: Uint8Array,
): { readonly link: EstablishedLink; readonly m3: Uint8Array } {
  const symmetric = state.symmetric.fork();
  const sealedHello = symmetric.encryptAndHash(hello);
  const parties = { tidInitiator: state.us.tid, tidResponder: state.them.tid };
  return {
    link: establish('initiator', symmetric, parties),
    m3: frameMessage(3, state.sealedStaticKey, sealedHello),
  };
}
