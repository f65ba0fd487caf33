// Restores a profile from a backup, as the command line asks for it. Knows nothing of how.
import { LoomError } from '@loom/contract';
import { restoreProfile } from '@loom/node';
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
 * @throws LoomError `profile-occupied`, `backup-…`, `engine-running`, `database-…`, `folder-read-only`
 */
export async function restoreBackup(
  choice: EngineChoice,
  { backup: path, keyFile, passphrase, replace }: RestoreChoice,
): Promise<string | undefined> {
  const backup = { path, passphrase, keyFile };
  const restored = await restoreProfile({ home: homeOf(choice), name: choice.profile, backup, replace });
  if (restored.ok) return restored.keptAside;
  const { code, ...facts } = restored.fault;
  throw new LoomError(code, facts);
}
