// Erases a profile: its key files first, so that with them nothing else can be read from then on, then all files that hold anything
// of it, and its keys in the keychain last. A mark that it has begun lets the next opening finish it after a kill. Knows nothing of
// engines.

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { systemRandom } from '../ambient/system-random.ts';
import { eraseKeyFile } from '../custody/key-file.ts';
import type { Keychain } from '../custody/keychain.ts';
import { clearDrafts } from '../files/drafts.ts';
import { makePrivateFile, syncFolder } from '../files/private-files.ts';
import { entryIn } from './change-key.ts';
import type { ProfilePaths } from './profile-paths.ts';

/**
 * The profile is this process's, and its database and log are closed. What is there afterwards is as new.
 * @returns why the keychain still has a key of it, in one sentence without its full stop; undefined where it has none.
 */
export async function wipeProfile(paths: ProfilePaths, keychain: Keychain): Promise<string | undefined> {
  makePrivateFile(markOf(paths));
  syncFolder(paths.folder);
  return erase(paths, keychain);
}

/** Where a kill came between. @returns the same. */
export async function finishWipe(paths: ProfilePaths, keychain: Keychain): Promise<string | undefined> {
  return existsSync(markOf(paths)) ? erase(paths, keychain) : undefined;
}

function markOf({ folder }: ProfilePaths): string {
  return join(folder, 'wiping');
}

async function erase(paths: ProfilePaths, keychain: Keychain): Promise<string | undefined> {
  const { folder, keyFile, database, log, drafts } = paths;
  const named = (path: string): string[] =>
    readdirSync(folder)
      .filter((name) => name.startsWith(basename(path)))
      .map((name) => join(folder, name));
  const entries = named(keyFile)
    .map(entryIn)
    .filter((entry) => entry !== undefined);
  for (const path of named(keyFile)) eraseKeyFile(path, systemRandom);
  clearDrafts(drafts);
  for (const path of [...named(database), ...named(log)]) rmSync(path, { force: true });
  syncFolder(folder);
  rmSync(markOf(paths), { force: true });
  syncFolder(folder);
  // It may wait for its owner, or not answer at all; by now there is nothing that its keys open.
  const removed = await Promise.all(entries.map((entry) => keychain.remove(entry)));
  return removed.find((result) => !result.ok)?.detail;
}
