// Erases a profile that no engine runs for, as the command line asks for it: also one that can't be opened. Knows nothing of how.
import { LoomError } from '@loom/contract';
import { systemKeychain, wipeAlone } from '@loom/node';
import { asLoomError } from './profile-room.ts';
import { homeOf, type EngineChoice } from './profile.ts';

/**
 * @param confirm the profile's name.
 * @returns why the keychain still has an entry of it, in words; undefined where it has none.
 * @throws LoomError `wipe-unconfirmed`, `engine-running`, `folder-read-only`
 */
export async function wipeClosed(choice: EngineChoice, confirm: string): Promise<string | undefined> {
  const { profile: name } = choice;
  if (confirm !== name) throw new LoomError('wipe-unconfirmed', { profile: name });
  const wiped = await wipeAlone({ home: homeOf(choice), name }, systemKeychain());
  if (wiped.ok) return wiped.keychainDetail;
  throw asLoomError(wiped.fault);
}
