// Erases a profile that nobody runs, whether its database can be opened or not: takes it, and gives it free again. Knows nothing of
// clients and engines.

import type { Keychain } from '../custody/keychain.ts';
import { placeFaultOf } from '../files/private-files.ts';
import { type HoldFault, holdProfile, type ProfileOptions } from './hold-profile.ts';
import { wipeProfile } from './wipe.ts';

export type WipedAlone =
  | {
      readonly ok: true;
      /** Why the keychain still has a key of it, in one sentence without its full stop. */
      readonly keychainDetail: string | undefined;
    }
  | { readonly ok: false; readonly fault: HoldFault };

export async function wipeAlone(profile: ProfileOptions, keychain: Keychain): Promise<WipedAlone> {
  const hold = holdProfile(profile);
  if (!hold.ok) return hold;
  const { held } = hold;
  try {
    return { ok: true, keychainDetail: await wipeProfile(held.paths, keychain) };
  } catch (error) {
    const fault = placeFaultOf(error, held.paths.folder);
    if (fault === undefined) throw error;
    return { ok: false, fault };
  } finally {
    held.release();
  }
}
