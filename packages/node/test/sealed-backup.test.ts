// Backups with a passphrase, on real files: what is in them, who can open them, and what damage to them comes to.

import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { BackupResult } from '@loom/engine';
import { backupHeadSize } from '@loom/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemRandom } from '../src/ambient/system-random.ts';
import { verifyBackup } from '../src/backup/verify.ts';
import { copyOfKey, type CustodyResult } from '../src/custody/key-custody.ts';
import { profileBackup } from '../src/profile/backup.ts';
import { holdProfile } from '../src/profile/hold-profile.ts';
import { openProfile, type Profile } from '../src/profile/open-profile.ts';
import { type ProfilePaths, profilePaths, thisHost } from '../src/profile/profile-paths.ts';
import { restoreProfile } from '../src/profile/restore.ts';
import { restoreAlone, type RestoredAlone } from '../src/profile/restore-alone.ts';
import { openDatabase } from '../src/store/open-store.ts';
import { noKeychain } from './support/no-keychain.ts';
import { contactFor, messageIdFor } from './support/samples.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

const passphrase = 'a heron over the weir';
const createdAt = 1_795_000_000_000;
/** Enough to be Argon2id, and no more: what ships is tried where processes are. */
const cost = { passes: 1, kibibytes: 8 };
const locked: CustodyResult = { ok: false, fault: { code: 'locked' } };
/** A profile’s key, and of none here. */
const foreign: CustodyResult = { ok: true, key: copyOfKey(new Uint8Array(32).fill(5)) };

let folder: TemporaryFolder;
let home: string;
let backup: string;
const opened: Profile[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  backup = join(folder.path, 'ada.loom');
});
afterEach(() => {
  for (const { store } of opened.splice(0)) store.close();
  folder.remove();
});

function open(name = 'default'): Profile {
  const result = openProfile({ home, name });
  if (!result.ok) throw new Error(result.fault.code);
  opened.push(result.profile);
  return result.profile;
}

function pathsOf(name = 'default'): ProfilePaths {
  return profilePaths(home, name, thisHost());
}

function seal({ store, key, paths: { drafts } }: Profile, path = backup): Promise<BackupResult> {
  const clock = { now: () => createdAt };
  return profileBackup({ store, key, drafts, clock, random: systemRandom, cost })(path, passphrase);
}

/** A profile with an identity, a contact and a message, and its backup, after which it has one contact more. */
async function backedUp(): Promise<Profile> {
  const profile = open();
  const { store } = profile;
  const bytes = (mark: number) => new Uint8Array(32).fill(mark);
  store.createProfile({ masterSeed: bytes(1), fillerKey: bytes(2), displayName: 'Ada', createdAt: 1 });
  const { id } = store.addContact(contactFor(1));
  store.addOutgoing(id, messageIdFor(1), { kind: 'text', text: 'the ferry is late' }, 7);
  expect(await seal(profile)).toEqual({ ok: true, bytes: statSync(backup).size });
  store.addContact(contactFor(2));
  return profile;
}

function restore(
  options: { name?: string; path?: string; passphrase?: string; replace?: boolean } = {},
): Promise<RestoredAlone> {
  const { name = 'default', path = backup, passphrase: given = passphrase, replace = false } = options;
  const order = { backup: { path, passphrase: given }, replace, random: systemRandom };
  return restoreAlone({ home, name }, noKeychain, order);
}

function contactsOf(name = 'default'): string[] {
  const { store } = open(name);
  const names = store.listContacts().map(({ displayName }) => displayName);
  store.close();
  return names;
}

/** The names and digests of the files of a profile; its lock holds nothing. */
function files(name = 'default'): Map<string, string> {
  const at = pathsOf(name).folder;
  const names = readdirSync(at).filter((file) => file !== 'profile.lock');
  return new Map(
    names.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(at, file)))
        .digest('hex'),
    ]),
  );
}

function verify(path = backup, own: CustodyResult = foreign, given: string | undefined = passphrase) {
  return verifyBackup({ path, passphrase: given }, pathsOf().drafts, own);
}

const contents = { displayName: 'Ada', contacts: 1, messages: 1, createdAt };

