// The keys of the Double Ratchet, each a type of its own, and the two key derivations (PROTOCOL.md section
// 4).

import { ascii } from '../bytes.ts';
import { generateX25519, type KeyPair } from '../identity/keys.ts';
import { HASH_SIZE, hkdf, hkdfExpand } from '../primitives/hash.ts';
import type { RandomBytes } from '../primitives/kem.ts';
import { Secret } from '../primitives/secret.ts';
import { x25519 } from '../primitives/x25519.ts';

export type OurRatchetKey = KeyPair<'ratchet key'>;
/** A public key, 32 bytes. */
export type TheirRatchetKey = Uint8Array;

/** 32 bytes each. */
export type RootKey = Secret<'root key'>;
export type ChainKey = Secret<'chain key'>;
export type MessageKey = Secret<'message key'>;

export function generateRatchetKey(random: RandomBytes): OurRatchetKey {
  return generateX25519('ratchet key', random);
}

/** KDF_RK over the DH of both ratchet keys; undefined where theirs has low order. */
export function stepRoot(
  rootKey: RootKey,
  ours: OurRatchetKey,
  theirs: TheirRatchetKey,
): { readonly rootKey: RootKey; readonly chainKey: ChainKey } | undefined {
  const shared = x25519(ours.secretKey, theirs);
  if (shared === undefined) return undefined;
  const output = hkdf(rootKey, shared, ROOT_LABEL, 2 * HASH_SIZE);
  return {
    rootKey: new Secret('root key', output.subarray(0, HASH_SIZE)),
    chainKey: new Secret('chain key', output.subarray(HASH_SIZE)),
  };
}

/** KDF_CK: the chain key after this one, and the key of the message at this place. */
export function stepChain(chainKey: ChainKey): {
  readonly chainKey: ChainKey;
  readonly messageKey: MessageKey;
} {
  const output = hkdfExpand(chainKey, CHAIN_LABEL, 2 * HASH_SIZE);
  return {
    chainKey: new Secret('chain key', output.subarray(0, HASH_SIZE)),
    messageKey: new Secret('message key', output.subarray(HASH_SIZE)),
  };
}

const ROOT_LABEL = ascii('loom root');
const CHAIN_LABEL = ascii('loom chain');
