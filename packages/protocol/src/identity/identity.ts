// A device's identity: everything that comes from its master seed, and nothing else does (PROTOCOL.md section
// 1).

import { ascii } from '../bytes.ts';
import { ed25519PublicKey, ed25519Sign } from '../primitives/ed25519.ts';
import { hkdf } from '../primitives/hash.ts';
import { Secret } from '../primitives/secret.ts';
import { type KeyPair, x25519KeyPair } from './keys.ts';
import { signedPart, tokenFromPayload, tokenPayload } from './token.ts';

const MASTER_SEED_SIZE = 32;

export interface Identity {
  /** 32 bytes. */
  readonly masterSeed: Secret<'master seed'>;
  /** Ed25519; the secret key is the 32-byte seed of RFC 8032. */
  readonly identityKey: KeyPair<'identity key'>;
  /** X25519. */
  readonly staticKey: KeyPair<'static key'>;
  /** 135 bytes, public. */
  readonly tokenPayload: Uint8Array;
  /** 32 bytes, public. */
  readonly tid: Uint8Array;
}

/** @throws {RangeError} where the seed has not 32 bytes. */
export function identityFromSeed(masterSeed: Uint8Array): Identity {
  if (masterSeed.length !== MASTER_SEED_SIZE) {
    throw new RangeError(`a master seed has ${MASTER_SEED_SIZE} bytes, not ${masterSeed.length}`);
  }
  const identitySecret = derive(masterSeed, 'loom ed25519');
  const identityKey: KeyPair<'identity key'> = {
    kind: 'identity key',
    publicKey: ed25519PublicKey(identitySecret),
    secretKey: new Secret('identity key', identitySecret),
  };
  const staticKey = x25519KeyPair('static key', derive(masterSeed, 'loom x25519'));
  const signature = ed25519Sign(identitySecret, signedPart(identityKey.publicKey, staticKey.publicKey));
  const { payload, tid } = tokenFromPayload(
    tokenPayload(identityKey.publicKey, staticKey.publicKey, signature),
  );
  return {
    masterSeed: new Secret('master seed', masterSeed),
    identityKey,
    staticKey,
    tokenPayload: payload,
    tid,
  };
}

function derive(masterSeed: Uint8Array, label: string): Uint8Array {
  return hkdf(new Uint8Array(0), masterSeed, ascii(label), 32);
}
