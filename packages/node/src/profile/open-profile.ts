// Opens the database of a profile with the key that its key file leads to. Knows nothing of what an engine does with it.

import { existsSync, statSync } from 'node:fs';
import { systemRandom } from '../ambient/system-random.ts';
import {
  type CustodyKind,
  type DatabaseKey,
  type KeyFault,
  type KeyMeans,
  keyOf,
} from '../custody/key-custody.ts';
import { keyFileCustody, readKeyFile } from '../custody/key-file.ts';
import { openStore, type StoreFault } from '../store/open-store.ts';
import type { SqliteStore } from '../store/sqlite-store.ts';
import { nextKeyFile, settleOn } from './change-key.ts';
import { type HoldFault, prepareProfile, type ProfileOptions } from './hold-profile.ts';
import type { ProfilePaths } from './profile-paths.ts';
import { finishWipe } from './wipe.ts';

/** Why a profile could not be opened. The codes and facts are those of the contract. */
export type ProfileFault = KeyFault | HoldFault;

export interface Profile {
  readonly paths: ProfilePaths;
  /** Closing it closes the database. */
  readonly store: SqliteStore;
  readonly keyCustody: CustodyKind;
  /** What the database is encrypted with; whoever has it fills it with zeros in the end. */
  readonly key: DatabaseKey;
}

export type OpenedProfile =
  { readonly ok: true; readonly profile: Profile } | { readonly ok: false; readonly fault: ProfileFault };

/** Makes what is missing, and opens what is there, where the key lies in its file. Takes the profile by the database alone. */
export function openProfile(options: ProfileOptions): OpenedProfile {
  const prepared = prepareProfile(options);
  if (!prepared.ok) return prepared;
  return openPlain(prepared.paths, options.name);
}

function openPlain(paths: ProfilePaths, name: string): OpenedProfile {
  const custody = keyFileCustody(paths.keyFile, systemRandom).readOrCreate(isWritten(paths.database));
  if (!custody.ok) return custody;
  return openWith(paths, name, custody.key, 'key-file');
}

/**
 * The same for a profile that this process has taken, wherever its key is.
 * @returns the fault `locked` where a passphrase is needed and none was given.
 */
export async function openHeldProfile(
  { name, paths }: { readonly name: string; readonly paths: ProfilePaths },
  means: KeyMeans,
): Promise<OpenedProfile> {
  await finishWipe(paths, means.keychain);
  // While the key was being changed two files may lead to one each; which of them counts is for the database to say.
  const files = [paths.keyFile, nextKeyFile(paths)].filter((path) => existsSync(path));
  if (files.length === 0) return openPlain(paths, name);
  const faults: ProfileFault[] = [];
  for (const path of files) {
    const opened = await openByFile(paths, name, path, means);
    if (opened.ok) {
      await settleOn(paths, path, means.keychain);
      return opened;
    }
    faults.push(opened.fault);
  }
  return { ok: false, fault: mostTelling(faults) };
}

/** The same with the key in hand, which becomes the profile's. */
export function openHeldWith(
  { name, paths }: { readonly name: string; readonly paths: ProfilePaths },
  key: DatabaseKey,
  keyCustody: CustodyKind,
): OpenedProfile {
  return openWith(paths, name, key, keyCustody);
}

async function openByFile(
  paths: ProfilePaths,
  name: string,
  path: string,
  means: KeyMeans,
): Promise<OpenedProfile> {
  const read = readKeyFile(path);
  if (read === undefined) return { ok: false, fault: { code: 'database-key-missing', path } };
  if (!read.ok) return read;
  const custody = await keyOf(read.file, means);
  if (!custody.ok) return custody;
  return openWith(paths, name, custody.key, read.file.kind);
}

function openWith(
  paths: ProfilePaths,
  name: string,
  key: DatabaseKey,
  keyCustody: CustodyKind,
): OpenedProfile {
  const opened = openStore({ path: paths.database, key });
  if (opened.ok) return { ok: true, profile: { paths, store: opened.store, keyCustody, key } };
  key.fill(0);
  return { ok: false, fault: named(opened.fault, name) };
}

function named(fault: StoreFault, profile: string): ProfileFault {
  return fault.code === 'engine-running' ? { code: fault.code, profile } : fault;
}

/** What the person can mend comes first. */
function mostTelling(faults: readonly ProfileFault[]): ProfileFault {
  const order = ['engine-running', 'passphrase-wrong', 'locked', 'keychain-unavailable'];
  const rank = ({ code }: ProfileFault): number =>
    order.includes(code) ? order.indexOf(code) : order.length;
  const [first = { code: 'locked' } as const] = faults.toSorted((a, b) => rank(a) - rank(b));
  return first;
}

/** A database of no bytes was never written to: its key may still be made. */
function isWritten(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
