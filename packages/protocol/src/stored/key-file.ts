// The key file of a profile as it rests on the disk (PROTOCOL.md section 11): the key itself, the key sealed under a passphrase,
// or the name of the keychain's entry that holds it. Knows nothing of files, keychains and databases.

import { ascii, ByteReader, ByteWriter, concat, copyOf, equal } from '../bytes.ts';
import type { StoredFault } from '../errors.ts';
import { limits } from '../limits.ts';
import { aeadOpen, aeadSeal, NONCE_SIZE, TAG_SIZE } from '../primitives/aead.ts';
import { ARGON2_SALT_SIZE, type Argon2Cost } from '../primitives/argon2id.ts';
import { Secret } from '../primitives/secret.ts';
import { fail, ok, type Result } from '../result.ts';
import { isAffordable, passphraseKey } from './passphrase.ts';

const KEY_SIZE = 32;
/** No key of 32 bytes can be taken for a file with it, since none of those has 32 bytes. */
const MAGIC = ascii('LOOMKEY');
const VERSION = 1;
const SEALED = 1;
const IN_KEYCHAIN = 2;
const HEAD_SIZE = MAGIC.length + 1 + 1;
const SEALED_HEADER_SIZE = HEAD_SIZE + 4 + 4 + ARGON2_SALT_SIZE + NONCE_SIZE;

/** What is drawn for each file. */
export const sealedKeySizes = { salt: ARGON2_SALT_SIZE, nonce: NONCE_SIZE, entry: 16 } as const;

export interface SealedKey {
  readonly kind: 'passphrase';
  readonly cost: Argon2Cost;
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
  /** All that stands before the sealed key, and is authenticated with it. */
  readonly header: Uint8Array;
  readonly sealed: Uint8Array;
}

export type KeyFile =
  | { readonly kind: 'key-file'; readonly key: Secret<'database key'> }
  | SealedKey
  /** `entry`: 16 bytes that name it. */
  | { readonly kind: 'keychain'; readonly entry: Uint8Array };

/** Takes no memory and does no work beyond the bytes that are there. */
export function decodeKeyFile(bytes: Uint8Array): Result<KeyFile, StoredFault> {
  if (bytes.length === KEY_SIZE) return ok({ kind: 'key-file', key: new Secret('database key', bytes) });
  const reader = new ByteReader(bytes);
  const isOurs = equal(reader.bytes(MAGIC.length), MAGIC);
  const version = reader.u8();
  if (!isOurs || !reader.sound) return fail({ code: 'stored-malformed' });
  if (version !== VERSION) return fail({ code: 'stored-version', version });
  const kind = reader.u8();
  const file = kind === SEALED ? readSealed(reader, bytes) : readEntry(reader);
  const isKnown = kind === SEALED || kind === IN_KEYCHAIN;
  return isKnown && file !== undefined && reader.complete ? ok(file) : fail({ code: 'stored-malformed' });
}

function readSealed(reader: ByteReader, bytes: Uint8Array): SealedKey | undefined {
  const cost = { passes: reader.u32(), kibibytes: reader.u32() };
  const salt = reader.bytes(ARGON2_SALT_SIZE);
  const nonce = reader.bytes(NONCE_SIZE);
  const sealed = reader.bytes(KEY_SIZE + TAG_SIZE);
  if (!isAffordable(cost)) return undefined;
  return { kind: 'passphrase', cost, salt, nonce, header: copyOf(bytes, 0, SEALED_HEADER_SIZE), sealed };
}

function readEntry(reader: ByteReader): KeyFile {
  return { kind: 'keychain', entry: reader.bytes(sealedKeySizes.entry) };
}

export function encodeKeychainEntry(entry: Uint8Array): Uint8Array {
  return head(HEAD_SIZE + sealedKeySizes.entry, IN_KEYCHAIN)
    .bytes(entry, sealedKeySizes.entry)
    .finish();
}

export interface SealOptions {
  /** Fresh random bytes, as many as `sealedKeySizes` says. */
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
  readonly cost?: Argon2Cost | undefined;
}

/** @returns the whole file; undefined where the machine has too little memory. */
export async function sealKey(
  key: Uint8Array,
  passphrase: string,
  { salt, nonce, cost = limits.passphraseCost }: SealOptions,
): Promise<Uint8Array | undefined> {
  const header = head(SEALED_HEADER_SIZE, SEALED)
    .u32(cost.passes)
    .u32(cost.kibibytes)
    .bytes(salt, ARGON2_SALT_SIZE)
    .bytes(nonce, NONCE_SIZE)
    .finish();
  const wrapping = await passphraseKey(passphrase, salt, cost);
  if (wrapping === undefined) return undefined;
  const sealed = aeadSeal(wrapping, nonce, header, key);
  wrapping.fill(0);
  return concat(header, sealed);
}

/** Why a sealed key stays closed. */
export type SealedKeyFault = { readonly code: 'passphrase-wrong' } | { readonly code: 'too-little-memory' };

export async function openKey(
  { cost, salt, nonce, header, sealed }: SealedKey,
  passphrase: string,
): Promise<Result<Secret<'database key'>, SealedKeyFault>> {
  const wrapping = await passphraseKey(passphrase, salt, cost);
  if (wrapping === undefined) return fail({ code: 'too-little-memory' });
  const key = aeadOpen(wrapping, nonce, header, sealed);
  wrapping.fill(0);
  if (key === undefined) return fail({ code: 'passphrase-wrong' });
  const secret = new Secret('database key', key);
  key.fill(0);
  return ok(secret);
}

function head(size: number, kind: number): ByteWriter {
  return new ByteWriter(size).bytes(MAGIC).u8(VERSION).u8(kind);
}
