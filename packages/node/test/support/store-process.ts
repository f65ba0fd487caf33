// What tests of the store do in another process: `node store-process.ts JOB ARGUMENTS`. Says what happened as lines on stdout.

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ContactId, StoreError } from '@loom/engine';
import Database from 'better-sqlite3-multiple-ciphers';
import { systemRandom } from '../../src/ambient/system-random.ts';
import { profileBackup } from '../../src/profile/backup.ts';
import { changeKey } from '../../src/profile/change-key.ts';
import { type HeldProfile, holdProfile } from '../../src/profile/hold-profile.ts';
import { openProfile } from '../../src/profile/open-profile.ts';
import { restoreAlone } from '../../src/profile/restore-alone.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { SqliteStore } from '../../src/store/sqlite-store.ts';
import { noKeychain } from './no-keychain.ts';
import { contactFor, messageIdFor, testKey } from './samples.ts';

/** Of the user that owns nothing. */
const NOBODY = 65_534;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function open(folder: string): SqliteStore {
  const opened = openStore({ path: join(folder, 'loom.db'), key: testKey });
  if (!opened.ok) throw new Error(opened.fault.code);
  return opened.store;
}

function mustHold(home: string): HeldProfile {
  const hold = holdProfile({ home, name: 'ada' });
  if (!hold.ok) throw new Error(hold.fault.code);
  return hold.held;
}

function send(store: SqliteStore, id: ContactId, mark: number, text: string): void {
  store.addOutgoing(id, messageIdFor(mark), { kind: 'text', text }, mark);
}

function codeOf(work: () => void): string {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof StoreError ? error.code : String(error);
  }
}

/** Enough to be Argon2id, and no more. */
const cost = { passes: 1, kibibytes: 8 };

