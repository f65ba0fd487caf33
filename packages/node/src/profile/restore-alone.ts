// Restores a profile that nobody runs: takes it, finds out what is there and under which key, and gives it free again. Knows nothing
// of clients and engines.

import { existsSync } from 'node:fs';
import { keyOf } from '../custody/key-custody.ts';
import { readKeyFile } from '../custody/key-file.ts';
import type { Keychain } from '../custody/keychain.ts';
import { type HeldProfile, type HoldFault, holdProfile, type ProfileOptions } from './hold-profile.ts';
import { openHeldProfile, type ProfileFault } from './open-profile.ts';
import { type PresentDatabase, restoreProfile, type RestoreFault, type RestoreOptions } from './restore.ts';
import { finishWipe } from './wipe.ts';

export type RestoredAlone =
  | { readonly ok: true; /** Where the old database is now. */ readonly keptAside: string | undefined }
  | { readonly ok: false; readonly fault: RestoreFault | HoldFault | ProfileFault };

export async function restoreAlone(
  profile: ProfileOptions,
  keychain: Keychain,
  options: RestoreOptions,
): Promise<RestoredAlone> {
  // A Loom that is locked has no database open that would keep us out.
  const hold = holdProfile(profile);
  if (!hold.ok) return hold;
  const { held } = hold;
  try {
    const found = await presentDatabase(held, keychain);
    if (!found.ok) return found;
    const { present } = found;
    const restored = await restoreProfile(held, present, options);
    await present.close();
    if (present.key.ok) present.key.key.fill(0);
    return restored.ok ? await settled(held, keychain, restored) : restored;
  } finally {
    held.release();
  }
}

/** Where it got another key, that takes its place now. */
async function settled(
  held: HeldProfile,
  keychain: Keychain,
  restored: RestoredAlone,
): Promise<RestoredAlone> {
  const opened = await openHeldProfile(held, { passphrase: undefined, keychain });
  if (!opened.ok) return opened;
  opened.profile.store.close();
  opened.profile.key.fill(0);
  return restored;
}

type Found =
  | { readonly ok: true; readonly present: PresentDatabase }
  | { readonly ok: false; readonly fault: ProfileFault };

async function presentDatabase(held: HeldProfile, keychain: Keychain): Promise<Found> {
  // Broken off, it would go on with what is restored.
  await finishWipe(held.paths, keychain);
  const { database, keyFile } = held.paths;
  const means = { passphrase: undefined, keychain };
  const missing = { ok: false, fault: { code: 'database-key-missing', path: keyFile } } as const;
  if (!existsSync(database) && !existsSync(keyFile)) {
    return { ok: true, present: { isUsed: false, key: missing, close: () => undefined } };
  }
  const opened = await openHeldProfile(held, means);
  if (opened.ok) {
    const { store, key } = opened.profile;
    const isUsed = store.readProfile() !== undefined;
    return { ok: true, present: { isUsed, key: { ok: true, key }, close: () => store.close() } };
  }
  if (opened.fault.code === 'engine-running') return opened;
  // What can't be read may still be what somebody wants back.
  const file = readKeyFile(keyFile);
  const key = file === undefined ? missing : file.ok ? await keyOf(file.file, means) : file;
  return { ok: true, present: { isUsed: true, key, close: () => undefined } };
}
