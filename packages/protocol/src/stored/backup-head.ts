// The head of a backup with a passphrase (PROTOCOL.md section 12): what stands in its file before the encrypted database, and
// holds the key of it. Knows nothing of files and databases.

import { ascii, ByteReader, ByteWriter, concat, copyOf, equal } from '../bytes.ts';
import type { StoredFault } from '../errors.ts';
import { limits } from '../limits.ts';
import { aeadOpen, aeadSeal, NONCE_SIZE, TAG_SIZE } from '../primitives/aead.ts';
import { ARGON2_SALT_SIZE, type Argon2Cost } from '../primitives/argon2id.ts';
import { HASH_SIZE, sha256 } from '../primitives/hash.ts';
import { Secret } from '../primitives/secret.ts';
import { fail, ok, type Result } from '../result.ts';
import type { SealedKeyFault, SealOptions } from './key-file.ts';
import { isAffordable, passphraseKey } from './passphrase.ts';

const KEY_SIZE = 32;
const MAGIC = ascii('LOOMBAK');
const VERSION = 1;
const CHECK_SIZE = 8;
const HEADER_SIZE = MAGIC.length + 1 + 4 + 4 + ARGON2_SALT_SIZE + NONCE_SIZE + 8;
const SEALED_SIZE = KEY_SIZE + 8 + HASH_SIZE + TAG_SIZE;

/** Bytes before the database. */
export const backupHeadSize = HEADER_SIZE + SEALED_SIZE + CHECK_SIZE;

export interface BackupHead {
  readonly cost: Argon2Cost;
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
  /** Bytes of the database, after which the file ends. */
  readonly databaseSize: number;
  /** All that stands before what is sealed, and is authenticated with it. */
  readonly header: Uint8Array;
  readonly sealed: Uint8Array;
}

/** What only the passphrase opens. */
export interface BackupSecrets {
  readonly key: Secret<'database key'>;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** SHA-256 of the encrypted database, 32 bytes. */
  readonly digest: Uint8Array;
}

/** Whether a file that begins like this is meant to be a backup with a passphrase. */
export function isBackupHead(bytes: Uint8Array): boolean {
  return equal(bytes.subarray(0, MAGIC.length), MAGIC);
}

/**
 * Takes no memory and does no work beyond the bytes that are there.
 * @param bytes of the head alone.
 */
export function decodeBackupHead(bytes: Uint8Array): Result<BackupHead, StoredFault> {
  const reader = new ByteReader(bytes);
  const isOurs = equal(reader.bytes(MAGIC.length), MAGIC);
  const version = reader.u8();
  if (!isOurs || !reader.sound) return fail({ code: 'stored-malformed' });
  if (version !== VERSION) return fail({ code: 'stored-version', version });
  const cost = { passes: reader.u32(), kibibytes: reader.u32() };
  const salt = reader.bytes(ARGON2_SALT_SIZE);
  const nonce = reader.bytes(NONCE_SIZE);
  const databaseSize = reader.u64();
  const sealed = reader.bytes(SEALED_SIZE);
  const check = reader.bytes(CHECK_SIZE);
  const isWhole = reader.complete && equal(check, checkOf(bytes.subarray(0, HEADER_SIZE + SEALED_SIZE)));
  if (!isWhole || !isAffordable(cost)) return fail({ code: 'stored-malformed' });
  return ok({ cost, salt, nonce, databaseSize, header: copyOf(bytes, 0, HEADER_SIZE), sealed });
}

/** @returns the whole head; undefined where the machine has too little memory. */
export async function sealBackupHead(
  { key, createdAt, digest, databaseSize }: BackupSecrets & Pick<BackupHead, 'databaseSize'>,
  passphrase: string,
  { salt, nonce, cost = limits.passphraseCost }: SealOptions,
): Promise<Uint8Array | undefined> {
  const header = new ByteWriter(HEADER_SIZE)
    .bytes(MAGIC)
    .u8(VERSION)
    .u32(cost.passes)
    .u32(cost.kibibytes)
    .bytes(salt, ARGON2_SALT_SIZE)
    .bytes(nonce, NONCE_SIZE)
    .u64(databaseSize)
    .finish();
  const wrapping = await passphraseKey(passphrase, salt, cost);
  if (wrapping === undefined) return undefined;
  const secrets = new ByteWriter(KEY_SIZE + 8 + HASH_SIZE)
    .bytes(key, KEY_SIZE)
    .u64(createdAt)
    .bytes(digest, HASH_SIZE)
    .finish();
  const sealed = aeadSeal(wrapping, nonce, header, secrets);
  wrapping.fill(0);
  secrets.fill(0);
  return concat(header, sealed, checkOf(concat(header, sealed)));
}

/** Whoever has changed the head and its check on purpose can't be told from a wrong passphrase. */
export async function openBackupHead(
  { cost, salt, nonce, header, sealed }: BackupHead,
  passphrase: string,
): Promise<Result<BackupSecrets, SealedKeyFault>> {
  const wrapping = await passphraseKey(passphrase, salt, cost);
  if (wrapping === undefined) return fail({ code: 'too-little-memory' });
  const secrets = aeadOpen(wrapping, nonce, header, sealed);
  wrapping.fill(0);
  if (secrets === undefined) return fail({ code: 'passphrase-wrong' });
  const reader = new ByteReader(secrets);
  const key = reader.bytes(KEY_SIZE);
  const opened = {
    key: new Secret('database key', key),
    createdAt: reader.u64(),
    digest: reader.bytes(HASH_SIZE),
  };
  key.fill(0);
  secrets.fill(0);
  return ok(opened);
}

/** Tells damage from a wrong passphrase; it proves nothing to anybody else. */
function checkOf(bytes: Uint8Array): Uint8Array {
  return sha256(bytes).subarray(0, CHECK_SIZE);
}
