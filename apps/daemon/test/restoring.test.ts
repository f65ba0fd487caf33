// Backups and the way back through a profile's host, on real files: while it is open, while it is locked, where nobody is in it
// yet, and from a file that a client hands over.
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { VirtualClock } from '@loom/engine/testing';
import { dispatch, keyHex, type CommandName, type LoomEvent, type Status } from '@loom/contract';
import { holdProfile, restoreProfile, systemRandom } from '@loom/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LocalEngine } from '../src/door.ts';
import { hostEngine, type EngineHost } from '../src/engine-host.ts';
import type { NetworkChoice } from '../src/profile.ts';
import { memoryKeychain } from './memory-keychain.ts';

const ofBackup = 'a heron over the weir';
const ofProfile = 'two herons under it';
/** Enough to be Argon2id, and no more. */
const passphraseCost = { passes: 1, kibibytes: 64 };

let home: string;
let path: string;
const hosts: EngineHost[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'loom-restoring-'));
  path = join(home, 'ada.loom');
});
afterEach(async () => {
  for (const host of hosts.splice(0)) await end(host);
  rmSync(home, { recursive: true, force: true });
});

async function end(host: EngineHost): Promise<void> {
  await host.stop();
  host.release();
}

interface Hosted {
  readonly host: EngineHost;
  readonly events: LoomEvent[];
  readonly call: (command: CommandName, args?: object) => Promise<unknown>;
}

const callOf =
  ({ handlers }: Pick<LocalEngine, 'handlers'>): Hosted['call'] =>
  async (command, args = {}) =>
    dispatch(handlers, command, args);

async function start(profile = 'ada', network?: NetworkChoice): Promise<Hosted> {
  const options = { clock: new VirtualClock(), keychain: memoryKeychain(), passphraseCost };
  const host = await hostEngine({ home, profile }, network, options);
  hosts.push(host);
  const events: LoomEvent[] = [];
  host.on((event) => events.push(event));
  return { host, events, call: callOf(host) };
}

async function restarted({ host }: Hosted): Promise<Hosted> {
  await end(host);
  hosts.splice(hosts.indexOf(host), 1);
  return start();
}

/** Ada, with a backup of when she was called Ada; since then she is called Ada Byron. */
async function backedUp(): Promise<Hosted & { readonly token: unknown }> {
  const hosted = await start();
  const token = await hosted.call('generate_new_identity', { name: 'Ada' });
  await hosted.call('create_backup', { path, passphrase: ofBackup });
  await hosted.call('set_display_name', { name: 'Ada Byron' });
  return { ...hosted, token };
}

const order = () => ({ path, passphrase: ofBackup });
const nameOf = async ({ call }: Hosted): Promise<unknown> =>
  ((await call('get_status')) as Status).display_name;
const filesOf = (profile = 'ada'): string[] => {
  const left = ['loom.log', 'profile.lock'];
  const names = readdirSync(join(home, 'profiles', profile)).toSorted();
  return names.filter((name) => !left.includes(name) && !/-(?:wal|journal)$/.test(name));
};

