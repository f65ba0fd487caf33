// `loom backup` and `loom restore`: a copy of all that a profile holds, and the way back.
import { resolve } from 'node:path';
import { profileKeyFile, restoreBackup } from '@loom/daemon';
import type { Context } from '../context.ts';
import { withEngine } from '../engine.ts';

export async function backup(context: Context, file: string): Promise<void> {
  await withEngine(context, { network: false }, async ({ door }) => {
    const made = await door.call('create_backup', { path: resolve(file) });
    const key = profileKeyFile(context.engine);
    context.out.result({ ...made, key_file: key }, () => [
      `${made.path} holds all of it now, ${Math.ceil(made.bytes / 1024)} KiB, encrypted.`,
      `It opens with the key in ${key} alone: keep a copy of that too, in another place.`,
    ]);
  });
}

export async function restore(
  context: Context,
  file: string,
  options: { key?: string; replace?: boolean },
): Promise<void> {
  const keptAside = await restoreBackup(context.engine, {
    backup: resolve(file),
    keyFile: options.key === undefined ? undefined : resolve(options.key),
    passphrase: undefined,
    replace: options.replace ?? false,
  });
  const { profile } = context.engine;
  context.out.result({ profile, kept_aside: keptAside ?? null }, () => [
    `The profile “${profile}” is as it was when the backup was made. What your contacts still hold comes back when you meet.`,
    ...(keptAside === undefined ? [] : [`What was there before is kept in ${keptAside}.`]),
  ]);
}
