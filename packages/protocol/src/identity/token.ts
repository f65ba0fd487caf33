// The token: what two people exchange outside Loom so that their devices know each other (PROTOCOL.md section
// 1). Knows nothing of contacts, so whether a token is one's own or reuses a key is asked elsewhere.

import { ascii, equal, concat, copyOf } from '../bytes.ts';
import type { TokenFault } from '../errors.ts';
import { ed25519Verify, isEd25519Point } from '../primitives/ed25519.ts';
import { blake2b } from '../primitives/hash.ts';
import { isCanonicalX25519, x25519 } from '../primitives/x25519.ts';
import { fail, ok, type Result } from '../result.ts';
import { limits } from '../limits.ts';
import { decodeBase32, encodeBase32 } from './base32.ts';
import { readCharacters, type TokenCharacter } from './token-text.ts';
import { fittingCorrections, fittingReadings } from './typo.ts';

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

/**
 * Reads what a person typed or pasted. White space, dashes, case and look-alikes don't matter. A single typing mistake is
 * found and named, with its correction, but never taken as meant.
 */
export function parseToken(text: string): Result<Token, TokenFault> {
  const characters = readCharacters(text);
  if (characters === undefined) return fail({ code: 'token-prefix' });
  const fault = shapeFault(characters);
  // With one character outside the alphabet the rest may still say what it was meant to be.
  if (fault !== undefined) return fail(correctionOf(characters) ?? fault);

  const [payload, ...others] = fittingReadings(characters, hasGoodChecksum);
  if (payload === undefined || others.length > 0) {
    return fail(correctionOf(characters) ?? unreadable(characters));
  }
  return readPayload(payload);
}

/**
 * Checks bytes that no person has typed: nothing is forgiven or corrected.
 * @throws {RangeError} where the payload has not 135 bytes.
 */
export function readPayload(payload: Uint8Array): Result<Token, TokenFault> {
  const token = tokenFromPayload(payload);
  const version = payload[0] ?? 0;
  if (version !== TOKEN_VERSION) return fail({ code: 'token-version', version });
  if (!hasGoodChecksum(payload)) return fail({ code: 'token-checksum' });
  if (!hasGoodKeys(token)) return fail({ code: 'token-key' });
  if (!hasGoodSignature(token)) return fail({ code: 'token-signature' });
  return ok(token);
}

/** What is wrong with the characters, whatever they stand for. */
function shapeFault(characters: readonly TokenCharacter[]): TokenFault | undefined {
  const outside = characters.findIndex(({ letters }) => letters === '');
  const character = characters[outside];
  if (character !== undefined) {
    return { code: 'token-alphabet', character: character.written, position: outside + 1 };
  }
  if (characters.length === VERSION_1_TEXT_LENGTH && versionOf(characters) === 1) {
    return { code: 'token-version', version: 1 };
  }
  if (characters.length !== TEXT_LENGTH) {
    return { code: 'token-length', length: characters.length, expected: TEXT_LENGTH };
  }
  return undefined;
}

/** Why 216 characters of the alphabet are no token although nothing is wrong with their shape. */
function unreadable(characters: readonly TokenCharacter[]): TokenFault {
  const version = versionOf(characters);
  return version === TOKEN_VERSION ? { code: 'token-checksum' } : { code: 'token-version', version };
}

/** The first byte; a 1 is read as I here. */
function versionOf(characters: readonly TokenCharacter[]): number {
  const letters = characters.slice(0, 2).map((character) => character.letters.charAt(0));
  return decodeBase32(letters.join(''))[0] ?? 0;
}

function correctionOf(characters: readonly TokenCharacter[]): TokenFault | undefined {
  if (characters.length !== TEXT_LENGTH) return undefined;
  const fitting = fittingCorrections(characters, hasGoodChecksum);
  if (fitting.length > limits.maxCorrectionsVerified) return undefined;
  const [correction, ...others] = fitting.filter(({ payload }) => {
    const token = tokenFromPayload(payload);
    return hasGoodKeys(token) && hasGoodSignature(token);
  });
  if (correction === undefined || others.length > 0) return undefined;
  const { position, found, expected, payload } = correction;
  return { code: 'token-typo', position, found, expected, correction: encodeToken(payload) };
}

/** Whether these 135 bytes are of this version and carry the checksum that they should. */
function hasGoodChecksum(payload: Uint8Array): boolean {
  return (
    payload[0] === TOKEN_VERSION &&
    equal(payload.subarray(CHECKSUM_AT), checksum(payload.subarray(0, CHECKSUM_AT)))
  );
}

function hasGoodKeys({ identityKey, staticKey }: Token): boolean {
  return isEd25519Point(identityKey) && isUsableStaticKey(staticKey);
}

function hasGoodSignature({ identityKey, staticKey, payload }: Token): boolean {
  return ed25519Verify(
    identityKey,
    signedPart(identityKey, staticKey),
    payload.subarray(SIGNATURE_AT, CHECKSUM_AT),
  );
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
