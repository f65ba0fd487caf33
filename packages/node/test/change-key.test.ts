// A profile's key moves to another place, and whatever kills the process on the way, the database opens with one of two keys.

import {
  copyFileSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemRandom } from '../src/ambient/system-random.ts';
import type { Keychain } from '../src/custody/keychain.ts';
import { moveKey, nextKeyFile } from '../src/profile/change-key.ts';
import { type HeldProfile, holdProfile } from '../src/profile/hold-profile.ts';
import { type KeyPlace, makeNextKey, type NextKey } from '../src/profile/next-key.ts';
import { openHeldProfile, openProfile, type Profile } from '../src/profile/open-profile.ts';
import { wipeAlone } from '../src/profile/wipe-alone.ts';
import { wipeProfile } from '../src/profile/wipe.ts';
import { Child } from './support/child.ts';
import { memoryKeychain } from './support/memory-keychain.ts';
import { noKeychain } from './support/no-keychain.ts';
import { contactFor } from './support/samples.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

const passphrase = 'a heron over the weir';
/** Enough to be Argon2id, and no more. */
const cost = { passes: 1, kibibytes: 64 };

let folder: TemporaryFolder;
let held: HeldProfile;
let keychain: ReturnType<typeof memoryKeychain>;

beforeEach(() => {
  folder = temporaryFolder();
  keychain = memoryKeychain();
  held = hold();
});
afterEach(() => {
  held.release();
  folder.remove();
});

function hold(): HeldProfile {
  const taken = holdProfile({ home: folder.path, name: 'ada' });
  if (!taken.ok) throw new Error(taken.fault.code);
  return taken.held;
}

function open(given?: string): ReturnType<typeof openHeldProfile> {
  return openHeldProfile(held, { passphrase: given, keychain });
}

async function opened(given?: string): Promise<Profile> {
  const result = await open(given);
  if (!result.ok) throw new Error(result.fault.code);
  return result.profile;
}

/** Closes it again. @returns who is in it, and its key. */
async function contents(given?: string): Promise<{ names: string[]; kind: string; key: Uint8Array }> {
  const { store, keyCustody: kind, key } = await opened(given);
  const names = store.listContacts().map(({ displayName }) => displayName);
  store.close();
  return { names, kind, key };
}

/** Two contacts, and a database beside with one of them, as a restore leaves it. */
async function fill(): Promise<void> {
  const { store } = await opened();
  store.addContact(contactFor(1));
  store.close();
  copyFileSync(held.paths.database, `${held.paths.database}.replaced-1`);
  writeFileSync(`${held.paths.database}.replaced-2`, 'of another key');
  const again = await opened();
  again.store.addContact(contactFor(2));
  again.store.close();
}

async function make(place: KeyPlace): Promise<NextKey> {
  const result = await makeNextKey(place, { keychain, random: systemRandom, cost });
  if (!result.ok) throw new Error(result.fault.code);
  return result.made;
}

function files(): Map<string, Buffer> {
  const at = held.paths.folder;
  return new Map(readdirSync(at).map((name) => [name, readFileSync(join(at, name))]));
}

const settled = ['database.key', 'loom.db', 'loom.db.replaced-1', 'loom.db.replaced-2', 'profile.lock'];