describe('a backup with a passphrase', () => {
  test('is one file, with nothing left beside it', async () => {
    const { store } = await backedUp();
    store.close();
    expect(readdirSync(folder.path).toSorted()).toEqual(['ada.loom', 'home']);
    expect([...files().keys()].toSorted()).toEqual(['database.key', 'loom.db']);
  });

  test.skipIf(process.platform === 'win32')('is closed to others', async () => {
    await backedUp();
    expect(statSync(backup).mode & 0o777).toBe(0o600);
  });

  test('brings everything back on another machine, which then has a key of its own', async () => {
    const { store } = await backedUp();
    store.close();
    const key = readFileSync(pathsOf().keyFile);
    home = join(folder.path, 'another home');
    expect(await restore()).toEqual({ ok: true, keptAside: undefined });
    expect(contactsOf()).toEqual(['contact 1']);
    expect([...files().keys()].toSorted()).toEqual(['database.key', 'loom.db']);
    expect(readFileSync(pathsOf().keyFile).equals(key)).toBe(false);
  });

  test('does not open with the profile’s key, and holds nothing in plain text', async () => {
    await backedUp();
    const bytes = readFileSync(backup);
    const database = join(folder.path, 'database');
    writeFileSync(database, bytes.subarray(backupHeadSize));
    const key = new Uint8Array(readFileSync(pathsOf().keyFile));
    expect(openDatabase({ path: database, key })).toMatchObject({
      ok: false,
      fault: { code: 'database-corrupt' },
    });
    for (const canary of ['Ada', 'contact 1', 'the ferry', 'SQLite format', passphrase, Buffer.from(key)]) {
      expect(bytes.includes(canary)).toBe(false);
    }
  });

  test('is another one each time, with another key', async () => {
    const profile = await backedUp();
    const second = join(folder.path, 'second.loom');
    expect((await seal(profile, second)).ok).toBe(true);
    const [a, b] = [readFileSync(backup), readFileSync(second)];
    for (let at = 16; at + 32 <= Math.min(a.length, b.length); at += 512) {
      expect(a.subarray(at, at + 32).equals(b.subarray(at, at + 32))).toBe(false);
    }
  });

  test('is refused where something is already, where no folder is, and by a path that hangs on a folder', async () => {
    const profile = await backedUp();
    const before = readFileSync(backup);
    expect(await seal(profile)).toEqual({ ok: false, fault: { code: 'backup-exists', path: backup } });
    expect(readFileSync(backup).equals(before)).toBe(true);
    expect(await seal(profile, folder.path)).toMatchObject({ ok: false, fault: { code: 'backup-exists' } });
    for (const path of [
      join(folder.path, 'none', 'b.loom'),
      join(backup, 'b.loom'),
      join(folder.path, 'x'.repeat(300)),
    ]) {
      expect(await seal(profile, path)).toEqual({ ok: false, fault: { code: 'backup-place', path } });
    }
    expect(await seal(profile, 'ada.loom')).toMatchObject({ ok: false, fault: { code: 'bad-arguments' } });
    expect(readdirSync(folder.path).toSorted()).toEqual(['ada.loom', 'home']);
    expect(existsSync(pathsOf().drafts)).toBe(false);
  });

  test('does not take the place of a file that came while it was made', async () => {
    const profile = await backedUp();
    const path = join(folder.path, 'second.loom');
    const sealing = seal(profile, path);
    writeFileSync(path, 'a letter');
    expect(await sealing).toEqual({ ok: false, fault: { code: 'backup-exists', path } });
    expect(readFileSync(path, 'utf8')).toBe('a letter');
    expect(readdirSync(folder.path).toSorted()).toEqual(['ada.loom', 'home', 'second.loom']);
  });

  test('goes on with the conversation while it is made, and holds the moment that it was asked for', async () => {
    const profile = await backedUp();
    const path = join(folder.path, 'second.loom');
    const sealing = seal(profile, path);
    profile.store.addContact(contactFor(3));
    expect((await sealing).ok).toBe(true);
    expect(await verify(path)).toEqual({ ok: true, contents: { ...contents, contacts: 2 } });
    expect(profile.store.listContacts()).toHaveLength(3);
  });
});

