// `loom backup` and `loom restore`: a copy of all that a profile holds, a look at one, and the way back.
import { resolve } from 'node:path';
import { isLoomError, LoomError, type BackupContents } from '@loom/contract';
import { connectToProfile, profileKeyFile, restoreBackup, type Door } from '@loom/daemon';
import { neutraliseLine } from '@loom/ui/text/neutralise';
import type { Context } from '../context.ts';
import { withEngine } from '../engine.ts';
import { CommandError } from '../failures.ts';
import { readNewPassphrase, readPassphrase, type PassphraseOptions } from '../passphrase.ts';
import { timeOf } from '../words.ts';

export interface BackupOptions extends PassphraseOptions {
  /** Ask for one. */
  readonly passphrase?: boolean;
}

export interface RestoreOptions extends PassphraseOptions {
  readonly key?: string;
  readonly replace?: boolean;
}

export async function backup(context: Context, file: string, options: BackupOptions): Promise<void> {
  const isSealed = options.passphrase === true || options.passphraseFile !== undefined;
  await withEngine(context, { network: false }, async ({ door }) => {
    const path = resolve(file);
    if (!isSealed) return underOwnKey(context, door, path);
    const passphrase = await readNewPassphrase(options, 'Passphrase for the backup');
    const made = await door.call('create_backup', { path, passphrase });
    context.out.result(made, () => [
      `${made.path} holds all of it now, ${kib(made.bytes)}, encrypted.`,
      `It opens with the passphrase alone, and never without. Try it: ${context.commandLine(`backup check ${made.path}`)}`,
    ]);
  });
}

async function underOwnKey(context: Context, door: Door, path: string): Promise<void> {
  const { key_custody: custody } = await door.call('get_status', {});
  if (custody !== 'key-file') {
    throw new CommandError(
      'usage',
      'This profile’s key is in no file that could be copied, so such a backup would open nowhere else. Close it with a passphrase of its own: --passphrase.',
    );
  }
  const made = await door.call('create_backup', { path });
  const key = profileKeyFile(context.engine);
  context.out.result({ ...made, key_file: key }, () => [
    `${made.path} holds all of it now, ${kib(made.bytes)}, encrypted.`,
    `It opens with the key in ${key} alone: keep a copy of that too, in another place.`,
  ]);
}

function kib(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KiB`;
}

export async function checkBackup(context: Context, file: string, options: PassphraseOptions): Promise<void> {
  const path = resolve(file);
  await withEngine(context, { network: false, newProfile: true, locked: 'as it is' }, async ({ door }) => {
    const contents = await withPassphraseIfNeeded(options, (passphrase) =>
      door.call('verify_backup', { path, ...passphrase }),
    );
    context.out.result(contents, () => [`${path} is whole, and can be restored: ${inWords(contents)}`]);
  });
}

function inWords({ display_name: name, contacts, messages, created_at: at }: BackupContents): string {
  const whose = name === '' ? 'somebody without a name' : neutraliseLine(name);
  const what = `${counted(contacts, 'contact')}, ${counted(messages, 'message')}`;
  return `${whose}, ${what}, as of ${timeOf(at)}.`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

export async function restore(context: Context, file: string, options: RestoreOptions): Promise<void> {
  const keptAside = await withPassphraseIfNeeded(options, (passphrase) =>
    restoreFrom(context, resolve(file), { ...options, ...passphrase }),
  );
  const { profile } = context.engine;
  context.out.result({ profile, kept_aside: keptAside }, () => [
    `The profile “${profile}” is as it was when the backup was made. What your contacts still hold comes back when you meet.`,
    ...(keptAside === null ? [] : [`What was there before is kept in ${keptAside}.`]),
  ]);
}

/** The engine that runs for the profile does it, where one does. @returns what was kept aside */
async function restoreFrom(
  context: Context,
  path: string,
  { key, passphrase, replace = false }: Omit<RestoreOptions, 'passphrase'> & Given,
): Promise<string | null> {
  const running = await connectToProfile(context.engine);
  if (running === undefined) {
    const keyFile = key === undefined ? undefined : resolve(key);
    return (await restoreBackup(context.engine, { backup: path, keyFile, passphrase, replace })) ?? null;
  }
  try {
    if (key !== undefined) throw new LoomError('engine-running', { profile: context.engine.profile });
    const order = { path, replace, ...(passphrase !== undefined && { passphrase }) };
    return (await running.call('restore_backup', order)).kept_aside;
  } finally {
    await running.close();
  }
}

interface Given {
  readonly passphrase?: string;
}

/** Whether a file has a passphrase is for the file to say; what is asked first changes nothing where it has. */
async function withPassphraseIfNeeded<T>(
  options: PassphraseOptions,
  attempt: (given: Given) => Promise<T>,
): Promise<T> {
  try {
    return await attempt({});
  } catch (error) {
    if (!isLoomError(error) || error.code !== 'backup-needs-passphrase') throw error;
  }
  return attempt({ passphrase: await readPassphrase(options, 'Passphrase of the backup') });
}
