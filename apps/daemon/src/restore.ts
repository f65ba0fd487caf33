// Restores a profile from a backup, as the command line asks for it. Knows nothing of how.
import { restoreAlone, systemKeychain, systemRandom } from '@loom/node';
import { asLoomError } from './profile-room.ts';
import { homeOf, type EngineChoice } from './profile.ts';

export interface RestoreChoice {
  readonly backup: string;
  /** Undefined: the profile's own key is the backup's. */
  readonly keyFile: string | undefined;
  /** Of a backup that has one. */
  readonly passphrase: string | undefined;
  readonly replace: boolean;
}

/**
 * @returns where the database that was there is now; undefined where there was none.
 * @throws LoomError `profile-occupied`, `backup-…`, `passphrase-wrong`, `engine-running`, `database-…`, `folder-read-only`
 */
export async function restoreBackup(
  choice: EngineChoice,
  { backup: path, keyFile, passphrase, replace }: RestoreChoice,
): Promise<string | undefined> {
  const restored = await restoreAlone({ home: homeOf(choice), name: choice.profile }, systemKeychain(), {
    backup: { path, passphrase, keyFile },
    replace,
    random: systemRandom,
  });
  if (restored.ok) return restored.keptAside;
  throw asLoomError(restored.fault);
}
