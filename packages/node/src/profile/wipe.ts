// Erases a profile: its key first, so that nothing else can be read from then on, then all files that hold anything of it. A
// mark that it has begun lets the next opening finish it after a kill. Knows nothing of engines.

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { systemRandom } from '../ambient/system-random.ts';
import { eraseKeyFile } from '../custody/key-file.ts';
import type { Keychain } from '../custody/keychain.ts';
import { clearDrafts } from '../files/drafts.ts';
import { makePrivateFile, syncFolder } from '../files/private-files.ts';
import { entryIn } from './change-key.ts';
import type { ProfilePaths } from './profile-paths.ts';

/** The profile is this process's, and its database and log are closed. What is there afterwards is as new. */
export async function wipeProfile(paths: ProfilePaths, keychain: Keychain): Promise<void> {
  makePrivateFile(markOf(paths));
  syncFolder(paths.folder);
  await erase(paths, keychain);
}

/** Where a kill came between. */
export async function finishWipe(paths: ProfilePaths, keychain: Keychain): Promise<void> {
  if (existsSync(markOf(paths))) await erase(paths, keychain);
}

function markOf({ folder }: ProfilePaths): string {
  return join(folder, 'wiping');
}

async function erase(paths: ProfilePaths, keychain: Keychain): Promise<void> {
  const { folder, keyFile, database, log, drafts } = paths;
  const named = (path: string): string[] =>
    readdirSync(folder)
      .filter((name) => name.startsWith(basename(path)))
      .map((name) => join(folder, name));
  const entries = named(keyFile).map(entryIn);
  for (const entry of entries) if (entry !== undefined) await keychain.remove(entry);
  for (const path of named(keyFile)) eraseKeyFile(path, systemRandom);
  clearDrafts(drafts);
  for (const path of [...named(database), ...named(log)]) rmSync(path, { force: true });
  syncFolder(folder);
  rmSync(markOf(paths), { force: true });
  syncFolder(folder);
}