describe('moving the key', { timeout: 60_000 }, () => {
  test.each<[string, KeyPlace, string | undefined, number]>([
    ['behind a passphrase', { kind: 'passphrase', passphrase }, passphrase, 93],
    ['into the keychain', { kind: 'keychain' }, undefined, 25],
    ['into a file anew', { kind: 'key-file' }, undefined, 32],
  ])('%s leaves no old key that opens anything', async (_, place, given, size) => {
    await fill();
    const { key } = await contents();
    const made = await make(place);
    expect(await moveKey(held.paths, { key, ...made }, keychain)).toBeUndefined();
    expect([...files().keys()].toSorted()).toEqual(settled);
    expect(statSync(held.paths.keyFile).size).toBe(size);
    expect(await contents(given)).toEqual({
      names: ['contact 1', 'contact 2'],
      kind: place.kind,
      key: made.nextKey,
    });
    const rawKeys = place.kind === 'key-file' ? [key] : [key, made.nextKey];
    const holding = [...files()].filter(([, bytes]) =>
      rawKeys.some((raw) => bytes.includes(Buffer.from(raw))),
    );
    expect(holding.map(([name]) => name)).toEqual([]);
    // The database that was kept beside has come along; the one of another key was left alone.
    expect(files().get('loom.db.replaced-2')?.toString()).toBe('of another key');
    copyFileSync(`${held.paths.database}.replaced-1`, held.paths.database);
    expect((await contents(given)).names).toEqual(['contact 1']);
    writeFileSync(held.paths.keyFile, key);
    expect(await open()).toMatchObject({ ok: false, fault: { code: 'database-corrupt' } });
  });

  test('overwrites the old key before it lets go of its file', async () => {
    await fill();
    const { key } = await contents();
    const other = join(folder.path, 'the same file');
    linkSync(held.paths.keyFile, other);
    await moveKey(held.paths, { key, ...(await make({ kind: 'passphrase', passphrase })) }, keychain);
    expect(readFileSync(other)).toHaveLength(32);
    expect(readFileSync(other).equals(Buffer.from(key))).toBe(false);
  });

  test('out of the keychain leaves nothing in it', async () => {
    await fill();
    await moveKey(
      held.paths,
      { key: (await contents()).key, ...(await make({ kind: 'keychain' })) },
      keychain,
    );
    expect(keychain.entries.size).toBe(1);
    await moveKey(
      held.paths,
      { key: (await contents()).key, ...(await make({ kind: 'key-file' })) },
      keychain,
    );
    expect(keychain.entries.size).toBe(0);
    expect((await contents()).names).toEqual(['contact 1', 'contact 2']);
  });

  test('of a damaged database changes nothing, and what was begun is cleared away', async () => {
    await fill();
    const { key } = await contents();
    const bytes = readFileSync(held.paths.database);
    writeFileSync(held.paths.database, 'x'.repeat(bytes.length));
    const fault = await moveKey(held.paths, { key, ...(await make({ kind: 'keychain' })) }, keychain);
    expect(fault?.code).toBe('database-corrupt');
    expect(keychain.entries.size).toBe(1);
    writeFileSync(held.paths.database, bytes);
    expect(await contents()).toMatchObject({ names: ['contact 1', 'contact 2'], kind: 'key-file' });
    expect([...files().keys()].toSorted()).toEqual(settled);
    expect(keychain.entries.size).toBe(0);
  });

  test(
    'and a kill after any of its steps leaves a database that opens with one of the two keys',
    { timeout: 300_000 },
    async () => {
      const told: string[] = [];
      let outcome: string | undefined = '';
      for (let steps = 0; outcome !== 'done'; steps++) {
        held.release();
        folder.remove();
        folder = temporaryFolder();
        held = hold();
        await fill();
        const { key } = await contents();
        const { nextKey, nextFile } = await make({ kind: 'passphrase', passphrase });
        const given = { key, 'next key': nextKey, 'next file': nextFile };
        for (const [name, bytes] of Object.entries(given)) writeFileSync(join(folder.path, name), bytes);
        held.release();
        await using child = new Child(['changeKey', folder.path, String(steps)]);
        const lines: string[] = [];
        for (let line = await child.line(); line !== undefined; line = await child.line()) lines.push(line);
        outcome = lines.at(-1);
        held = hold();

        const isNew = lines.includes('the database is the new one');
        // What is there tells by itself whether the passphrase is needed; a wrong one opens nothing in either case.
        const without = await open();
        expect(without.ok).toBe(!isNew);
        if (without.ok) without.profile.store.close();
        const names = ['contact 1', 'contact 2'];
        expect(await contents(passphrase)).toMatchObject({ names, key: isNew ? nextKey : key });
        expect(await contents(passphrase)).toMatchObject({
          kind: isNew ? 'passphrase' : 'key-file',
        });
        expect([...files().keys()].toSorted()).toEqual(settled);
        copyFileSync(`${held.paths.database}.replaced-1`, held.paths.database);
        expect((await contents(passphrase)).names).toEqual(['contact 1']);
        told.push(outcome ?? 'nothing yet');
      }
      expect(told).toEqual([
        'nothing yet',
        'the next key is there',
        'a database that was kept has a copy',
        'a database of another key stays',
        'the database has a copy',
        'the database is the new one',
        'a database that was kept is the new one',
        'the old key is overwritten',
        'the next key is the key',
        'done',
      ]);
    },
  );
});

