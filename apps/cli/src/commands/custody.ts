// `loom lock`, `unlock`, `passphrase`, `key` and `wipe`: where the key of a profile is kept, its lock, and its end.
import { createInterface } from 'node:readline/promises';
import { LoomError, type KeyChoice, type KeyChoices } from '@loom/contract';
import { connectToProfile, profileExists, wipeClosed, type Door } from '@loom/daemon';
import { neutraliseLine } from '@loom/ui/text/neutralise';
import type { Context } from '../context.ts';
import { withEngine, withRunningEngine, type Reached } from '../engine.ts';
import { CommandError } from '../failures.ts';
import { readNewPassphrase, readPassphrase, type PassphraseOptions } from '../passphrase.ts';
import { keyPlaces } from '../words.ts';

export async function lock(context: Context): Promise<void> {
  await withRunningEngine(context, async (door) => {
    await door.call('lock', {});
    context.out.result({ locked: true }, () => ['Loom is locked.']);
  });
}

export async function unlock(context: Context, options: PassphraseOptions): Promise<void> {
  await withRunningEngine(context, async (door) => {
    const { locked } = await door.call('get_status', {});
    if (locked) {
      const passphrase = await readPassphrase({ ...context.unlocking, ...options });
      await door.call('unlock', { passphrase });
    }
    context.out.result({ locked: false }, () => ['Loom is open.']);
  });
}

export async function setPassphrase(context: Context, options: PassphraseOptions): Promise<void> {
  await keepKey(context, 'passphrase', options);
}

export async function removePassphrase(context: Context): Promise<void> {
  await keepKey(context, 'key-file', {});
}

export async function showKey(context: Context): Promise<void> {
  await withEngine(context, { network: false }, async ({ door }) => showChoices(context, door));
}

export async function keepKey(context: Context, kind: KeyChoice, options: PassphraseOptions): Promise<void> {
  await withEngine(context, { network: false }, async (reached) => {
    const { door } = reached;
    const current = await currentPassphrase(context, reached);
    const passphrase = kind === 'passphrase' ? await readNewPassphrase(options) : undefined;
    await door.call('set_key_custody', {
      kind,
      ...(passphrase !== undefined && { passphrase }),
      ...(current !== undefined && { current_passphrase: current }),
    });
    if (kind === 'passphrase') {
      context.out.note(
        'Nobody can bring this passphrase back: without it, all that is in this profile is lost.',
      );
    }
    await showChoices(context, door);
  });
}

/** That of now, where one protects the key. */
async function currentPassphrase(context: Context, reached: Reached): Promise<string | undefined> {
  const { key_custody: custody } = await reached.door.call('get_status', {});
  if (custody !== 'passphrase') return undefined;
  return reached.passphrase ?? readPassphrase(context.unlocking, 'Current passphrase');
}

async function showChoices(context: Context, door: Door): Promise<void> {
  const choices = await door.call('get_key_choices', {});
  context.out.result(choices, () => choiceLines(choices));
}

function choiceLines({ current, keychain, keychain_reason: reason }: KeyChoices): string[] {
  return [
    `The key is ${keyPlaces[current]}.`,
    keychain ? 'The system’s keychain can be used.' : neutraliseLine(reason ?? ''),
  ];
}

export async function wipe(context: Context, options: { yesWipe?: string }): Promise<void> {
  const { profile } = context.engine;
  const confirm = options.yesWipe ?? (await typedName(profile));
  const keychain = await erase(context, confirm);
  context.out.result({ profile, wiped: true }, () => [
    `The profile “${profile}” is erased: identity, contacts and messages. Backups that you made are still where you put them.`,
    ...(keychain === undefined
      ? []
      : [
          `The system’s keychain still has a key that opens nothing any more, because it can’t be asked (${neutraliseLine(keychain)}).`,
        ]),
  ]);
}

/** The engine that runs for the profile does it, where one does; one that can't be opened is erased as well. */
async function erase(context: Context, confirm: string): Promise<string | undefined> {
  if (!profileExists(context.engine)) throw new LoomError('no-identity', {});
  const running = await connectToProfile(context.engine);
  if (running === undefined) return wipeClosed(context.engine, confirm);
  try {
    await running.call('wipe_profile', { confirm });
    return undefined;
  } finally {
    await running.close();
  }
}

/** @throws CommandError `usage` where nobody can be asked */
async function typedName(profile: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new CommandError(
      'usage',
      `This erases the profile for good. Say that you mean it: --yes-wipe ${profile}`,
    );
  }
  const line = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await line.question(
      `This erases identity, contacts and messages for good. Type the profile’s name, ${profile}, to go on: `,
    );
  } finally {
    line.close();
  }
}
