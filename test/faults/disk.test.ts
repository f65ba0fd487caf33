// What a disk does to Looms that run: it fills up while two chat, or gives back other bytes than it was given. Real processes, and
// a small disk of the test's own.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdtempSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isLoomError, type Contact, type Message } from '@loom/contract';
import { profileFolder, profileKeyFile, restoreBackup } from '@loom/daemon';
import { DaemonProcess } from '../support/daemon-process.ts';
import { freePorts } from '../support/free-ports.ts';

let home: string;
const mounted: string[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'loom-faults-'));
});
afterEach(() => {
  for (const folder of mounted.splice(0)) execFileSync('umount', [folder]);
  rmSync(home, { recursive: true, force: true });
});

/** @returns whether this machine lets a test have a disk of its own. */
function mountSmallDisk(folder: string, size: string): boolean {
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'tmpfs', folder]).status !== 0)
    return false;
  mounted.push(folder);
  return true;
}

/** A daemon with its only contact. */
class Chatter {
  readonly process: DaemonProcess;
  readonly port: number;
  token = '';
  contact: number[] = [];

  constructor(at: string, name: string, port: number) {
    this.port = port;
    this.process = new DaemonProcess({ home: at, profile: name, port });
  }

  async begin(): Promise<void> {
    this.token = await (await this.process.door()).call('generate_new_identity', { name: 'Somebody' });
  }

  async meet(other: Chatter): Promise<void> {
    const door = await this.process.door();
    const { public_key: key } = await door.call('add_contact_token', {
      token_str: other.token,
      display_name: 'Other',
    });
    this.contact = key;
    await door.call('inject_peer_address', { peer_pub_key: key, ip: '127.0.0.1', port: other.port });
  }

  /** @returns the code of the fault that it ended in, if it did. */
  async say(content: string): Promise<string | undefined> {
    const door = await this.process.door();
    try {
      await door.call('send_message', { contact_pub_key: this.contact, content });
      return undefined;
    } catch (error) {
      if (!isLoomError(error)) throw error;
      return error.code;
    }
  }

  async until(fits: (contact: Contact) => boolean): Promise<void> {
    const door = await this.process.door();
    for (;;) {
      const [contact] = await door.call('get_contacts', {});
      if (contact !== undefined && fits(contact)) return;
      await sleep(50);
    }
  }

  async texts(way: 'in' | 'out'): Promise<string[]> {
    const door = await this.process.door();
    const messages: Message[] = await door.call('get_messages', {
      contact_pub_key: this.contact,
      limit: 1_000,
    });
    return messages
      .filter(({ state }) => (state === 'received') === (way === 'in'))
      .map(({ content }) => content.slice(0, 12).trim());
  }
}

/** Takes all that is left of a disk. @returns a function that gives it back. */
function fill(folder: string): () => void {
  const path = join(folder, 'ballast');
  const file = openSync(path, 'w');
  for (let size = 65_536; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) writeSync(file, new Uint8Array(size));
    } catch {
      // So much does not fit any more; a smaller piece may.
    }
  }
  closeSync(file);
  return () => rmSync(path);
}

const long = (text: string): string => text.padEnd(30_000, '.');

describe('a disk that fills up while two chat', () => {
  test(
    'stops nothing but storing: both run on, and once there is space all arrives, once and in order',
    {
      timeout: 120_000,
    },
    async ({ skip }) => {
      const disk = mkdtempSync(join(home, 'disk-'));
      skip(!mountSmallDisk(disk, '12m'), 'a small disk has to be mounted, which this machine does not allow');
      const [first = 0, second = 0] = await freePorts(2);
      const cramped = new Chatter(disk, 'cramped', first);
      const other = new Chatter(home, 'other', second);
      try {
        for (const chatter of [cramped, other]) await chatter.begin();
        await cramped.meet(other);
        await other.meet(cramped);
        await cramped.until(({ state }) => state === 'secured');

        const stored: string[] = [];
        const refused: (string | undefined)[] = [];
        const giveBack = fill(disk);
        // What is in the write-ahead log already takes a few more.
        for (let number = 1; refused.length < 5 && number < 500; number += 1) {
          const code = await cramped.say(long(`out ${number}`));
          if (code === undefined) stored.push(`out ${number}.`);
          else refused.push(code);
        }
        expect(refused).toEqual(Array.from({ length: 5 }, () => 'database-full'));
        const sent: string[] = [];
        for (let number = 1; number <= 30; number += 1) {
          expect(await other.say(long(`in ${number}`))).toBeUndefined();
          sent.push(`in ${number}.`);
        }
        expect(await cramped.say('too much')).toBe('database-full');
        await sleep(1_000);
        expect([cramped.process.hasEnded, other.process.hasEnded]).toEqual([false, false]);
        const log = readFileSync(join(profileFolder({ home, profile: 'other' }), 'loom.log'), 'utf8');
        // It tries again and again, but with pauses that grow.
        expect(log.split('\n').length).toBeLessThan(300);

        giveBack();
        expect(await cramped.say('there is space')).toBeUndefined();
        await other.until(({ waiting, state }) => waiting === 0 && state === 'secured');
        await cramped.until(({ waiting }) => waiting === 0);
        const named = (texts: string[]): string[] => texts.map((text) => text.replace(/\.+$/, '.'));
        expect(named(await other.texts('in'))).toEqual([...stored, 'there is spa']);
        expect(named(await cramped.texts('out'))).toEqual([...stored, 'there is spa']);
        expect(named(await cramped.texts('in'))).toEqual(sent);
      } finally {
        for (const { process } of [cramped, other]) await process[Symbol.asyncDispose]();
      }
    },
  );
});