describe('looking at a backup', () => {
  test('with its passphrase says what it holds, and changes nothing', async () => {
    const { store } = await backedUp();
    store.close();
    const [before, file] = [files(), readFileSync(backup)];
    expect(await verify()).toEqual({ ok: true, contents });
    expect(files()).toEqual(before);
    expect(readFileSync(backup).equals(file)).toBe(true);
  });

  test('without its passphrase, or with another, is told apart', async () => {
    await backedUp();
    const own = locked;
    expect(await verifyBackup({ path: backup, passphrase: undefined }, pathsOf().drafts, own)).toEqual({
      ok: false,
      fault: { code: 'backup-needs-passphrase' },
    });
    for (const wrong of ['', 'a heron over the wei', `${passphrase} `, 'A heron over the weir']) {
      expect(await verify(backup, own, wrong)).toEqual({ ok: false, fault: { code: 'passphrase-wrong' } });
    }
    expect(existsSync(pathsOf().drafts)).toBe(false);
  });

  test('without one reads it with the profile’s key, and not while that is locked', async () => {
    const { store, key, paths } = await backedUp();
    const path = join(folder.path, 'plain.db');
    const clock = { now: () => createdAt };
    const { drafts } = paths;
    await profileBackup({ store, key, drafts, clock, random: systemRandom })(path, undefined);
    const plain = { ok: true, contents: { ...contents, contacts: 2, createdAt: 7 } };
    expect(await verify(path, { ok: true, key })).toEqual(plain);
    expect(await verify(path, { ok: true, key: copyOfKey(new Uint8Array(32)) })).toEqual({
      ok: false,
      fault: { code: 'backup-unusable', path },
    });
    expect(await verify(path, locked)).toEqual(locked);
    expect(store.listContacts()).toHaveLength(2);
    expect(existsSync(drafts)).toBe(false);
  });

  test('of other files says so', async () => {
    const { key } = await backedUp();
    const own = { ok: true, key } as const;
    const paths = [
      join(folder.path, 'none'),
      folder.path,
      join(backup, 'x'),
      'x'.repeat(300),
      'a\0b',
      '/dev/null',
    ];
    for (const path of paths) {
      expect(await verify(path, own)).toEqual({ ok: false, fault: { code: 'backup-missing', path } });
    }
    const path = join(folder.path, 'letter');
    for (const letter of ['', 'Dear Ada', 'LOOMBAK', 'SQLite format 3\0']) {
      writeFileSync(path, letter);
      expect(await verify(path, own)).toEqual({ ok: false, fault: { code: 'backup-unusable', path } });
    }
  });

  test('of a newer Loom says so: of its file, and of its database', async () => {
    const profile = await backedUp();
    const newer = readFileSync(backup);
    newer[7] = 2;
    const path = join(folder.path, 'newer.loom');
    writeFileSync(path, newer);
    const fault = { code: 'database-newer', path, version: 2, supported: 1 };
    expect(await verify(path)).toEqual({ ok: false, fault });

    profile.store.close();
    const key = new Uint8Array(readFileSync(pathsOf().keyFile));
    const within = openDatabase({ path: pathsOf().database, key });
    if (!within.ok) throw new Error(within.fault.code);
    within.db.pragma('user_version = 1000');
    within.db.close();
    const plain = join(folder.path, 'plain.db');
    copyFileSync(pathsOf().database, plain);
    expect(await verify(plain, { ok: true, key: copyOfKey(key) })).toMatchObject({
      ok: false,
      fault: { code: 'database-newer', path: plain, version: 1000 },
    });
  });

  test('of somebody who is nobody yet says so', async () => {
    const empty = open('empty');
    await seal(empty);
    expect(await verify()).toEqual({ ok: false, fault: { code: 'backup-unusable', path: backup } });
  });
});

describe('a damaged backup', () => {
  /** Each is held against looking and restoring, and neither may change anything. */
  async function untilRefused(bytes: Uint8Array, what: string): Promise<void> {
    const path = join(folder.path, 'damaged.loom');
    writeFileSync(path, bytes);
    const fault = { ok: false, fault: { code: 'backup-unusable', path } };
    const outcome = [await verify(path), await restore({ path, replace: true })];
    expect({ what, outcome }).toEqual({ what, outcome: [fault, fault] });
  }

  test('by one bit, wherever it is, is refused, and the profile stays as it was', async () => {
    const { store } = await backedUp();
    store.close();
    const [before, file] = [files(), readFileSync(backup)];
    const head = Array.from({ length: backupHeadSize }, (_, index) => index).filter((at) => at !== 7);
    const firstPage = Array.from({ length: 110 }, (_, index) => backupHeadSize + index);
    const pages = [];
    for (let end = backupHeadSize + 4_096; end <= file.length; end += 4_096) pages.push(end - 1, end - 40);
    for (const at of [...head, ...firstPage, ...pages]) {
      const damaged = Buffer.from(file);
      damaged[at] = (damaged[at] ?? 0) ^ 4;
      const path = join(folder.path, 'damaged.loom');
      writeFileSync(path, damaged);
      expect(await verify(path), `byte ${at}`).toEqual({
        ok: false,
        fault: { code: 'backup-unusable', path },
      });
    }
    await untilRefused(Buffer.from(file).fill(0, 20_000, 20_001), 'a zero');
    expect(files()).toEqual(before);
    expect(contactsOf()).toEqual(['contact 1', 'contact 2']);
  });

  test('cut short, gone on with, or put together of two, is refused', async () => {
    const profile = await backedUp();
    const second = join(folder.path, 'second.loom');
    await seal(profile, second);
    profile.store.close();
    const before = files();
    const [file, other] = [readFileSync(backup), readFileSync(second)];
    for (const length of [8, backupHeadSize, backupHeadSize + 4_096, file.length - 4_096, file.length - 1]) {
      await untilRefused(file.subarray(0, length), `${length} bytes`);
    }
    await untilRefused(Buffer.concat([file, Buffer.alloc(1)]), 'a byte more');
    await untilRefused(Buffer.concat([file, file.subarray(-4_096)]), 'a page more');
    await untilRefused(
      Buffer.concat([file.subarray(0, backupHeadSize), other.subarray(backupHeadSize)]),
      'the database of the other',
    );
    const page = backupHeadSize + 2 * 4_096;
    const swapped = Buffer.from(file);
    file.copy(swapped, page, page + 4_096, page + 8_192);
    file.copy(swapped, page + 4_096, page, page + 4_096);
    await untilRefused(swapped, 'two pages in each other’s place');
    expect(files()).toEqual(before);
  });

  test('that asks for more memory than there is takes none of it', async () => {
    const { store } = await backedUp();
    store.close();
    const file = readFileSync(backup);
    file.writeUInt32BE(0xffff_ffff, 12);
    const before = backupHeadSize - 8;
    createHash('sha256').update(file.subarray(0, before)).digest().copy(file, before, 0, 8);
    await untilRefused(file, '4 TiB');
  });
});

