// A profile in its two states, on real files: what is answered, what is raised, and what is let go.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '@loom/engine/testing';
import type { CommandName, LoomEvent } from '@loom/contract';
import { commandNames, dispatch, hostCommands } from '@loom/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hostEngine, type EngineHost } from '../src/engine-host.ts';
import { memoryKeychain } from './memory-keychain.ts';

const passphrase = 'a heron over the weir';
const another = 'two herons under it';

/** Enough to be Argon2id, and no more. */
const passphraseCost = { passes: 1, kibibytes: 64 };

let home: string;
let clock: VirtualClock;
let keychain: ReturnType<typeof memoryKeychain>;
const hosts: EngineHost[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'loom-host-'));
  clock = new VirtualClock();
  keychain = memoryKeychain();
});
afterEach(async () => {
  for (const host of hosts.splice(0)) await end(host);
  await rm(home, { recursive: true, force: true });
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

async function start(): Promise<Hosted> {
  const host = await hostEngine({ home, profile: 'ada' }, undefined, { clock, keychain, passphraseCost });
  hosts.push(host);
  const events: LoomEvent[] = [];
  host.on((event) => events.push(event));
  return { host, events, call: async (command, args = {}) => dispatch(host.handlers, command, args) };
}

async function restarted({ host }: Hosted): Promise<Hosted> {
  await end(host);
  hosts.splice(hosts.indexOf(host), 1);
  return start();
}

/** An identity and a passphrase. */
async function startWithPassphrase(): Promise<Hosted> {
  const hosted = await start();
  await hosted.call('generate_new_identity', { name: 'Ada' });
  await hosted.call('set_key_custody', { kind: 'passphrase', passphrase });
  return hosted;
}

const lockedStatus = {
  has_identity: true,
  locked: true,
  key_custody: 'passphrase',
  network: { running: false, discovery: 'off', interfaces: [] },
  contacts: 0,
  waiting: 0,
};

function statusesOf(events: readonly LoomEvent[]): boolean[] {
  return events.flatMap((event) => (event.event === 'status_changed' ? [event.payload.status.locked] : []));
}

const filesOf = (): Promise<string[]> => readdir(join(home, 'profiles', 'ada'));

describe('a profile without a passphrase', { timeout: 30_000 }, () => {
  test('opens as ever, and has nothing to be locked with', async () => {
    const { call } = await start();
    expect(await call('has_identity')).toBe(false);
    expect(await call('get_status')).toMatchObject({ locked: false, key_custody: 'key-file' });
    await expect(call('lock')).rejects.toMatchObject({ code: 'lock-needs-passphrase' });
    expect(await call('unlock', { passphrase })).toBeNull();
    expect(await call('set_key_custody', { kind: 'key-file' })).toBeNull();
  });

  test('is taken by one process, whoever opens its database', async () => {
    await start();
    await expect(hostEngine({ home, profile: 'ada' }, undefined)).rejects.toMatchObject({
      code: 'engine-running',
    });
  });
});

describe('a profile with a passphrase', { timeout: 60_000 }, () => {
  test('goes on open, is locked and unlocked, and says so each time', async () => {
    const { call, events } = await startWithPassphrase();
    const token = await call('get_my_token');
    expect(await call('get_status')).toMatchObject({ locked: false, key_custody: 'passphrase' });
    events.length = 0;

    expect(await call('lock')).toBeNull();
    expect(statusesOf(events)).toEqual([true]);
    const status = await call('get_status');
    expect(status).toMatchObject(lockedStatus);
    expect(status).not.toHaveProperty('identity_key');
    expect(status).not.toHaveProperty('display_name');
    expect(await call('lock')).toBeNull();

    await expect(call('unlock', { passphrase: another })).rejects.toMatchObject({ code: 'passphrase-wrong' });
    expect(statusesOf(events)).toEqual([true]);
    expect(await call('unlock', { passphrase })).toBeNull();
    expect(await call('unlock', { passphrase: another })).toBeNull();
    expect(statusesOf(events)).toEqual([true, false]);
    expect(await call('get_my_token')).toBe(token);
  });

  test('answers nothing of what it holds while it is locked', async () => {
    const { call } = await startWithPassphrase();
    await call('lock');
    const open = ['get_status', 'has_identity', ...hostCommands];
    const key = '0'.repeat(64);
    const args: Partial<Record<CommandName, object>> = {
      generate_new_identity: { name: 'Eve' },
      get_messages: { contact_pub_key: key },
      send_message: { contact_pub_key: key, content: 'hello' },
      search_messages: { query: 'hello' },
    };
    const noArguments = [
      'get_contacts',
      'get_my_token',
      'get_peers',
      'get_settings',
      'start_network',
    ] as const;
    const asked = [...(Object.keys(args) as CommandName[]), ...noArguments];
    for (const command of asked) {
      expect(commandNames).toContain(command);
      expect(open).not.toContain(command);
      await expect(call(command, args[command])).rejects.toMatchObject({ code: 'locked' });
    }
    await expect(call('note_activity')).rejects.toMatchObject({ code: 'locked' });
    await expect(
      call('set_key_custody', { kind: 'key-file', current_passphrase: passphrase }),
    ).rejects.toMatchObject({
      code: 'locked',
    });
    expect(await call('get_key_choices')).toMatchObject({ current: 'passphrase' });
    expect(await call('has_identity')).toBe(true);
  });

  test('starts locked, keeps everybody else out, and is whole once it is unlocked', async () => {
    const first = await startWithPassphrase();
    const token = await first.call('get_my_token');
    const { call } = await restarted(first);
    expect(await call('get_status')).toMatchObject(lockedStatus);
    await expect(hostEngine({ home, profile: 'ada' }, undefined)).rejects.toMatchObject({
      code: 'engine-running',
    });
    await call('unlock', { passphrase });
    expect(await call('get_my_token')).toBe(token);
  });

  test('changes it, and loses it, with the passphrase of now alone', async () => {
    const first = await startWithPassphrase();
    for (const current_passphrase of [undefined, another]) {
      await expect(
        first.call('set_key_custody', { kind: 'passphrase', passphrase: another, current_passphrase }),
      ).rejects.toMatchObject({ code: 'passphrase-wrong' });
    }
    await expect(
      first.call('set_key_custody', {
        kind: 'passphrase',
        passphrase: 'short',
        current_passphrase: passphrase,
      }),
    ).rejects.toMatchObject({ code: 'passphrase-too-short', facts: { least: 8 } });
    await first.call('set_key_custody', {
      kind: 'passphrase',
      passphrase: another,
      current_passphrase: passphrase,
    });
    const second = await restarted(first);
    await expect(second.call('unlock', { passphrase })).rejects.toMatchObject({ code: 'passphrase-wrong' });
    await second.call('unlock', { passphrase: another });
    await second.call('set_key_custody', { kind: 'key-file', current_passphrase: another });
    const third = await restarted(second);
    expect(await third.call('get_status')).toMatchObject({ locked: false, display_name: 'Ada' });
  });

  test('what is asked while it changes waits for its end', async () => {
    const { call } = await startWithPassphrase();
    const order: string[] = [];
    const told = (name: string) => (): number => order.push(name);
    await Promise.all([
      call('lock').then(told('locked')),
      call('get_contacts').catch(told('refused')),
      call('unlock', { passphrase }).then(told('unlocked')),
      call('get_status').then(told('asked')),
    ]);
    expect(order).toEqual(['locked', 'refused', 'unlocked', 'asked']);
  });

  test('is locked after the time that was set without a person, and not before', async () => {
    const { call, events } = await startWithPassphrase();
    await call('set_settings', { lock_after_minutes: 5 });
    events.length = 0;
    await clock.advance(4 * 60_000);
    await call('note_activity');
    await clock.advance(4 * 60_000);
    await expect(
      call('send_message', { contact_pub_key: '0'.repeat(64), content: 'x' }),
    ).rejects.toMatchObject({
      code: 'unknown-contact',
    });
    await clock.advance(4 * 60_000);
    expect(await call('get_status')).toMatchObject({ locked: false });
    await clock.advance(60_000);
    expect(await call('get_status')).toMatchObject(lockedStatus);
    expect(statusesOf(events)).toEqual([true]);
    await call('unlock', { passphrase });
    await clock.advance(4 * 60_000);
    expect(await call('get_status')).toMatchObject({ locked: false });
    // The machine slept: its timers and its steady clock stood still.
    clock.jumpWall(60 * 60_000);
    await clock.advance(10_000);
    expect(await call('get_status')).toMatchObject(lockedStatus);
  });

  test('is never locked by itself where that was not set, or where there is no passphrase any more', async () => {
    const { call } = await startWithPassphrase();
    await clock.advance(24 * 60 * 60_000);
    expect(await call('get_status')).toMatchObject({ locked: false });
    await call('set_settings', { lock_after_minutes: 1 });
    await call('set_key_custody', { kind: 'key-file', current_passphrase: passphrase });
    await clock.advance(24 * 60 * 60_000);
    expect(await call('get_status')).toMatchObject({ locked: false });
  });
});

describe('the keychain', { timeout: 30_000 }, () => {
  test('keeps the key, and no file does', async () => {
    const first = await start();
    await first.call('generate_new_identity', { name: 'Ada' });
    expect(await first.call('get_key_choices')).toEqual({ current: 'key-file', keychain: true });
    await first.call('set_key_custody', { kind: 'keychain' });
    const [key] = keychain.entries.values();
    expect(key).toHaveLength(32);
    for (const name of await filesOf()) {
      const bytes = await readFile(join(home, 'profiles', 'ada', name));
      expect(bytes.includes(Buffer.from(key ?? []))).toBe(false);
    }
    const second = await restarted(first);
    expect(await second.call('get_status')).toMatchObject({ key_custody: 'keychain', display_name: 'Ada' });
    await expect(second.call('lock')).rejects.toMatchObject({ code: 'lock-needs-passphrase' });
    await second.call('set_key_custody', { kind: 'passphrase', passphrase });
    expect(keychain.entries.size).toBe(0);
  });

  test('that can’t be used is told, changes nothing, and keeps a profile closed that needs it', async () => {
    const first = await start();
    await first.call('generate_new_identity', { name: 'Ada' });
    keychain.fails = 'nobody is logged in';
    expect(await first.call('get_key_choices')).toMatchObject({
      keychain: false,
      fault: { code: 'keychain-unavailable', detail: 'nobody is logged in' },
    });
    const refusal = { code: 'keychain-unavailable', facts: { detail: 'nobody is logged in' } };
    await expect(first.call('set_key_custody', { kind: 'keychain' })).rejects.toMatchObject(refusal);
    expect(await first.call('get_status')).toMatchObject({ key_custody: 'key-file', display_name: 'Ada' });
    keychain.fails = undefined;
    await first.call('set_key_custody', { kind: 'keychain' });
    keychain.fails = 'nobody is logged in';
    await end(first.host);
    hosts.length = 0;
    await expect(start()).rejects.toMatchObject(refusal);
    keychain.fails = undefined;
    expect(await (await start()).call('get_status')).toMatchObject({ display_name: 'Ada' });
  });
});

describe('wiping', { timeout: 30_000 }, () => {
  test('takes the profile’s own name, and leaves it as new, also while it is locked', async () => {
    const { call, events } = await startWithPassphrase();
    await expect(call('wipe_profile', { confirm: 'bob' })).rejects.toMatchObject({
      code: 'wipe-unconfirmed',
      facts: { profile: 'ada' },
    });
    await call('lock');
    events.length = 0;
    expect(await call('wipe_profile', { confirm: 'ada' })).toBeNull();
    expect(statusesOf(events)).toEqual([false]);
    expect(await call('has_identity')).toBe(false);
    expect(await call('get_status')).toMatchObject({ locked: false, key_custody: 'key-file' });
    expect(await call('generate_new_identity', { name: 'Bo' })).toMatch(/^LOOM-/);
  });
});