describe('a backup', { timeout: 60_000 }, () => {
  test('needs a passphrase that is worth one', async () => {
    const { call } = await backedUp();
    await expect(
      call('create_backup', { path: join(home, 'b.loom'), passphrase: 'seven !' }),
    ).rejects.toMatchObject({
      code: 'passphrase-too-short',
      facts: { least: 8 },
    });
    expect(readdirSync(home)).not.toContain('b.loom');
  });

  test('is looked at without a change, open or locked', async () => {
    const { call } = await backedUp();
    const contents = {
      display_name: 'Ada',
      contacts: 0,
      messages: 0,
      created_at: expect.any(Number) as number,
    };
    expect(await call('verify_backup', order())).toEqual(contents);
    await call('set_key_custody', { kind: 'passphrase', passphrase: ofProfile });
    await call('lock');
    expect(await call('verify_backup', order())).toEqual(contents);
    await expect(call('verify_backup', { ...order(), passphrase: ofProfile })).rejects.toMatchObject({
      code: 'passphrase-wrong',
    });
    expect(filesOf()).toEqual(['database.key', 'loom.db']);
  });

  test('under the profile’s own key is of no use while that is locked', async () => {
    const { call } = await backedUp();
    const own = join(home, 'own.db');
    await call('set_key_custody', { kind: 'passphrase', passphrase: ofProfile });
    await call('create_backup', { path: own });
    expect(await call('verify_backup', { path: own })).toMatchObject({ display_name: 'Ada Byron' });
    await call('lock');
    await expect(call('verify_backup', { path: own })).rejects.toMatchObject({ code: 'locked' });
    await expect(call('restore_backup', { path: own, replace: true })).rejects.toMatchObject({
      code: 'locked',
    });
    expect(await call('get_status')).toMatchObject({ locked: true });
  });

  test.each([
    ['neither', {}],
    ['both', { path: '/a', upload_id: '0'.repeat(32) }],
    ['a path that hangs on a folder', { path: 'ada.loom' }],
  ])('is named by its path or by what was handed over, not by %s', async (_, named) => {
    const { call } = await start();
    for (const command of ['verify_backup', 'restore_backup'] as const) {
      await expect(call(command, named)).rejects.toMatchObject({ code: 'bad-arguments' });
    }
  });
});

