// The file of a backup with a passphrase (PROTOCOL.md section 12), written and read as a stream. Knows nothing of what the database
// in it holds.

import { createHash } from 'node:crypto';
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type Argon2Cost,
  backupHeadSize,
  type BackupHead,
  decodeBackupHead,
  equal,
  limits,
  openBackupHead,
  sealBackupHead,
  type Secret,
  toHex,
} from '@loom/protocol';
import { systemRandom } from '../ambient/system-random.ts';
import { errnoOf, OWNER_ONLY_FILE, syncFolder } from '../files/private-files.ts';

/** Large enough that the disk and not the loop decides, and small enough that the engine goes on in between. */
const PIECE_BYTES = 1 << 20;

export interface Sealing {
  readonly passphrase: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly cost?: Argon2Cost;
}

/** Why a sealed backup stays closed. `stored-version`: a newer Loom has written it. */
export type SealedFileFault =
  | { readonly code: 'backup-unusable' | 'passphrase-wrong' | 'too-little-memory' }
  | { readonly code: 'stored-version'; readonly version: number };

export type Unsealed =
  | { readonly ok: true; readonly key: Secret<'database key'>; readonly createdAt: number }
  | { readonly ok: false; readonly fault: SealedFileFault };

/**
 * Writes a backup of the database, which `key` opens. Under its name it is whole or not there at all; it takes the place of nothing.
 * @returns its bytes; undefined where the machine has too little memory for the passphrase.
 * @throws Error of the system, `EEXIST` where something is there.
 */
export async function writeSealedFile(
  path: string,
  database: string,
  key: Secret<'database key'>,
  sealing: Sealing,
): Promise<number | undefined> {
  const part = `${path}.${toHex(systemRandom.bytes(4))}.part`;
  try {
    const bytes = await writePart(part, database, key, sealing);
    if (bytes !== undefined) await publish(part, path);
    return bytes;
  } finally {
    await rm(part, { force: true });
    syncFolder(dirname(path));
  }
}

async function writePart(
  part: string,
  database: string,
  key: Secret<'database key'>,
  { passphrase, createdAt, cost = limits.passphraseCost }: Sealing,
): Promise<number | undefined> {
  await using target = await open(part, 'wx', OWNER_ONLY_FILE);
  await using source = await open(database, 'r');
  // The head, which comes first, says what follows: the database is read before it is copied.
  const { digest, bytes: databaseSize } = await copy(source, 0, undefined);
  const head = await sealBackupHead({ key, createdAt, digest, databaseSize }, passphrase, {
    salt: systemRandom.bytes(16),
    nonce: systemRandom.bytes(12),
    cost,
  });
  if (head === undefined) return undefined;
  await target.appendFile(head);
  await copy(source, 0, target);
  await target.sync();
  return backupHeadSize + databaseSize;
}

/** Writes the database of a backup to `draft`, which has the key with it; all of it is as it was sealed. @throws Error of the system */
export async function readSealedFile(path: string, passphrase: string, draft: string): Promise<Unsealed> {
  await using source = await open(path, 'r');
  const head = await readHead(source);
  if (!head.ok) return head;
  const opened = await openBackupHead(head.value, passphrase);
  if (!opened.ok) return opened;
  const { key, createdAt, digest } = opened.value;
  await using target = await open(draft, 'wx', OWNER_ONLY_FILE);
  const copied = await copy(source, backupHeadSize, target);
  if (equal(copied.digest, digest)) return { ok: true, key, createdAt };
  key.fill(0);
  return { ok: false, fault: { code: 'backup-unusable' } };
}

type HeadRead =
  { readonly ok: true; readonly value: BackupHead } | { readonly ok: false; readonly fault: SealedFileFault };

async function readHead(source: FileHandle): Promise<HeadRead> {
  const { buffer, bytesRead } = await source.read(Buffer.alloc(backupHeadSize), 0, backupHeadSize, 0);
  const head = decodeBackupHead(buffer.subarray(0, bytesRead));
  if (!head.ok) {
    const isVersion = head.fault.code === 'stored-version';
    return { ok: false, fault: isVersion ? head.fault : { code: 'backup-unusable' } };
  }
  const { size } = await source.stat();
  const isWhole = size === backupHeadSize + head.value.databaseSize;
  return isWhole ? head : { ok: false, fault: { code: 'backup-unusable' } };
}

/** From `position` to the end. @param target undefined: it is only read. */
async function copy(
  source: FileHandle,
  position: number,
  target: FileHandle | undefined,
): Promise<{ digest: Uint8Array; bytes: number }> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await source.read(piece, 0, PIECE_BYTES, position + bytes);
    if (bytesRead === 0) return { digest: new Uint8Array(hash.digest()), bytes };
    const filled = piece.subarray(0, bytesRead);
    hash.update(filled);
    await target?.appendFile(filled);
    bytes += bytesRead;
  }
}

/** Gives the file its name, unless something has it. @throws Error of the system, `EEXIST` */
async function publish(part: string, path: string): Promise<void> {
  try {
    await link(part, path);
  } catch (error) {
    // File systems without hard links, as those of most memory sticks, say one of these.
    const noLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL'];
    if (!noLinks.includes(errnoOf(error) ?? '')) throw error;
    const place = await open(path, 'wx', OWNER_ONLY_FILE);
    await place.close();
    await rename(part, path);
  }
}