describe('restoring a backup with a passphrase', () => {
  test('over a profile in use needs to be meant, and keeps the other one beside', async () => {
    const { store } = await backedUp();
    store.close();
    const { database } = pathsOf();
    const before = files();
    expect(await restore()).toEqual({ ok: false, fault: { code: 'profile-occupied', profile: 'default' } });
    expect(await restore({ replace: true, passphrase: 'another one' })).toEqual({
      ok: false,
      fault: { code: 'passphrase-wrong' },
    });
    expect(files()).toEqual(before);
    expect(await restore({ replace: true })).toEqual({ ok: true, keptAside: `${database}.replaced-1` });
    expect(contactsOf()).toEqual(['contact 1']);
    copyFileSync(`${database}.replaced-1`, database);
    expect(contactsOf()).toEqual(['contact 1', 'contact 2']);
  });

  test('keeps out others until it has ended, and closes what is open only once all is ready', async () => {
    const { store, key, paths } = await backedUp();
    const steps: string[] = [];
    const held = { name: 'default', paths, release: () => undefined };
    const present = {
      isUsed: true,
      key: { ok: true, key },
      close: () => {
        steps.push(...readdirSync(paths.drafts));
        expect(store.listContacts()).toHaveLength(2);
        store.close();
      },
    } as const;
    const order = { backup: { path: backup, passphrase: 'another' }, replace: true, random: systemRandom };
    expect(await restoreProfile(held, present, order)).toMatchObject({ fault: { code: 'passphrase-wrong' } });
    expect(steps).toEqual([]);
    const right = { ...order, backup: { path: backup, passphrase } };
    expect(await restoreProfile(held, present, right)).toEqual({
      ok: true,
      keptAside: `${paths.database}.replaced-1`,
    });
    expect(steps).toHaveLength(1);
    expect(contactsOf()).toEqual(['contact 1']);
  });
});

test('what a kill has left of drafts is gone with the next start, and no engine that runs loses its own', async () => {
  const { store, paths } = await backedUp();
  mkdirSync(paths.drafts);
  const draft = join(paths.drafts, '0123456789abcdef');
  writeFileSync(draft, 'half a copy');
  expect(openProfile({ home, name: 'default' }).ok).toBe(false);
  expect(existsSync(draft)).toBe(true);
  store.close();
  const hold = holdProfile({ home, name: 'default' });
  expect(hold.ok && holdProfile({ home, name: 'default' })).toMatchObject({
    fault: { code: 'engine-running' },
  });
  expect(existsSync(paths.drafts)).toBe(false);
  if (hold.ok) hold.held.release();
});

test('the kept backup of version 1 opens with its passphrase, for ever, on a keyboard of another kind', async () => {
  const path = join(import.meta.dirname, 'fixtures/kept/backup-1-anna.loom');
  const composed = 'Grüße vom Wehr, früh um sieben';
  const decomposed = composed.normalize('NFD');
  expect(decomposed).not.toBe(composed);
  const held = { displayName: 'Anna', contacts: 2, messages: 16, createdAt: Date.UTC(2026, 10, 26, 12) };
  expect(await verify(path, locked, decomposed)).toEqual({ ok: true, contents: held });
  expect(await restore({ path, passphrase: composed })).toEqual({ ok: true, keptAside: undefined });
  const { store } = open();
  const [ben] = store.listContacts();
  if (ben === undefined) throw new Error('Ben is gone.');
  const texts = store.listMessages(ben.id, undefined, 100).map(({ content }) => content);
  expect(texts).toContainEqual({ kind: 'text', text: 'waiting 10' });
  expect(store.readProfile()?.displayName).toBe('Anna');
});
