// The head of a backup: against an independent Argon2id and ChaCha20-Poly1305, and against heads that somebody changed.
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { argon2id } from '@noble/hashes/argon2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, test } from 'vitest';
import { ascii, concat, toHex, u32, u64 } from '../src/bytes.ts';
import {
  backupHeadSize,
  type BackupHead,
  decodeBackupHead,
  isBackupHead,
  limits,
  openBackupHead,
  sealBackupHead,
  Secret,
} from '../src/index.ts';
import { faultOf, flipped, must } from './support/must.ts';
import { seededRandom } from './support/random.ts';

const random = seededRandom('backup head');
const key = new Secret('database key', random(32));
const digest = random(32);
const salt = random(16);
const nonce = random(12);
/** Enough to be Argon2id, and no more. */
const cost = { passes: 2, kibibytes: 64 };
const passphrase = 'a heron over the weir';
const contents = { key, createdAt: 1_795_000_000_000, digest, databaseSize: 4_096 * 25 };

async function sealed(): Promise<Uint8Array> {
  const head = await sealBackupHead(contents, passphrase, { salt, nonce, cost });
  if (head === undefined) throw new Error('There is too little memory for 64 KiB.');
  return head;
}

/** The same with the check that belongs to it, as whoever changes it on purpose would do. */
function checked(head: Uint8Array): Uint8Array {
  const before = head.subarray(0, backupHeadSize - 8);
  return concat(before, sha256(before).subarray(0, 8));
}

describe('the head of a backup', () => {
  test('is what PROTOCOL.md section 12 says, read by other code', async () => {
    const size = u64(contents.databaseSize);
    const header = concat(ascii('LOOMBAK'), Uint8Array.of(1), u32(2), u32(64), salt, nonce, size);
    const wrapping = argon2id(passphrase, salt, { t: 2, m: 64, p: 1, dkLen: 32 });
    const secrets = concat(key, u64(contents.createdAt), digest);
    const body = concat(header, chacha20poly1305(wrapping, nonce, header).encrypt(secrets));
    const head = await sealed();
    expect(header).toHaveLength(52);
    expect(toHex(head)).toBe(toHex(concat(body, sha256(body).subarray(0, 8))));
    expect(head).toHaveLength(backupHeadSize);
    expect(backupHeadSize).toBe(148);
  });

  test('opens with its passphrase alone, however the keyboard composed it', async () => {
    const composed = 'Gr\u00fc\u00dfe an alle';
    const head = await sealBackupHead(contents, composed, { salt, nonce, cost });
    const read = must(decodeBackupHead(head ?? new Uint8Array()));
    expect(read).toMatchObject({ cost, databaseSize: contents.databaseSize });
    const opened = must(await openBackupHead(read, 'Gru\u0308\u00dfe an alle'));
    expect(opened).toEqual({ key, createdAt: contents.createdAt, digest });
    expect(String(opened.key)).toBe('database key(redacted)');
    for (const wrong of ['', 'Gr\u00fc\u00dfe an all', `${composed} `, composed.toUpperCase()]) {
      expect(faultOf(await openBackupHead(read, wrong))).toEqual({ code: 'passphrase-wrong' });
    }
  });

  test('with one bit changed is damaged, and never a matter of the passphrase', async () => {
    const head = await sealed();
    for (let at = 0; at < head.length; at++) {
      for (const mask of [1, 128]) {
        expect(decodeBackupHead(flipped(head, at, mask)).ok, `byte ${at}`).toBe(false);
      }
    }
  });

  test('with one bit changed on purpose, check and all, opens no more', async () => {
    const head = await sealed();
    for (let at = 0; at < head.length - 8; at++) {
      const decoded = decodeBackupHead(checked(flipped(head, at)));
      if (!decoded.ok) continue;
      // A changed cost may be one that takes long: the header is authenticated, so the real one opens nothing either.
      const changed: BackupHead = { ...decoded.value, cost };
      expect(faultOf(await openBackupHead(changed, passphrase))).toEqual({ code: 'passphrase-wrong' });
    }
  });

  test.each([
    ['no pass', 0, 64],
    ['more passes than anybody pays', limits.maxPassphraseCost.passes + 1, 64],
    ['less memory than Argon2 knows', 2, 7],
    ['more memory than anybody gives', 2, limits.maxPassphraseCost.kibibytes + 1],
    ['4 TiB', 2, 2 ** 32 - 1],
  ])('that asks for %s is refused before anything is tried', async (_, passes, kibibytes) => {
    const head = new Uint8Array(await sealed());
    head.set(concat(u32(passes), u32(kibibytes)), 8);
    expect(faultOf(decodeBackupHead(checked(head)))).toEqual({ code: 'stored-malformed' });
  });

  test('of another version is refused by its number', async () => {
    const head = new Uint8Array(await sealed());
    head[7] = 2;
    expect(isBackupHead(head)).toBe(true);
    expect(faultOf(decodeBackupHead(head))).toEqual({ code: 'stored-version', version: 2 });
  });

  test('is refused where it is cut short or too long, and known by how it begins', async () => {
    const head = await sealed();
    for (let length = 0; length < head.length; length++) {
      expect(faultOf(decodeBackupHead(head.subarray(0, length)))).toEqual({ code: 'stored-malformed' });
    }
    expect(faultOf(decodeBackupHead(concat(head, Uint8Array.of(0))))).toEqual({ code: 'stored-malformed' });
    expect(isBackupHead(head)).toBe(true);
    expect(isBackupHead(ascii('LOOMBA'))).toBe(false);
    expect(isBackupHead(ascii('LOOMKEY and so on'))).toBe(false);
  });
});
