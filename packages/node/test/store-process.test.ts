// The SQLite store against what other processes, kills and disks do to it.

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openProfile } from '../src/profile/open-profile.ts';
import { openStore } from '../src/store/open-store.ts';
import type { SqliteStore } from '../src/store/sqlite-store.ts';
import { Child } from './support/child.ts';
import { contactFor, testKey } from './support/samples.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

/** A small disk of its own at a folder, for one process. */
const inNamespace = ['unshare', '--user', '--map-root-user', '--mount'];
const mount = 'mount -t tmpfs -o size=4m tmpfs "$0" && exec "$@"';

let folder: TemporaryFolder;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'loom.db');
});
afterEach(() => folder.remove());

function open(): SqliteStore {
  const opened = openStore({ path, key: testKey });
  if (!opened.ok) throw new Error(`The store could not be opened: ${opened.fault.code}.`);
  return opened.store;
}

function texts(store: SqliteStore): string[] {
  return store
    .listContacts()
    .flatMap(({ id }) => store.listMessages(id, undefined, 100_000))
    .map(({ content }) => (content.kind === 'text' ? content.text : content.kind));
}

describe('a second process', () => {
  test('is refused while the first one runs, and let in after a kill', async () => {
    await using first = new Child(['hold', folder.path]);
    expect(await first.line()).toBe('ready');
    first.say('go');
    expect(await first.line()).toBe('open');
    expect(openStore({ path, key: testKey })).toEqual({ ok: false, fault: { code: 'engine-running' } });
    await first.kill();
    open().close();
  });

  test('is refused by this process, and let in once the store has closed', async () => {
    const store = open();
    await using second = new Child(['hold', folder.path]);
    await using third = new Child(['hold', folder.path]);
    expect([await second.line(), await third.line()]).toEqual(['ready', 'ready']);
    second.say('go');
    expect(await second.line()).toBe('engine-running');
    store.addContact(contactFor(1));
    store.close();
    third.say('go');
    expect(await third.line()).toBe('open');
  });

  test('and two more that start at the same moment on a new database leave one that runs', async () => {
    const racers = [1, 2, 3].map(() => new Child(['hold', folder.path]));
    try {
      for (const racer of racers) expect(await racer.line()).toBe('ready');
      for (const racer of racers) racer.say('go');
      const outcomes = await Promise.all(racers.map((racer) => racer.line()));
      const count = (outcome: string) => outcomes.filter((each) => each === outcome).length;
      expect([count('open'), count('engine-running')]).toEqual([1, 2]);
    } finally {
      for (const racer of racers) await racer[Symbol.asyncDispose]();
    }
  });
});

describe('after kill -9', () => {
  test('all that was stored is there, in order', async () => {
    await using writer = new Child(['write', folder.path]);
    let stored = 0;
    while (stored < 50) stored = Number(await writer.line());
    await writer.kill();
    for (let line = await writer.line(); line !== undefined; line = await writer.line())
      stored = Number(line);

    const store = open();
    const found = texts(store);
    // The last one may have been stored before it could be said.
    expect(found.length).toBeGreaterThanOrEqual(stored);
    expect(found.length).toBeLessThanOrEqual(stored + 1);
    expect(found).toEqual(found.map((_, index) => `message ${index + 1}`));
    store.close();
  });

  test(
    'at any moment of many transactions, each is there whole or not at all, and all that were told are',
    { timeout: 120_000 },
    async () => {
      let told = 0;
      for (let kill = 0; kill < 8; kill++) {
        await using writer = new Child(['writeBatches', folder.path]);
        // The first is the start; after that any moment of the stream.
        told = Math.max(told, Number(await writer.line()));
        await sleep(Math.random() * 60);
        await writer.kill();
        for (let line = await writer.line(); line !== undefined; line = await writer.line())
          told = Number(line);

        const store = open();
        const [contact] = store.listContacts();
        const last = (contact?.nextSeq ?? 0) - 1;
        expect([told, told + 1]).toContain(last);
        const all = Array.from({ length: last * 5 }, (_, index) => `batch ${1 + Math.floor(index / 5)}`);
        expect(texts(store)).toEqual(all);
        expect(contact && store.summarize(contact.id).waiting).toBe(all.length);
        store.close();
      }
      expect(told).toBeGreaterThan(8);
    },
  );

  test('a transaction that had not ended has left nothing', async () => {
    await using writer = new Child(['writeWithoutEnd', folder.path]);
    expect(await writer.line()).toBe('far in');
    await writer.kill();
    const store = open();
    expect(texts(store)).toEqual(['committed']);
    expect(store.listContacts().map(({ id }) => store.summarize(id).waiting)).toEqual([1]);
    store.close();
  });
});

