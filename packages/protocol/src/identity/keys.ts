// Key pairs whose kind is part of their type. Knows nothing of what is done with them.

import { Secret } from '../primitives/secret.ts';
import type { RandomBytes } from '../primitives/kem.ts';
import { X25519_SIZE, x25519PublicKey } from '../primitives/x25519.ts';

export interface KeyPair<Kind extends string> {
  readonly kind: Kind;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** 32 bytes. */
  readonly secretKey: Secret<Kind>;
}

export function x25519KeyPair<Kind extends string>(kind: Kind, secretKey: Uint8Array): KeyPair<Kind> {
  return { kind, publicKey: x25519PublicKey(secretKey), secretKey: new Secret(kind, secretKey) };
}

export function generateX25519<Kind extends string>(kind: Kind, random: RandomBytes): KeyPair<Kind> {
  return x25519KeyPair(kind, random(X25519_SIZE));
}
