// Opens a profile: its folder, its key, its database, and with that the right to be its only engine. Knows nothing of what an
// engine does with it.

import { accessSync, constants, lstatSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemRandom } from '../ambient/system-random.ts';
import type { KeyCustody, KeyFault } from '../custody/key-custody.ts';
import { keyFileCustody } from '../custody/key-file.ts';
import { clearDrafts } from '../files/drafts.ts';
import { makePrivateFolder, type PlaceFault, placeFaultOf } from '../files/private-files.ts';
import { openStore, type StoreFault } from '../store/open-store.ts';
import type { SqliteStore } from '../store/sqlite-store.ts';
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

/** Why a profile could not be opened. The codes and facts are those of the contract. */
export type ProfileFault =
  | ProfileNameFault
  | KeyFault
  | Exclude<StoreFault, { code: 'engine-running' }>
  | { readonly code: 'engine-running'; readonly profile: string };

export interface Profile {
  readonly paths: ProfilePaths;
  /** Closing it gives the profile free. */
  readonly store: SqliteStore;
  readonly keyCustody: KeyCustody['kind'];
}

export type OpenedProfile =
  { readonly ok: true; readonly profile: Profile } | { readonly ok: false; readonly fault: ProfileFault };

/** Makes what is missing, closed to everybody but the owner, and opens what is there. */
export function openProfile({ home, name }: ProfileOptions): OpenedProfile {
  const nameFault = checkProfileName(name);
  if (nameFault !== undefined) return { ok: false, fault: nameFault };

  const paths = profilePaths(home, name, thisHost());
  const folderFault = prepareFolder(paths.folder) ?? prepareSocketFolder(paths);
  if (folderFault !== undefined) return { ok: false, fault: folderFault };

  const custody = keyFileCustody(paths.keyFile, systemRandom);
  const custodyResult = custody.readOrCreate(isWritten(paths.database));
  if (!custodyResult.ok) return custodyResult;

  const opened = openStore({ path: paths.database, key: custodyResult.key });
  custodyResult.key.fill(0);
  if (opened.ok) {
    clearDrafts(paths.drafts);
    return { ok: true, profile: { paths, store: opened.store, keyCustody: custody.kind } };
  }
  const { fault } = opened;
  return { ok: false, fault: fault.code === 'engine-running' ? { code: fault.code, profile: name } : fault };
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

/** A database of no bytes was never written to: its key may still be made. */
function isWritten(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