describe('a folder that can’t be written to', () => {
  /** What opening the profile comes to for somebody without rights there; root gives its own away first. */
  async function openedWithoutRights(home: string): Promise<unknown> {
    await using child = new Child(['openProfile', home, 'default']);
    return JSON.parse((await child.line()) ?? '');
  }

  test('gets its own fault, before and after there is a profile in it', async ({ skip }) => {
    skip(process.platform === 'win32', 'Windows has no mode that keeps the owner from writing to a folder');
    const home = join(folder.path, 'home');
    mkdirSync(home);
    chmodSync(folder.path, 0o755);
    chmodSync(home, 0o555);
    const profileFolder = join(home, 'profiles', 'default');
    const fault = { code: 'folder-read-only', path: profileFolder };
    expect(await openedWithoutRights(home)).toEqual({ ok: false, fault });
    expect(readdirSync(home)).toEqual([]);

    chmodSync(home, 0o755);
    const opened = openProfile({ home, name: 'default' });
    if (!opened.ok) throw new Error(opened.fault.code);
    opened.profile.store.close();
    chmodSync(join(home, 'profiles'), 0o755);
    chmodSync(profileFolder, 0o555);
    try {
      expect(await openedWithoutRights(home)).toEqual({ ok: false, fault });
    } finally {
      chmodSync(profileFolder, 0o755);
    }
  });
});

describe('a disk that can only be read', () => {
  test('gets its own fault, and is used once it can be written to', async ({ skip }) => {
    const [command = '', ...options] = inNamespace;
    const probe = spawnSync(command, [...options, 'sh', '-c', mount, folder.path, 'true']);
    skip(
      probe.status !== 0,
      'a disk of its own needs user and mount namespaces, which this machine does not give',
    );
    await using child = new Child(
      ['mountReadOnly', folder.path],
      [...inNamespace, 'sh', '-c', mount, folder.path],
    );
    const fault = { code: 'folder-read-only', path: folder.path };
    expect(JSON.parse((await child.line()) ?? '')).toEqual([fault, true]);
  });
});

describe('a write-ahead log that a kill has left', () => {
  /** A database of which all but its first page is in the log. */
  async function crashed(): Promise<{ main: Buffer; log: Buffer }> {
    await using writer = new Child(['writeBatches', folder.path]);
    while (Number(await writer.line()) < 30);
    await writer.kill();
    return { main: readFileSync(path), log: readFileSync(`${path}-wal`) };
  }

  /** How many transactions are there with such a log; each is whole, and none is there without those before it. */
  function transactionsWith(main: Buffer, log: Buffer): number {
    writeFileSync(path, main);
    writeFileSync(`${path}-wal`, log);
    const store = open();
    const last = (store.listContacts()[0]?.nextSeq ?? 1) - 1;
    const found = texts(store);
    store.close();
    expect(found).toEqual(
      Array.from({ length: last * 5 }, (_, index) => `batch ${1 + Math.floor(index / 5)}`),
    );
    return last;
  }

  test('and that was cut short anywhere holds the transactions before that place, each whole', async () => {
    const { main, log } = await crashed();
    const counts = Array.from({ length: 40 }, (_, step) =>
      transactionsWith(main, log.subarray(0, Math.floor((log.length * step) / 39))),
    );
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts[0]).toBe(0);
    expect(counts.at(-1)).toBeGreaterThanOrEqual(30);
  });

  test('and of which a byte was changed holds the transactions before that byte', async () => {
    const { main, log } = await crashed();
    const whole = transactionsWith(main, log);
    const counts = Array.from({ length: 20 }, (_, step) => {
      const damaged = Buffer.from(log);
      const place = Math.floor((log.length * (step + 0.5)) / 20);
      damaged[place] = (damaged[place] ?? 0) ^ 1;
      return transactionsWith(main, damaged);
    });
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts[0]).toBeLessThan(whole);
  });
});

describe('a full disk', () => {
  test('stops what is being stored with a fault of its own, and nothing that was stored is lost', async ({
    skip,
  }) => {
    const [command = '', ...options] = inNamespace;
    const probe = spawnSync(command, [...options, 'sh', '-c', mount, folder.path, 'true']);
    skip(
      probe.status !== 0,
      'a small disk needs user and mount namespaces, which this machine does not give',
    );

    await using child = new Child(['fill', folder.path], [...inNamespace, 'sh', '-c', mount, folder.path]);
    const outcome: unknown = JSON.parse((await child.line()) ?? '');
    expect(outcome).toMatchObject({ single: 'full', stubborn: 'full', second: 'database-full' });
    const { stored, left, leftAfterwards } = outcome as Record<string, number>;
    expect(stored).toBeGreaterThan(5);
    expect([left, leftAfterwards]).toEqual([stored, stored]);
  });
});
