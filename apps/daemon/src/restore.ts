// Restores a profile from a backup, as the command line asks for it. Knows nothing of how.
import { holdProfile, restoreProfile } from '@loom/node';
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
 * @throws LoomError `profile-occupied`, `backup-…`, `engine-running`, `database-…`, `folder-read-only`
 */
export async function restoreBackup(
  choice: EngineChoice,
  { backup: path, keyFile, passphrase, replace }: RestoreChoice,
): Promise<string | undefined> {
  const profile = { home: homeOf(choice), name: choice.profile };
  // A Loom that is locked has no database open that would keep us out.
  const hold = holdProfile(profile);
  if (!hold.ok) throw asLoomError(hold.fault);
  try {
    const restored = await restoreProfile({ ...profile, backup: { path, passphrase, keyFile }, replace });
    if (restored.ok) return restored.keptAside;
    throw asLoomError(restored.fault);
  } finally {
    hold.held.release();
  }
}