describe('restoring', { timeout: 60_000 }, () => {
  test('while Loom runs puts the backup in place and goes on with it, and clients hear of it', async () => {
    const hosted = await backedUp();
    const { call, events, token } = hosted;
    const key = readFileSync(join(home, 'profiles/ada/database.key'));
    await expect(call('restore_backup', order())).rejects.toMatchObject({ code: 'profile-occupied' });
    events.length = 0;
    expect(await call('restore_backup', { ...order(), replace: true })).toEqual({
      kept_aside: join(home, 'profiles/ada/loom.db.replaced-1'),
    });
    const told = events.map(({ event }) => event).filter((event) => event !== 'log');
    expect(told).toEqual(['profile_restored', 'status_changed']);
    expect(await nameOf(hosted)).toBe('Ada');
    expect(await call('get_my_token')).toBe(token);
    expect(await call('get_status')).toMatchObject({ key_custody: 'key-file', locked: false });
    expect(readFileSync(join(home, 'profiles/ada/database.key')).equals(key)).toBe(true);
    expect(filesOf()).toEqual(['database.key', 'loom.db', 'loom.db.replaced-1']);
    expect(await nameOf(await restarted(hosted))).toBe('Ada');
  });

  test('that fails ends nothing, and tells nobody', async () => {
    const hosted = await backedUp();
    const { call, events } = hosted;
    events.length = 0;
    const wrong = { ...order(), passphrase: ofProfile, replace: true };
    await expect(call('restore_backup', wrong)).rejects.toMatchObject({ code: 'passphrase-wrong' });
    await expect(call('restore_backup', { path, replace: true })).rejects.toMatchObject({
      code: 'backup-needs-passphrase',
    });
    await expect(call('restore_backup', { path: `${path}.none`, replace: true })).rejects.toMatchObject({
      code: 'backup-missing',
    });
    expect(events).toEqual([]);
    expect(await nameOf(hosted)).toBe('Ada Byron');
    expect(filesOf()).toEqual(['database.key', 'loom.db']);
  });

  test('holds back what is asked meanwhile, and answers it from what was restored', async () => {
    const { call } = await backedUp();
    const restoring = call('restore_backup', { ...order(), replace: true });
    const status = call('get_status');
    expect(await status).toMatchObject({ display_name: 'Ada' });
    await restoring;
  });

  test('where nobody is yet makes it theirs, with a key of its own', async () => {
    const { token } = await backedUp();
    const other = await start('other');
    expect(await other.call('restore_backup', order())).toEqual({ kept_aside: null });
    expect(await other.call('get_my_token')).toBe(token);
    expect(await other.call('get_status')).toMatchObject({ has_identity: true, key_custody: 'key-file' });
    expect(filesOf('other')).toEqual(['database.key', 'loom.db']);
  });

  test('leaves the network with a goodbye, and comes back to it by itself', async () => {
    const port = await freePort();
    const { token } = await backedUp();
    const other = await start('other', { port, mdns: false });
    await other.call('restore_backup', order());
    expect(await other.call('get_network_port')).toBe(port);
    await other.call('restore_backup', { ...order(), replace: true });
    expect(await other.call('get_network_port')).toBe(port);
    expect(await other.call('get_my_token')).toBe(token);
  });

  test('under a passphrase of the profile leaves it open, and closed with the same one', async () => {
    const hosted = await backedUp();
    const { call } = hosted;
    await call('set_key_custody', { kind: 'passphrase', passphrase: ofProfile });
    await call('restore_backup', { ...order(), replace: true });
    expect(await call('get_status')).toMatchObject({
      locked: false,
      key_custody: 'passphrase',
      display_name: 'Ada',
    });
    const again = await restarted(hosted);
    expect(await again.call('get_status')).toMatchObject({ locked: true });
    await again.call('unlock', { passphrase: ofProfile });
    expect(await nameOf(again)).toBe('Ada');
  });

  test('while it is locked opens it with a key file of its own, and keeps the old key with the old database', async () => {
    const hosted = await backedUp();
    const { call } = hosted;
    await call('set_key_custody', { kind: 'passphrase', passphrase: ofProfile });
    await call('lock');
    await expect(call('restore_backup', order())).rejects.toMatchObject({ code: 'profile-occupied' });
    const wrong = { ...order(), passphrase: ofProfile, replace: true };
    await expect(call('restore_backup', wrong)).rejects.toMatchObject({ code: 'passphrase-wrong' });
    expect(await call('get_status')).toMatchObject({ locked: true });

    await call('restore_backup', { ...order(), replace: true });
    expect(await call('get_status')).toMatchObject({
      locked: false,
      key_custody: 'key-file',
      display_name: 'Ada',
    });
    const kept = ['database.key', 'database.key.replaced-1', 'loom.db', 'loom.db.replaced-1'];
    expect(filesOf()).toEqual(kept);

    // The two that were kept still belong together.
    await end(hosted.host);
    hosts.splice(hosts.indexOf(hosted.host), 1);
    const folder = join(home, 'profiles/ada');
    for (const name of ['database.key', 'loom.db']) {
      renameSync(join(folder, `${name}.replaced-1`), join(folder, name));
    }
    const before = await start();
    expect(await before.call('get_status')).toMatchObject({ locked: true });
    await before.call('unlock', { passphrase: ofProfile });
    expect(await nameOf(before)).toBe('Ada Byron');
  });
});

describe('a kill while a locked profile is restored', { timeout: 60_000 }, () => {
  async function locked(): Promise<Hosted> {
    const hosted = await backedUp();
    await hosted.call('set_key_custody', { kind: 'passphrase', passphrase: ofProfile });
    await end(hosted.host);
    hosts.splice(hosts.indexOf(hosted.host), 1);
    return hosted;
  }

  test('before the exchange leaves it locked, and open to its passphrase', async () => {
    await locked();
    const next = join(home, 'profiles/ada/database.key.next');
    writeFileSync(next, new Uint8Array(32).fill(9));
    const after = await start();
    expect(await after.call('get_status')).toMatchObject({ locked: true });
    await after.call('unlock', { passphrase: ofProfile });
    expect(await nameOf(after)).toBe('Ada Byron');
    expect(filesOf()).toEqual(['database.key', 'loom.db']);
  });

  test('after the exchange leaves what was restored, and the key that opens it', async () => {
    await locked();
    const hold = holdProfile({ home, name: 'ada' });
    if (!hold.ok) throw new Error(hold.fault.code);
    const present = {
      isUsed: true,
      key: { ok: false, fault: { code: 'locked' } },
      close: () => undefined,
    } as const;
    const choice = { backup: order(), replace: true, random: systemRandom };
    expect(await restoreProfile(hold.held, present, choice)).toMatchObject({ ok: true });
    hold.held.release();
    expect(filesOf()).toContain('database.key.next');
    const after = await start();
    expect(await after.call('get_status')).toMatchObject({ locked: false, key_custody: 'key-file' });
    expect(await nameOf(after)).toBe('Ada');
    expect(filesOf()).not.toContain('database.key.next');
  });
});

