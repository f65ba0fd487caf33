// Noise NNhfs between two devices that know nothing of each other (PROTOCOL.md section 10.2). It keeps listeners out and
// authenticates nobody: whoever stands in the middle ends two of these, with two different hashes, and the comparison
// that follows shows it. Knows nothing of sockets, names or people.

import type { HandshakeFault } from '../errors.ts';
import type { Role } from '../handshake/link-keys.ts';
import type { SymmetricState } from '../handshake/symmetric-state.ts';
import { generateX25519, type KeyPair } from '../identity/keys.ts';
import type { Kem, KemKeyPair, RandomBytes } from '../primitives/kem.ts';
import { Secret } from '../primitives/secret.ts';
import { x25519 } from '../primitives/x25519.ts';
import { fail, ok, type Result } from '../result.ts';
import {
  framePairingMessage,
  initialPairingState,
  openPairingBody,
  p1Parts,
  p2Parts,
  pairingHeader,
  pairingSizes,
} from './messages.ts';

export interface PairingAwaitingP2 {
  readonly ephemeral: KeyPair<'ephemeral key'>;
  readonly kemKeys: KemKeyPair;
  readonly symmetric: SymmetricState;
}

/** A pairing link whose Noise handshake has run to its end. */
export interface PairingKeys {
  readonly role: Role;
  /** The final h, 32 bytes: different for any two handshakes. */
  readonly handshakeHash: Uint8Array;
  /** 32 bytes. */
  readonly sendKey: Secret<'pairing key'>;
  /** 32 bytes. */
  readonly receiveKey: Secret<'pairing key'>;
  /** What the other side proves its static key against. */
  readonly ephemeral: KeyPair<'ephemeral key'>;
  /** 32 bytes. */
  readonly theirEphemeral: Uint8Array;
}

/** @returns P1 with its length, 1222 bytes. */
export function initiatePairing(
  random: RandomBytes,
  kem: Kem,
): { readonly state: PairingAwaitingP2; readonly p1: Uint8Array } {
  const ephemeral = generateX25519('ephemeral key', random);
  const kemKeys = kem.keygen(random);
  const symmetric = initialPairingState();
  symmetric.mixHash(pairingHeader(0x11));
  symmetric.mixHash(ephemeral.publicKey);
  const encapsulationKey = symmetric.encryptAndHash(kemKeys.encapsulationKey);
  symmetric.encryptAndHash(new Uint8Array(0));
  return {
    state: { ephemeral, kemKeys, symmetric },
    p1: framePairingMessage(0x11, ephemeral.publicKey, encapsulationKey),
  };
}

/**
 * @param body P1 without its length, 1220 bytes.
 * @returns P2 with its length, 1158 bytes.
 */
export function answerPairing(
  body: Uint8Array,
  random: RandomBytes,
  kem: Kem,
): Result<{ readonly keys: PairingKeys; readonly p2: Uint8Array }, HandshakeFault> {
  const opened = openPairingBody(0x11, pairingSizes.p1, body);
  if (!opened.ok) return opened;
  const theirEphemeral = opened.value.bytes(p1Parts.ephemeral);
  const encapsulationKey = opened.value.bytes(p1Parts.encapsulationKey);

  const symmetric = initialPairingState();
  symmetric.mixHash(pairingHeader(0x11));
  symmetric.mixHash(theirEphemeral);
  symmetric.decryptAndHash(encapsulationKey);
  symmetric.decryptAndHash(new Uint8Array(0));

  const ephemeral = generateX25519('ephemeral key', random);
  const ee = x25519(ephemeral.secretKey, theirEphemeral);
  if (ee === undefined) return fail({ code: 'low-order-key' });
  const encapsulated = kem.encapsulate(encapsulationKey, random);
  if (!encapsulated.ok) return encapsulated;
  const { ciphertext, sharedSecret } = encapsulated.value;

  symmetric.mixHash(pairingHeader(0x12));
  symmetric.mixHash(ephemeral.publicKey);
  symmetric.mixKey(ee);
  const sealedCiphertext = symmetric.encryptAndHash(ciphertext);
  symmetric.mixKey(sharedSecret);
  const sealedNothing = symmetric.encryptAndHash(new Uint8Array(0));
  return ok({
    keys: keysOf('responder', symmetric, ephemeral, theirEphemeral),
    p2: framePairingMessage(0x12, ephemeral.publicKey, sealedCiphertext, sealedNothing),
  });
}

/** @param body P2 without its length, 1156 bytes. */
export function readP2(state: PairingAwaitingP2, body: Uint8Array): Result<PairingKeys, HandshakeFault> {
  const opened = openPairingBody(0x12, pairingSizes.p2, body);
  if (!opened.ok) return opened;
  const theirEphemeral = opened.value.bytes(p2Parts.ephemeral);
  const sealedCiphertext = opened.value.bytes(p2Parts.sealedCiphertext);
  const sealedNothing = opened.value.bytes(p2Parts.sealedNothing);

  const symmetric = state.symmetric.fork();
  symmetric.mixHash(pairingHeader(0x12));
  symmetric.mixHash(theirEphemeral);
  const ee = x25519(state.ephemeral.secretKey, theirEphemeral);
  if (ee === undefined) return fail({ code: 'low-order-key' });
  symmetric.mixKey(ee);
  const ciphertext = symmetric.decryptAndHash(sealedCiphertext);
  if (ciphertext === undefined) return fail({ code: 'bad-tag' });
  symmetric.mixKey(state.kemKeys.decapsulate(ciphertext));
  if (symmetric.decryptAndHash(sealedNothing) === undefined) return fail({ code: 'bad-tag' });
  return ok(keysOf('initiator', symmetric, state.ephemeral, theirEphemeral));
}

function keysOf(
  role: Role,
  symmetric: SymmetricState,
  ephemeral: KeyPair<'ephemeral key'>,
  theirEphemeral: Uint8Array,
): PairingKeys {
  const split = symmetric.split();
  const initiatorKey = new Secret('pairing key', split.initiatorKey);
  const responderKey = new Secret('pairing key', split.responderKey);
  return {
    role,
    handshakeHash: symmetric.hash,
    sendKey: role === 'initiator' ? initiatorKey : responderKey,
    receiveKey: role === 'initiator' ? responderKey : initiatorKey,
    ephemeral,
    theirEphemeral,
  };
}
