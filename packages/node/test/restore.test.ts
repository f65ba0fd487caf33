// Backups of a profile and the way back, on real files.

import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BackupResult } from '@loom/engine';
import { systemClock } from '../src/ambient/system-clock.ts';
import { systemRandom } from '../src/ambient/system-random.ts';
import { profileBackup } from '../src/profile/backup.ts';
import { openProfile, type Profile } from '../src/profile/open-profile.ts';
import { profilePaths, thisHost } from '../src/profile/profile-paths.ts';
import { restoreAlone, type RestoredAlone } from '../src/profile/restore-alone.ts';
import { noKeychain } from './support/no-keychain.ts';
import { contactFor, messageIdFor } from './support/samples.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

let folder: TemporaryFolder;
let home: string;
let backup: string;
const opened: Profile[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  backup = join(folder.path, 'backup.db');
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

function pathsOf(name = 'default') {
  return profilePaths(home, name, thisHost());
}

function write({ store, key, paths: { drafts } }: Profile, path: string): Promise<BackupResult> {
  return profileBackup({ store, key, drafts, clock: systemClock, random: systemRandom })(path, undefined);
}

/** A profile with an identity and a contact, and its backup, after which it has one contact more. */
async function backedUp(name = 'default'): Promise<void> {
  const profile = open(name);
  const { store } = profile;
  const bytes = (mark: number) => new Uint8Array(32).fill(mark);
  store.createProfile({ masterSeed: bytes(1), fillerKey: bytes(2), displayName: name, createdAt: 1 });
  store.addContact(contactFor(1));
  expect(await write(profile, backup)).toEqual({ ok: true, bytes: statSync(backup).size });
  store.addContact(contactFor(2));
  store.close();
}

function restore(
  options: { path?: string; keyFile?: string; replace?: boolean } = {},
): Promise<RestoredAlone> {
  const { path = backup, keyFile, replace = false } = options;
  const source = { path, passphrase: undefined, keyFile };
  const order = { backup: source, replace, random: systemRandom };
  return restoreAlone({ home, name: 'default' }, noKeychain, order);
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

describe('a backup', () => {
  test('is refused where something is already, where no folder is, and by a path that hangs on a folder', async () => {
    const profile = open();
    writeFileSync(backup, 'a letter');
    expect(await write(profile, backup)).toEqual({
      ok: false,
      fault: { code: 'backup-exists', path: backup },
    });
    expect(readFileSync(backup, 'utf8')).toBe('a letter');
    expect(await write(profile, folder.path)).toEqual({
      ok: false,
      fault: { code: 'backup-exists', path: folder.path },
    });
    for (const path of [
      join(folder.path, 'none', 'b.db'),
      join(backup, 'b.db'),
      join(folder.path, 'x'.repeat(300)),
    ]) {
      expect(await write(profile, path)).toEqual({ ok: false, fault: { code: 'backup-place', path } });
    }
    expect(await write(profile, 'backup.db')).toMatchObject({ ok: false, fault: { code: 'bad-arguments' } });
  });

  test.skipIf(process.platform === 'win32')('is closed to others', async () => {
    await backedUp();
    expect(statSync(backup).mode & 0o777).toBe(0o600);
  });
});

describe('restoring', () => {
  test('makes a profile in use what it was only with --replace, and keeps the other one beside', async () => {
    await backedUp();
    const before = files();
    expect(await restore()).toEqual({ ok: false, fault: { code: 'profile-occupied', profile: 'default' } });
    expect(files()).toEqual(before);

    const { database } = pathsOf();
    expect(await restore({ replace: true })).toEqual({ ok: true, keptAside: `${database}.replaced-1` });
    expect(contactsOf()).toEqual(['contact 1']);
    expect(await restore({ replace: true })).toEqual({ ok: true, keptAside: `${database}.replaced-2` });
    copyFileSync(`${database}.replaced-1`, database);
    expect(contactsOf()).toEqual(['contact 1', 'contact 2']);
  });

  test('into a new profile needs the key file, and then goes on under a key of its own', async () => {
    await backedUp('first');
    expect(await restore()).toMatchObject({ ok: false, fault: { code: 'database-key-missing' } });
    const keyFile = pathsOf('first').keyFile;
    expect(await restore({ keyFile })).toEqual({ ok: true, keptAside: undefined });
    expect(contactsOf()).toEqual(['contact 1']);
    expect(readFileSync(pathsOf().keyFile).equals(readFileSync(keyFile))).toBe(false);
    expect([...files().keys()].toSorted()).toEqual(['database.key', 'loom.db']);
  });

  test('brings back a profile whose folder is gone, as far as the backup goes', async () => {
    await backedUp();
    const keyFile = join(folder.path, 'kept.key');
    copyFileSync(pathsOf().keyFile, keyFile);
    home = join(folder.path, 'another home');
    expect(await restore({ keyFile })).toEqual({ ok: true, keptAside: undefined });
    expect(contactsOf()).toEqual(['contact 1']);
  });

  test('after a wipe that a kill broke off near its end leaves what was restored', async () => {
    await backedUp();
    const { database, keyFile, folder: at } = pathsOf();
    const kept = join(folder.path, 'kept.key');
    renameSync(keyFile, kept);
    rmSync(database);
    writeFileSync(join(at, 'wiping'), '');
    expect(await restore({ keyFile: kept })).toEqual({ ok: true, keptAside: undefined });
    expect(contactsOf()).toEqual(['contact 1']);
    expect([...files().keys()]).not.toContain('wiping');
  });

  test('replaces a database that can’t be opened any more, and keeps it beside with its log', async () => {
    await backedUp();
    const { database, keyFile } = pathsOf();
    const { store } = open();
    store.addContact(contactFor(3));
    const log = readFileSync(`${database}-wal`);
    store.close();
    const bytes = readFileSync(database);
    // As a kill leaves it.
    writeFileSync(`${database}-wal`, log);
    const kept = join(folder.path, 'kept.key');
    renameSync(keyFile, kept);
    expect(await restore({ keyFile: kept })).toMatchObject({
      ok: false,
      fault: { code: 'profile-occupied' },
    });
    expect(await restore({ keyFile: kept, replace: true })).toEqual({
      ok: true,
      keptAside: `${database}.replaced-1`,
    });
    expect(readFileSync(`${database}.replaced-1`).equals(bytes)).toBe(true);
    expect(readFileSync(`${database}.replaced-1-wal`).equals(log)).toBe(true);
    expect(contactsOf()).toEqual(['contact 1']);
  });

  test('waits for no engine: it is refused while one runs', async () => {
    await backedUp();
    open();
    expect(await restore({ replace: true })).toEqual({
      ok: false,
      fault: { code: 'engine-running', profile: 'default' },
    });
  });

  test.each<[string, (path: string) => void]>([
    ['a changed byte in its last page', (path) => flip(path, statSync(path).size - 100)],
    ['a changed byte in its first page', (path) => flip(path, 40)],
    ['its end cut off', (path) => writeFileSync(path, readFileSync(path).subarray(0, -4_096))],
    ['no byte at all', (path) => writeFileSync(path, '')],
    ['other content', (path) => writeFileSync(path, 'A letter.\n')],
  ])('a backup with %s changes nothing', async (_, damage) => {
    await backedUp();
    damage(backup);
    const before = files();
    const fault = { code: 'backup-unusable', path: backup };
    expect(await restore({ replace: true })).toEqual({ ok: false, fault });
    expect(files()).toEqual(before);
    expect(contactsOf()).toEqual(['contact 1', 'contact 2']);
  });

  test('with the key of another profile, or a file that is no key, changes nothing', async () => {
    await backedUp();
    open('other').store.close();
    for (const keyFile of [pathsOf('other').keyFile, backup, join(folder.path, 'none')]) {
      expect(await restore({ keyFile, replace: true })).toMatchObject({
        ok: false,
        fault: { code: 'backup-unusable' },
      });
    }
    expect(contactsOf()).toEqual(['contact 1', 'contact 2']);
  });

  test('a file that is not there, and a folder, is no backup', async () => {
    for (const path of [join(folder.path, 'none'), folder.path]) {
      expect(await restore({ path })).toEqual({ ok: false, fault: { code: 'backup-missing', path } });
    }
  });

  test('a backup of a profile without an identity is no use', async () => {
    await write(open('empty'), backup);
    expect(await restore({ keyFile: pathsOf('empty').keyFile })).toMatchObject({
      ok: false,
      fault: { code: 'backup-unusable' },
    });
  });
});

test('a backup made in the midst of a conversation holds each message up to some moment, and none twice', async () => {
  const profile = open();
  const { store } = profile;
  const { id } = store.addContact(contactFor(1));
  const written: boolean[] = [];
  for (let mark = 0; mark < 300; mark++) {
    store.addOutgoing(id, messageIdFor(mark), { kind: 'text', text: String(mark) }, mark);
    if (mark % 100 === 50) written.push((await write(profile, `${backup}.${mark}`)).ok);
  }
  expect(written).toEqual([true, true, true]);
  for (const mark of [50, 150, 250]) {
    const name = `at-${mark}`;
    mkdirSync(pathsOf(name).folder, { recursive: true });
    copyFileSync(`${backup}.${mark}`, pathsOf(name).database);
    copyFileSync(pathsOf().keyFile, pathsOf(name).keyFile);
    const texts = open(name)
      .store.listMessages(id, undefined, 1_000)
      .map(({ content }) => content);
    expect(texts).toEqual(
      Array.from({ length: mark + 1 }, (_, each) => ({ kind: 'text', text: String(each) })),
    );
  }
});

test('a kill between any two steps of a restore leaves the old profile or the new one', async () => {
  await backedUp();
  // What a kill leaves at worst: the draft, and the old database under two names.
  const { database, folder: at } = pathsOf();
  copyFileSync(database, `${database}.replaced-1`);
  mkdirSync(join(at, 'drafts'));
  writeFileSync(join(at, 'drafts', '0123456789abcdef'), 'half a copy');
  expect(contactsOf()).toEqual(['contact 1', 'contact 2']);
  expect(await restore({ replace: true })).toEqual({ ok: true, keptAside: `${database}.replaced-2` });
  expect(contactsOf()).toEqual(['contact 1']);
  expect(readdirSync(at)).not.toContain('drafts');
});

function flip(path: string, index: number): void {
  const bytes = readFileSync(path);
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}