const jobs: Record<string, (folder: string, argument: string) => void | Promise<void>> = {
  /** Opens once it is told to, says what came of it, and keeps open until it is killed. */
  async hold(folder) {
    say('ready');
    await once(process.stdin, 'data');
    const opened = openStore({ path: join(folder, 'loom.db'), key: testKey });
    say(opened.ok ? 'open' : opened.fault.code);
    setInterval(() => opened, 60_000);
  },

  /** Stores one message after the other, each in a transaction of its own, and says the number of each once it is stored. */
  write(folder) {
    const store = open(folder);
    const { id } = store.addContact(contactFor(1));
    for (let mark = 1; ; mark++) {
      send(store, id, mark, `message ${mark}`);
      say(String(mark));
    }
  },

  /** Makes one backup with a passphrase of the profile “ada” after the other in `folder`, and says the number of each before. */
  async backUp(home, folder) {
    const opened = openProfile({ home, name: 'ada' });
    if (!opened.ok) throw new Error(opened.fault.code);
    const { store, key, paths } = opened.profile;
    const clock = { now: () => 1 };
    const write = profileBackup({ store, key, drafts: paths.drafts, clock, random: systemRandom, cost });
    for (let number = 1; ; number++) {
      say(String(number));
      await write(join(folder, `${number}.loom`), 'a heron over the weir');
    }
  },

  /** Restores the backups 1 and 2 of `folder` into the profile “ada” in turn, and says which before. */
  async restore(home, folder) {
    const random = systemRandom;
    for (let number = 1; ; number = 3 - number) {
      say(String(number));
      const backup = { path: join(folder, `${number}.loom`), passphrase: 'a heron over the weir' };
      const restored = await restoreAlone({ home, name: 'ada' }, noKeychain, {
        backup,
        replace: true,
        random,
      });
      if (!restored.ok) throw new Error(restored.fault.code);
    }
  },

  /** Stores messages in transactions of five with a change of the contact, and says the number of each once it is stored. */
  writeBatches(folder) {
    const store = open(folder);
    const { id, nextSeq } = store.listContacts()[0] ?? store.addContact(contactFor(1));
    for (let batch = nextSeq; ; batch++) {
      store.transaction(() => {
        for (let each = 0; each < 5; each++) send(store, id, batch * 5 + each, `batch ${batch}`);
        store.updateContact(id, { nextSeq: batch + 1 });
      });
      say(String(batch));
    }
  },

  /** Makes a database, takes the right to write away from its disk, and says what opening it comes to, then and afterwards. */
  mountReadOnly(folder) {
    open(folder).close();
    const mount = (how: string): void => void execFileSync('mount', ['-o', `remount,${how}`, folder]);
    mount('ro');
    const readOnly = openStore({ path: join(folder, 'loom.db'), key: testKey });
    mount('rw');
    const writable = openStore({ path: join(folder, 'loom.db'), key: testKey });
    say(JSON.stringify([readOnly.ok || readOnly.fault, writable.ok]));
  },

  /** Stores one message, and then more than any cache holds within a transaction that never ends. */
  writeWithoutEnd(folder) {
    const store = open(folder);
    const { id } = store.addContact(contactFor(1));
    send(store, id, 0, 'committed');
    store.transaction(() => {
      for (let mark = 1; ; mark++) {
        send(store, id, mark, 'x'.repeat(60_000));
        if (mark === 1_000) say('far in');
      }
    });
  },

  /** Deletes the first contact and erases what it leaves, and says so after each piece; waits for a word before the next one. */
  async eraseInPieces(folder) {
    const store = open(folder);
    const [contact] = store.listContacts();
    if (contact === undefined) throw new Error('There is nobody to delete.');
    store.deleteContact(contact.id);
    say('deleted');
    do await once(process.stdin, 'data');
    while (store.eraseDeleted() && (say('a piece'), true));
    say('done');
    store.close();
  },

  /** Fills a small disk, and says what failed and what is left. */
  fill(folder) {
    const store = open(folder);
    const { id } = store.addContact(contactFor(1));
    let stored = 0;
    const single = codeOf(() => {
      for (;;) {
        send(store, id, stored + 1, 'x'.repeat(60_000));
        stored += 1;
      }
    });
    const stubborn = codeOf(() =>
      store.transaction(() => {
        codeOf(() => {
          for (let mark = 0; ; mark++) send(store, id, 10_000 + mark, 'y'.repeat(60_000));
        });
        codeOf(() => store.renameProfile('after the failure'));
      }),
    );
    const left = store.listMessages(id, undefined, 10_000).length;
    store.close();
    const again = open(folder);
    const leftAfterwards = again.listMessages(id, undefined, 10_000).length;
    again.close();
    const second = openStore({ path: join(folder, 'second.db'), key: testKey });
    say(
      JSON.stringify({
        stored,
        single,
        stubborn,
        left,
        leftAfterwards,
        second: second.ok || second.fault.code,
      }),
    );
  },

  /** Gives the profile `ada` the key that was made for it, and is killed after so many steps. */
  changeKey(home, argument) {
    const steps = Number(argument);
    const { paths } = mustHold(home);
    const read = (name: string): Uint8Array => readFileSync(join(home, name));
    const change = { key: read('key'), nextKey: read('next key'), nextFile: read('next file') };
    let done = 0;
    const kill = (): void => {
      if (done === steps) process.kill(process.pid, 'SIGKILL');
    };
    kill();
    for (const step of changeKey(paths, change)) {
      done += 1;
      say(step);
      kill();
    }
    say('done');
  },

  /** Opens a profile as somebody who has no rights in its home. */
  openProfile(home, name) {
    // Loads the native library while it is sure to be readable.
    new Database(':memory:').close();
    if (process.getuid?.() === 0) {
      process.setgid?.(NOBODY);
      process.setuid?.(NOBODY);
    }
    const opened = openProfile({ home, name });
    say(JSON.stringify(opened.ok ? { ok: true } : opened));
  },
};

const [job = '', folder = '', argument = ''] = process.argv.slice(2);
await jobs[job]?.(folder, argument);
