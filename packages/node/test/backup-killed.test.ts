// A kill while a backup is made or restored, at moments that nobody chose: under its name a backup is whole or not there, a profile is
// the one from before or the restored one, and what was left half done is gone with the next start.

import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemRandom } from '../src/ambient/system-random.ts';
import { verifyBackup } from '../src/backup/verify.ts';
import { profileBackup } from '../src/profile/backup.ts';
import { holdProfile } from '../src/profile/hold-profile.ts';
import { openProfile, type Profile } from '../src/profile/open-profile.ts';
import { Child } from './support/child.ts';
import { contactFor, messageIdFor } from './support/samples.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

const passphrase = 'a heron over the weir';
const cost = { passes: 1, kibibytes: 8 };
const kills = 6;

let folder: TemporaryFolder;
let home: string;
let backups: string;

beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  backups = join(folder.path, 'backups');
  mkdirSync(backups);
});
afterEach(() => folder.remove());

function open(): Profile {
  const opened = openProfile({ home, name: 'ada' });
  if (!opened.ok) throw new Error(opened.fault.code);
  return opened.profile;
}

/** Ada, with enough messages that a copy takes a while. */
function ada(): Profile {
  const profile = open();
  const { store } = profile;
  const bytes = (mark: number) => new Uint8Array(32).fill(mark);
  store.createProfile({ masterSeed: bytes(1), fillerKey: bytes(2), displayName: 'Ada', createdAt: 1 });
  const { id } = store.addContact(contactFor(1));
  store.transaction(() => {
    for (let mark = 0; mark < 2_000; mark++) {
      store.addOutgoing(id, messageIdFor(mark), { kind: 'text', text: `message ${mark}` }, mark);
    }
  });
  return profile;
}

/** Takes the profile as the next start does. @returns the name of who is in it. */
function nameAtNextStart(): string | undefined {
  const hold = holdProfile({ home, name: 'ada' });
  if (!hold.ok) throw new Error(hold.fault.code);
  expect(existsSync(hold.held.paths.drafts)).toBe(false);
  const { store } = open();
  const name = store.readProfile()?.displayName;
  expect(store.listContacts()).toHaveLength(1);
  store.close();
  hold.held.release();
  return name;
}

test('of a backup leaves no half one under its name', { timeout: 120_000 }, async () => {
  const { store, key, paths } = ada();
  store.close();
  for (let kill = 0; kill < kills; kill++) {
    const at = join(backups, String(kill));
    mkdirSync(at);
    await using child = new Child(['backUp', home, at]);
    for (let number = 0; number <= kill % 3; number++) await child.line();
    await sleep(Math.random() * 60);
    await child.kill();
    expect(nameAtNextStart()).toBe('Ada');
    const names = readdirSync(at).filter((name) => name.endsWith('.loom'));
    for (const name of names) {
      const source = { path: join(at, name), passphrase };
      expect(await verifyBackup(source, paths.drafts, { ok: true, key })).toMatchObject({
        ok: true,
        contents: { displayName: 'Ada', messages: 2_000 },
      });
    }
  }
});

test('of restoring leaves the one or the other', { timeout: 120_000 }, async () => {
  const { store, key, paths } = ada();
  const clock = { now: () => 1 };
  const write = profileBackup({ store, key, drafts: paths.drafts, clock, random: systemRandom, cost });
  expect((await write(join(backups, '1.loom'), passphrase)).ok).toBe(true);
  store.renameProfile('Ada Byron');
  expect((await write(join(backups, '2.loom'), passphrase)).ok).toBe(true);
  store.close();
  for (let kill = 0; kill < kills; kill++) {
    await using child = new Child(['restore', home, backups]);
    for (let number = 0; number <= kill % 3; number++) await child.line();
    await sleep(Math.random() * 200);
    await child.kill();
    expect(['Ada', 'Ada Byron']).toContain(nameAtNextStart());
  }
});
