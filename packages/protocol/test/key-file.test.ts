// Passphrases and key files: against an independent Argon2id and ChaCha20-Poly1305, and against files that somebody changed.
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { argon2id as nobleArgon2id } from '@noble/hashes/argon2.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ascii, concat, fromHex, toHex, u32 } from '../src/bytes.ts';
import {
  decodeKeyFile,
  encodeKeychainEntry,
  isTooShort,
  limits,
  openKey,
  sealKey,
  Secret,
  type SealedKey,
} from '../src/index.ts';
import { argon2id } from '../src/primitives/argon2id.ts';
import { faultOf, flipped, must } from './support/must.ts';
import { seededRandom } from './support/random.ts';

const random = seededRandom('key file');
const key = random(32);
const salt = random(16);
const nonce = random(12);
/** Enough to be Argon2id, and no more. */
const cost = { passes: 2, kibibytes: 64 };
const passphrase = 'a heron over the weir';

async function sealedFile(): Promise<Uint8Array> {
  const file = await sealKey(key, passphrase, { salt, nonce, cost });
  if (file === undefined) throw new Error('There is too little memory for 64 KiB.');
  return file;
}

function sealed(file: Uint8Array): SealedKey {
  const decoded = must(decodeKeyFile(file));
  if (decoded.kind !== 'passphrase') throw new Error(decoded.kind);
  return decoded;
}

describe('Argon2id', () => {
  test.each([
    [1, 8, ''],
    [2, 64, 'password'],
    [3, 256, 'Grüße 🧵'],
    [4, 1024, 'x'.repeat(300)],
  ])('of %i passes over %i KiB agrees with an independent one', async (passes, kibibytes, text) => {
    const bytes = new TextEncoder().encode(text);
    const ours = await argon2id(bytes, salt, { passes, kibibytes });
    const theirs = nobleArgon2id(bytes, salt, { t: passes, m: kibibytes, p: 1, dkLen: 32 });
    expect(ours && toHex(ours)).toBe(toHex(theirs));
  });

  test('at the cost that ships agrees with what an independent one made in 21 seconds', async () => {
    const ours = await argon2id(ascii('password'), ascii('0123456789abcdef'), limits.passphraseCost);
    expect(ours && toHex(ours)).toBe('149b080444a3833d0a19644d0220a1c3937d0d0b3c5c75b9be122996334c44b3');
  });

  test('says so where the memory can’t be had', async () => {
    const all = { passes: 1, kibibytes: 2 ** 32 - 2 };
    expect(await argon2id(ascii('password'), salt, all)).toBeUndefined();
  });
});

describe('a key file', () => {
  test('of 32 bytes is the key itself', () => {
    const secret = new Secret('database key', key);
    expect(must(decodeKeyFile(key))).toEqual({ kind: 'key-file', key: secret });
    expect(must(decodeKeyFile(Buffer.from(key)))).toEqual({ kind: 'key-file', key: secret });
  });

  test('names an entry of the keychain', () => {
    const entry = random(16);
    const file = encodeKeychainEntry(entry);
    expect(toHex(file)).toBe(`4c4f4f4d4b45590102${toHex(entry)}`);
    expect(must(decodeKeyFile(file))).toEqual({ kind: 'keychain', entry });
  });

  test('is sealed as PROTOCOL.md section 11 says, read by other code', async () => {
    const file = await sealedFile();
    const header = concat(ascii('LOOMKEY'), Uint8Array.of(1, 1), u32(2), u32(64), salt, nonce);
    const wrapping = nobleArgon2id(passphrase, salt, { t: 2, m: 64, p: 1, dkLen: 32 });
    const body = chacha20poly1305(wrapping, nonce, header).encrypt(key);
    expect(toHex(file)).toBe(toHex(concat(header, body)));
  });

  test('opens with its passphrase alone, however the keyboard composed it', async () => {
    const composed = 'Gr\u00fc\u00dfe an alle';
    const file = await sealKey(key, composed, { salt, nonce, cost });
    if (file === undefined) throw new Error('There is too little memory.');
    expect(must(await openKey(sealed(file), 'Gru\u0308\u00dfe an alle'))).toEqual(
      must(await openKey(sealed(file), composed)),
    );
    expect(toHex(must(await openKey(sealed(file), composed)))).toBe(toHex(key));
    for (const wrong of ['', 'Gr\u00fc\u00dfe an all', `${composed} `, composed.toUpperCase()]) {
      expect(faultOf(await openKey(sealed(file), wrong))).toEqual({ code: 'passphrase-wrong' });
    }
  });

  test('opens no more once one bit of it was changed', async () => {
    const file = await sealedFile();
    for (let at = 0; at < file.length; at++) {
      const decoded = decodeKeyFile(flipped(file, at));
      if (!decoded.ok) continue;
      if (decoded.value.kind !== 'passphrase') throw new Error(`byte ${at} made it a ${decoded.value.kind}`);
      // A changed cost may be one that takes long: the header is authenticated, so the real one opens nothing either.
      const changed = { ...decoded.value, cost };
      expect(faultOf(await openKey(changed, passphrase))).toEqual({ code: 'passphrase-wrong' });
    }
  });

  test.each([
    ['no pass', 0, 64],
    ['more passes than anybody pays', limits.maxPassphraseCost.passes + 1, 64],
    ['less memory than Argon2 knows', 2, 7],
    ['more memory than anybody gives', 2, limits.maxPassphraseCost.kibibytes + 1],
    ['4 TiB', 2, 2 ** 32 - 1],
  ])('that asks for %s is refused before anything is tried', async (_, passes, kibibytes) => {
    const file = new Uint8Array(await sealedFile());
    file.set(concat(u32(passes), u32(kibibytes)), 9);
    expect(faultOf(decodeKeyFile(file))).toEqual({ code: 'stored-malformed' });
  });

  test('of another version is refused by its number', async () => {
    const file = new Uint8Array(await sealedFile());
    file[7] = 2;
    expect(faultOf(decodeKeyFile(file))).toEqual({ code: 'stored-version', version: 2 });
  });

  test('is refused where it is cut short, too long, or of no known kind', async () => {
    for (const file of [await sealedFile(), encodeKeychainEntry(random(16))]) {
      const lengths = Array.from(file, (_, length) => length).filter((length) => length !== 32);
      for (const length of lengths) {
        expect(faultOf(decodeKeyFile(file.subarray(0, length)))).toEqual({ code: 'stored-malformed' });
      }
      expect(faultOf(decodeKeyFile(concat(file, fromHex('00'))))).toEqual({ code: 'stored-malformed' });
      const unknown = new Uint8Array(file);
      unknown[8] = 3;
      expect(faultOf(decodeKeyFile(unknown))).toEqual({ code: 'stored-malformed' });
    }
  });

  test('is read without an exception, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.boolean(), (bytes, isOurs) => {
        expect(decodeKeyFile(isOurs ? concat(ascii('LOOMKEY'), bytes) : bytes)).toHaveProperty('ok');
      }),
    );
  });
});

test('a passphrase is measured in characters', () => {
  for (const short of ['', 'seven !', '🧵'.repeat(7), 'u\u0308'.repeat(7)])
    expect(isTooShort(short)).toBe(true);
  for (const enough of ['eight !!', '🧵'.repeat(8), 'u\u0308'.repeat(8)])
    expect(isTooShort(enough)).toBe(false);
});
