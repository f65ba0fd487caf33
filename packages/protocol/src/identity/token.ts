// The token: what two people exchange outside Loom so that their devices know each other (PROTOCOL.md section
// 1). Knows nothing of contacts, so whether a token is one's own or reuses a key is asked elsewhere.

import { ascii, equal, concat, copyOf } from '../bytes.ts';
import type { TokenFault } from '../errors.ts';
import { ed25519Verify, isEd25519Point } from '../primitives/ed25519.ts';
import { blake2b } from '../primitives/hash.ts';
import { isCanonicalX25519, x25519 } from '../primitives/x25519.ts';
import { fail, ok, type Result } from '../result.ts';
import { decodeBase32, encodeBase32, isBase32 } from './base32.ts';

export const TOKEN_VERSION = 2;
const TOKEN_PAYLOAD_SIZE = 135;
const PREFIX = 'LOOM';
const TEXT_LENGTH = 216;
/** The unsigned tokens of version 1: a 66-byte payload. */
const VERSION_1_TEXT_LENGTH = 106;
const IDENTITY_KEY_AT = 1;
const STATIC_KEY_AT = 33;
const SIGNATURE_AT = 65;
const CHECKSUM_AT = 129;
const CHECKSUM_SIZE = 6;

export interface Token {
  readonly version: typeof TOKEN_VERSION;
  /** Ed25519 public key, 32 bytes. */
  readonly identityKey: Uint8Array;
  /** X25519 public key, 32 bytes. */
  readonly staticKey: Uint8Array;
  /** The 135 bytes that the text carries. */
  readonly payload: Uint8Array;
  /** The token id, 32 bytes. */
  readonly tid: Uint8Array;
}

/** What the signature covers: label, version and both keys. */
export function signedPart(identityKey: Uint8Array, staticKey: Uint8Array): Uint8Array {
  return concat(ascii('loom token'), Uint8Array.of(TOKEN_VERSION), identityKey, staticKey);
}

/** Lays out the 135-byte payload and adds the checksum. */
export function tokenPayload(
  identityKey: Uint8Array,
  staticKey: Uint8Array,
  signature: Uint8Array,
): Uint8Array {
  const body = concat(Uint8Array.of(TOKEN_VERSION), identityKey, staticKey, signature);
  return concat(body, checksum(body));
}

/** The text of a 135-byte payload: `LOOM-` and 216 characters. */
export function encodeToken(payload: Uint8Array): string {
  requirePayloadSize(payload);
  return `${PREFIX}-${encodeBase32(payload)}`;
}

/** Reads what a person pasted: white space, dashes and case don't matter, everything else does. */
export function parseToken(text: string): Result<Token, TokenFault> {
  const compact = text
    .replaceAll(/[\s\p{Dash_Punctuation}]/gu, '')
    .replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
  if (!compact.startsWith(PREFIX)) return fail({ code: 'token-prefix' });
  const encoded = compact.slice(PREFIX.length);

  let position = 0;
  for (const character of encoded) {
    position += 1;
    if (!isBase32(character)) return fail({ code: 'token-alphabet', character, position });
  }
  const version = decodeBase32(encoded.slice(0, 2))[0] ?? 0;
  if (encoded.length === VERSION_1_TEXT_LENGTH && version === 1) {
    return fail({ code: 'token-version', version });
  }
  if (encoded.length !== TEXT_LENGTH) {
    return fail({ code: 'token-length', length: encoded.length, expected: TEXT_LENGTH });
  }
  if (version !== TOKEN_VERSION) return fail({ code: 'token-version', version });

  const payload = decodeBase32(encoded);
  const token = tokenFromPayload(payload);
  if (!equal(payload.subarray(CHECKSUM_AT), checksum(payload.subarray(0, CHECKSUM_AT)))) {
    return fail({ code: 'token-checksum' });
  }
  if (!isEd25519Point(token.identityKey) || !isUsableStaticKey(token.staticKey)) {
    return fail({ code: 'token-key' });
  }
  const signature = payload.subarray(SIGNATURE_AT, CHECKSUM_AT);
  if (!ed25519Verify(token.identityKey, signedPart(token.identityKey, token.staticKey), signature)) {
    return fail({ code: 'token-signature' });
  }
  return ok(token);
}

/**
 * A token from a payload that was checked before and has been in our own hands since, such as one out of the
 * database.
 * @throws {RangeError} where the payload has not 135 bytes.
 */
export function tokenFromPayload(payload: Uint8Array): Token {
  requirePayloadSize(payload);
  return {
    version: TOKEN_VERSION,
    identityKey: copyOf(payload, IDENTITY_KEY_AT, STATIC_KEY_AT),
    staticKey: copyOf(payload, STATIC_KEY_AT, SIGNATURE_AT),
    payload: copyOf(payload),
    tid: blake2b(ascii('loom tid'), payload.subarray(0, CHECKSUM_AT)),
  };
}

function checksum(body: Uint8Array): Uint8Array {
  return copyOf(blake2b(body), 0, CHECKSUM_SIZE);
}

/** Any secret key shows whether a public key has low order; this one is not used for anything else. */
const PROBE = new Uint8Array(32).fill(1);

function isUsableStaticKey(key: Uint8Array): boolean {
  return isCanonicalX25519(key) && x25519(PROBE, key) !== undefined;
}

function requirePayloadSize(payload: Uint8Array): void {
  if (payload.length !== TOKEN_PAYLOAD_SIZE) {
    throw new RangeError(`a token payload has ${TOKEN_PAYLOAD_SIZE} bytes, not ${payload.length}`);
  }
}