describe('a key file that somebody changed', () => {
  test('is damaged, and nothing is tried with it', async () => {
    await fill();
    const { key } = await contents();
    await moveKey(held.paths, { key, ...(await make({ kind: 'passphrase', passphrase })) }, keychain);
    const bytes = readFileSync(held.paths.keyFile);
    // 4 TiB of memory for one try.
    bytes.writeUInt32BE(0xffffffff, 13);
    writeFileSync(held.paths.keyFile, bytes);
    const fault = { code: 'database-key-damaged', path: held.paths.keyFile, bytes: 93 };
    expect(await open(passphrase)).toEqual({ ok: false, fault });
  });
});

describe('a profile from before', () => {
  test('opens with its key file as ever, and the other way round', async () => {
    await fill();
    held.release();
    const plain = openProfile({ home: folder.path, name: 'ada' });
    if (!plain.ok) throw new Error(plain.fault.code);
    expect(plain.profile.keyCustody).toBe('key-file');
    plain.profile.store.close();
    held = hold();
    expect((await contents()).names).toEqual(['contact 1', 'contact 2']);
  });

  test('with a passphrase is closed to who knows of none', async () => {
    await fill();
    const { key } = await contents();
    await moveKey(held.paths, { key, ...(await make({ kind: 'passphrase', passphrase })) }, keychain);
    expect(openProfile({ home: folder.path, name: 'ada' })).toEqual({ ok: false, fault: { code: 'locked' } });
    expect(await open()).toEqual({ ok: false, fault: { code: 'locked' } });
    expect(await open('another one')).toEqual({ ok: false, fault: { code: 'passphrase-wrong' } });
  });
});

describe('wiping', () => {
  async function used(): Promise<Uint8Array> {
    await fill();
    const { key } = await contents();
    await moveKey(held.paths, { key, ...(await make({ kind: 'keychain' })) }, keychain);
    for (const name of ['loom.log', 'loom.log.1', 'loom.db-wal.old', 'database.key.77.new']) {
      writeFileSync(join(held.paths.folder, name), 'a line');
    }
    writeFileSync(join(held.paths.folder, 'a letter'), 'of the person');
    return key;
  }

  test('leaves nothing of the profile but its lock, and nothing in the keychain', async () => {
    await used();
    await wipeProfile(held.paths, keychain);
    expect([...files().keys()].toSorted()).toEqual(['a letter', 'profile.lock']);
    expect(keychain.entries.size).toBe(0);
    expect(await contents()).toMatchObject({ names: [], kind: 'key-file' });
  });

  test('asks the keychain when all else is gone, and tells what it says', async () => {
    await used();
    let left: string[] = [];
    const deaf: Keychain = {
      ...keychain,
      remove: async () => {
        left = [...files().keys()].toSorted();
        return { ok: false, detail: 'it does not answer' };
      },
    };
    expect(await wipeProfile(held.paths, deaf)).toBe('it does not answer');
    expect(left).toEqual(['a letter', 'profile.lock']);
  });

  test('takes a profile that nobody runs, though its database is damaged and its keychain away', async () => {
    await used();
    const profile = { home: folder.path, name: 'ada' };
    expect(await wipeAlone(profile, noKeychain)).toEqual({
      ok: false,
      fault: { code: 'engine-running', profile: 'ada' },
    });
    writeFileSync(held.paths.database, 'damaged');
    held.release();
    expect(await wipeAlone(profile, noKeychain)).toEqual({ ok: true, keychainDetail: 'there is none here' });
    expect([...files().keys()].toSorted()).toEqual(['a letter', 'profile.lock']);
    held = hold();
    expect(await contents()).toMatchObject({ names: [], kind: 'key-file' });
  });

  test('overwrites the key before it lets go of its file', async () => {
    await fill();
    const { key } = await contents();
    const other = join(folder.path, 'the same file');
    linkSync(held.paths.keyFile, other);
    await wipeProfile(held.paths, keychain);
    expect(readFileSync(other).equals(Buffer.from(key))).toBe(false);
  });

  test('that a kill broke off is finished at the next opening', async () => {
    await used();
    // At worst the key is gone, and all else is there.
    writeFileSync(join(held.paths.folder, 'wiping'), '');
    writeFileSync(held.paths.keyFile, '');
    expect(await contents()).toMatchObject({ names: [], kind: 'key-file' });
    expect([...files().keys()].toSorted()).toEqual(['a letter', 'database.key', 'loom.db', 'profile.lock']);
    expect(existsSync(nextKeyFile(held.paths))).toBe(false);
  });
});