describe('a file that is handed over', { timeout: 60_000 }, () => {
  async function handOver(call: Hosted['call']): Promise<string> {
    const file = readFileSync(path);
    const begun = (await call('begin_restore_upload', { bytes: file.length })) as { upload_id: string };
    const { upload_id } = begun;
    for (let offset = 0; offset < file.length; offset += 10_000) {
      const data = file.subarray(offset, offset + 10_000).toString('base64');
      expect(await call('restore_upload_chunk', { upload_id, offset, data })).toBeNull();
    }
    return upload_id;
  }

  test('is looked at, restored, and then gone', async () => {
    const { token } = await backedUp();
    const other = await start('other');
    const upload_id = await handOver(other.call);
    const handed = { upload_id, passphrase: ofBackup };
    expect(await other.call('verify_backup', handed)).toMatchObject({ display_name: 'Ada' });
    await expect(other.call('restore_backup', { upload_id, passphrase: ofProfile })).rejects.toMatchObject({
      code: 'passphrase-wrong',
    });
    expect(await other.call('restore_backup', handed)).toEqual({ kept_aside: null });
    expect(await other.call('get_my_token')).toBe(token);
    expect(filesOf('other')).toEqual(['database.key', 'loom.db']);
    await expect(other.call('verify_backup', handed)).rejects.toMatchObject({ code: 'upload-gone' });
  });

  test('that is no backup is named by no path', async () => {
    const { call } = await start();
    const { upload_id } = (await call('begin_restore_upload', { bytes: 6 })) as { upload_id: string };
    const data = Buffer.from('letter').toString('base64');
    await call('restore_upload_chunk', { upload_id, offset: 0, data });
    await expect(call('verify_backup', { upload_id })).rejects.toMatchObject({
      code: 'backup-unusable',
      facts: {},
      message: expect.stringMatching(/^This file is no backup/) as string,
    });
  });

  test('goes with its client, and with the engine', async () => {
    const hosted = await backedUp();
    const { host } = hosted;
    const [one, two] = [host.enter(), host.enter()];
    const passphrase = ofBackup;
    const first = await handOver(callOf(one));
    expect(await callOf(two)('verify_backup', { upload_id: first, passphrase })).toMatchObject({
      display_name: 'Ada',
    });
    two.leave();
    expect(filesOf()).toContain('drafts');
    one.leave();
    expect(filesOf()).not.toContain('drafts');
    await handOver(hosted.call);
    await restarted(hosted);
    expect(filesOf()).not.toContain('drafts');
  });

  test('comes in pieces of base64, none too large', async () => {
    const { call } = await start();
    const { upload_id } = (await call('begin_restore_upload', { bytes: 2 ** 20 })) as { upload_id: string };
    const largest = Buffer.alloc(512 * 1024).toString('base64');
    for (const data of ['', 'no base64!', 'AAA', `${largest}AAAA`]) {
      await expect(call('restore_upload_chunk', { upload_id, offset: 0, data })).rejects.toMatchObject({
        code: 'bad-arguments',
      });
    }
    expect(await call('restore_upload_chunk', { upload_id, offset: 0, data: largest })).toBeNull();
    const unknown = keyHex(new Uint8Array(16));
    await expect(
      call('restore_upload_chunk', { upload_id: unknown, offset: 0, data: 'AAAA' }),
    ).rejects.toMatchObject({ code: 'upload-gone' });
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || address === null) throw new Error('a TCP server without a port');
  return address.port;
}