describe('a backup and a full disk', () => {
  const profile = 'ann';

  test(
    'neither leaves half a copy nor touches the profile, on the way out and on the way back',
    {
      timeout: 60_000,
    },
    async ({ skip }) => {
      const disk = mkdtempSync(join(home, 'disk-'));
      skip(!mountSmallDisk(disk, '3m'), 'a small disk has to be mounted, which this machine does not allow');
      const [port = 0] = await freePorts(1);
      const backup = join(home, 'backup.db');
      const backupWithPassphrase = join(home, 'ann.loom');
      const passphrase = 'a heron over the weir';
      {
        await using daemon = new DaemonProcess({ home, profile, port });
        const door = await daemon.door();
        await door.call('generate_new_identity', { name: 'Ann' });
        const { identity_key: key } = await door.call('get_status', {});
        const path = join(disk, 'backup.db');
        const giveBack = fill(disk);
        await expect(door.call('create_backup', { path })).rejects.toMatchObject({ code: 'database-full' });
        const sealed = { path: join(disk, 'ann.loom'), passphrase };
        await expect(door.call('create_backup', sealed)).rejects.toMatchObject({ code: 'database-full' });
        expect(readdirSync(disk)).toEqual(['ballast']);
        giveBack();
        expect(await door.call('create_backup', { path })).toMatchObject({ path });
        expect(await door.call('create_backup', { path: backupWithPassphrase, passphrase })).toBeDefined();
        expect(await door.call('create_backup', { path: backup })).toMatchObject({ path: backup });
        expect((await door.call('get_status', {})).identity_key).toEqual(key);
        await daemon.stop();
      }
      rmSync(join(disk, 'backup.db'));
      const keyFile = profileKeyFile({ home, profile });
      const choice = { backup, keyFile, passphrase: undefined, replace: true };
      await restoreBackup({ home: disk, profile }, choice);
      const folder = profileFolder({ home: disk, profile });
      const before = readdirSync(folder);
      const database = readFileSync(join(folder, 'loom.db'));
      const giveBack = fill(disk);
      await expect(restoreBackup({ home: disk, profile }, choice)).rejects.toMatchObject({
        code: 'database-full',
      });
      const withPassphrase = { ...choice, backup: backupWithPassphrase, passphrase };
      await expect(restoreBackup({ home: disk, profile }, withPassphrase)).rejects.toMatchObject({
        code: 'database-full',
      });
      expect(readdirSync(folder)).toEqual(before);
      expect(readFileSync(join(folder, 'loom.db')).equals(database)).toBe(true);
      giveBack();
      expect(await restoreBackup({ home: disk, profile }, choice)).toBe(join(folder, 'loom.db.replaced-1'));
    },
  );
});

describe('a database whose bytes have changed', () => {
  test(
    'is told as such by each command that meets them, and the engine runs on',
    { timeout: 60_000 },
    async () => {
      const [port = 0, nowhere = 0] = await freePorts(2);
      const at = { home, profile: 'ann' };
      await using first = new DaemonProcess({ ...at, port });
      const door = await first.door();
      await door.call('generate_new_identity', { name: 'Ann' });
      const friend = new DaemonProcess({ home, profile: 'friend', port: nowhere });
      const token = await (await friend.door()).call('generate_new_identity', { name: 'Friend' });
      await friend.stop();
      const { public_key: key } = await door.call('add_contact_token', {
        token_str: token,
        display_name: 'Friend',
      });
      for (let number = 0; number < 60; number += 1) {
        await door.call('send_message', { contact_pub_key: key, content: long(String(number)) });
      }
      await first.stop();

      // The middle of the file is text of messages: what they are found by lies before and behind.
      const database = join(profileFolder(at), 'loom.db');
      const bytes = readFileSync(database);
      const middle = Math.floor(statSync(database).size / 2);
      for (let place = middle; place < middle + 200_000; place += 1_000)
        bytes[place] = (bytes[place] ?? 0) ^ 1;
      writeFileSync(database, bytes);

      await using second = new DaemonProcess({ ...at, port });
      const again = await second.door();
      const reading = again.call('get_messages', { contact_pub_key: key, limit: 1_000 });
      await expect(reading).rejects.toMatchObject({
        code: 'database-failed',
        facts: { detail: expect.stringMatching(/^SQLITE_/) as unknown },
      });
      await expect(again.call('create_backup', { path: join(home, 'backup.db') })).rejects.toMatchObject({
        code: 'database-failed',
      });
      expect(await again.call('get_contacts', {})).toHaveLength(1);
      expect(second.hasEnded).toBe(false);
    },
  );
});
