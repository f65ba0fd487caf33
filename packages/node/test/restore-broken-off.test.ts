// A restore after a change of the key that a kill broke off: the restored database opens, and so does the one that was kept.

import { copyFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../src/ambient/system-clock.ts';
import { systemRandom } from '../src/ambient/system-random.ts';
import { profileBackup } from '../src/profile/backup.ts';
import { changeKey, moveKey } from '../src/profile/change-key.ts';
import { type HeldProfile, holdProfile } from '../src/profile/hold-profile.ts';
import { type KeyPlace, makeNextKey, type NextKey } from '../src/profile/next-key.ts';
import { openHeldProfile, type Profile } from '../src/profile/open-profile.ts';
import { restoreAlone } from '../src/profile/restore-alone.ts';
import { type PresentDatabase, restoreProfile } from '../src/profile/restore.ts';
import { memoryKeychain } from './support/memory-keychain.ts';
import { noKeychain } from './support/no-keychain.ts';
import { contactFor } from './support/samples.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

const passphrase = 'a heron over the weir';
const places = {
  file: { kind: 'key-file' },
  passphrase: { kind: 'passphrase', passphrase },
  keychain: { kind: 'keychain' },
} as const satisfies Record<string, KeyPlace>;
/** Enough to be Argon2id, and no more. */
const cost = { passes: 1, kibibytes: 64 };

let folder: TemporaryFolder;
let keychain: ReturnType<typeof memoryKeychain>;

beforeEach(() => {
  folder = temporaryFolder();
  keychain = memoryKeychain();
});
afterEach(() => folder.remove());

function hold(name: string): HeldProfile {
  const taken = holdProfile({ home: folder.path, name });
  if (!taken.ok) throw new Error(taken.fault.code);
  return taken.held;
}

async function opened(held: HeldProfile): Promise<Profile> {
  const result = await openHeldProfile(held, { passphrase, keychain });
  if (!result.ok) throw new Error(result.fault.code);
  return result.profile;
}

async function make(place: KeyPlace): Promise<NextKey> {
  const result = await makeNextKey(place, { keychain, random: systemRandom, cost });
  if (!result.ok) throw new Error(result.fault.code);
  return result.made;
}

function addIdentity(store: Profile['store'], displayName: string): void {
  const bytes = new Uint8Array(32).fill(1);
  store.createProfile({ masterSeed: bytes, fillerKey: bytes, displayName, createdAt: 1 });
}

/** Of a profile with the first contact, and its key file. */
async function backedUp(): Promise<{ path: string; keyFile: string; passphrase: undefined }> {
  const held = hold('bo');
  const { store, key, paths } = await opened(held);
  addIdentity(store, 'Bo');
  store.addContact(contactFor(1));
  const path = join(folder.path, 'backup.db');
  const options = { store, key, drafts: paths.drafts, clock: systemClock, random: systemRandom };
  expect(await profileBackup(options)(path, undefined)).toMatchObject({ ok: true });
  store.close();
  held.release();
  return { path, keyFile: paths.keyFile, passphrase: undefined };
}

/** Under a key in the first place: the second contact, and a database with nobody that an earlier restore kept. */
async function fill(held: HeldProfile, from: KeyPlace): Promise<void> {
  const fresh = await opened(held);
  fresh.store.close();
  if (from.kind !== 'key-file') {
    await moveKey(held.paths, { key: fresh.key, ...(await make(from)) }, keychain);
  }
  copyFileSync(held.paths.database, `${held.paths.database}.replaced-1`);
  const { store } = await opened(held);
  addIdentity(store, 'Ada');
  store.addContact(contactFor(2));
  store.close();
}

/** As a kill leaves it. @returns whether there was one step more. */
async function breakOff(held: HeldProfile, to: KeyPlace, steps: number): Promise<boolean> {
  const { store, key } = await opened(held);
  store.close();
  const change = changeKey(held.paths, { key, ...(await make(to)) });
  for (let step = 0; step < steps; step++) if (change.next().done) return false;
  return true;
}

/** @returns who is in a database that was kept, by whichever of the profile's key files opens it. */
async function contactsOfKept(held: HeldProfile, kept: string): Promise<string[] | undefined> {
  const keyFiles = readdirSync(held.paths.folder).filter((name) => name.startsWith('database.key'));
  for (const keyFile of keyFiles) {
    const beside = hold(`${basename(kept)}-${keyFile}`);
    beside.release();
    const { paths } = beside;
    copyFileSync(kept, paths.database);
    copyFileSync(join(held.paths.folder, keyFile), paths.keyFile);
    const result = await openHeldProfile({ name: 'kept', paths }, { passphrase, keychain });
    if (!result.ok) continue;
    const names = result.profile.store.listContacts().map(({ displayName }) => displayName);
    result.profile.store.close();
    return names;
  }
  return undefined;
}

const changes: [keyof typeof places, keyof typeof places][] = [
  ['file', 'passphrase'],
  ['passphrase', 'file'],
  ['passphrase', 'keychain'],
  ['keychain', 'passphrase'],
  ['file', 'keychain'],
];

/** As a Loom that is locked knows it. */
const locked: PresentDatabase = {
  isUsed: true,
  key: { ok: false, fault: { code: 'locked' } },
  close: () => undefined,
};

test.each(
  changes.flatMap(([from, to]) => (['locked', 'alone'] as const).map((way) => [way, from, to] as const)),
)(
  'restoring while it is %s after a move from %s to %s that a kill broke off leaves two databases that open',
  { timeout: 120_000 },
  async (way, from, to) => {
    let isOver = false;
    for (let steps = 0; !isOver; steps++) {
      folder.remove();
      folder = temporaryFolder();
      keychain = memoryKeychain();
      const backup = await backedUp();
      const order = { backup, replace: true, random: systemRandom };
      const held = hold('ada');
      await fill(held, places[from]);
      isOver = !(await breakOff(held, places[to], steps));
      held.release();
      const restored =
        way === 'locked'
          ? await restoreProfile(held, locked, order)
          : await restoreAlone({ home: folder.path, name: 'ada' }, noKeychain, order);
      expect(restored).toEqual({ ok: true, keptAside: `${held.paths.database}.replaced-2` });
      const { store } = await opened(held);
      const after = store.listContacts().map(({ displayName }) => displayName);
      store.close();
      expect([steps, after]).toEqual([steps, ['contact 1']]);
      const kept = [2, 1].map((number) => `${held.paths.database}.replaced-${number}`);
      const names = await Promise.all(kept.map((path) => contactsOfKept(held, path)));
      expect([steps, ...names]).toEqual([steps, ['contact 2'], []]);
    }
  },
);
