// Takes a profile for one process, whether or not its database can be opened yet: its folders, and the lock. Knows nothing of
// keys and databases.

import { accessSync, constants, lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { clearDrafts } from '../files/drafts.ts';
import { makePrivateFolder, type PlaceFault, placeFaultOf } from '../files/private-files.ts';
import { openLock, type StoreFault } from '../store/open-store.ts';
import {
  checkProfileName,
  type ProfileNameFault,
  type ProfilePaths,
  profilePaths,
  thisHost,
} from './profile-paths.ts';

export interface ProfileOptions {
  /** The folder of all profiles. */
  readonly home: string;
  readonly name: string;
}

/** Why a profile could not be taken. The codes and facts are those of the contract. */
export type HoldFault =
  | ProfileNameFault
  | PlaceFault
  | Exclude<StoreFault, { code: 'engine-running' }>
  | { readonly code: 'engine-running'; readonly profile: string };

export interface HeldProfile {
  readonly name: string;
  readonly paths: ProfilePaths;
  /** Gives it free. */
  release(): void;
}

export type HoldResult =
  { readonly ok: true; readonly held: HeldProfile } | { readonly ok: false; readonly fault: HoldFault };

/** Makes its folder where that is missing, closed to everybody but the owner. */
export function holdProfile(options: ProfileOptions): HoldResult {
  const prepared = prepareProfile(options);
  if (!prepared.ok) return prepared;
  const { paths } = prepared;
  const { name } = options;
  const lock = openLock(paths.lock);
  if (lock.ok) {
    clearDrafts(paths.drafts);
    return { ok: true, held: { name, paths, release: () => lock.db.close() } };
  }
  const { fault } = lock;
  return { ok: false, fault: fault.code === 'engine-running' ? { code: fault.code, profile: name } : fault };
}

export function prepareProfile({
  home,
  name,
}: ProfileOptions):
  | { readonly ok: true; readonly paths: ProfilePaths }
  | { readonly ok: false; readonly fault: ProfileNameFault | PlaceFault } {
  const nameFault = checkProfileName(name);
  if (nameFault !== undefined) return { ok: false, fault: nameFault };
  const paths = profilePaths(home, name, thisHost());
  const fault = prepareFolder(paths.folder) ?? prepareSocketFolder(paths);
  return fault === undefined ? { ok: true, paths } : { ok: false, fault };
}

function prepareFolder(path: string): PlaceFault | undefined {
  try {
    makePrivateFolder(path);
    accessSync(path, constants.W_OK);
    return undefined;
  } catch (error) {
    const fault = placeFaultOf(error, path);
    if (fault === undefined) throw error;
    return fault;
  }
}

/** Outside of the profile, where everybody may write, a folder may be somebody's trap: another's, or a link to elsewhere. */
function prepareSocketFolder({ folder, socket }: ProfilePaths): PlaceFault | undefined {
  const socketFolder = dirname(socket);
  if (process.platform === 'win32' || socketFolder === folder) return undefined;
  const fault = prepareFolder(socketFolder);
  if (fault !== undefined) return fault;
  const found = lstatSync(socketFolder);
  const isOurs = found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
  return isOurs ? undefined : { code: 'folder-read-only', path: socketFolder };
}
