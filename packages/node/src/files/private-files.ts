// Files and folders that only their owner can read, made so that a power cut leaves them whole. Knows nothing of what is in
// them.

import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';

const OWNER_ONLY_FOLDER = 0o700;
export const OWNER_ONLY_FILE = 0o600;

/** Makes the folder, and those above it, where they are missing. What is there already is closed to others. */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: OWNER_ONLY_FOLDER });
  closeToOthers(path, OWNER_ONLY_FOLDER);
}

/** Makes an empty file where there is none, and closes the one that is there to others. Its content stays. */
export function makePrivateFile(path: string): void {
  closeSync(openSync(path, 'a', OWNER_ONLY_FILE));
  closeToOthers(path, OWNER_ONLY_FILE);
}

/** Makes what was created, renamed or removed in the folder outlast a power cut. */
export function syncFolder(path: string): void {
  // Windows can't open a folder; NTFS keeps its own journal of names.
  if (process.platform === 'win32') return;
  syncFile(path);
}

export function syncFile(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The code of an error of the operating system, `EACCES` for instance. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Why nothing could be written to a place. The codes and facts are those of the contract. */
export type PlaceFault =
  { readonly code: 'folder-read-only'; readonly path: string } | { readonly code: 'database-full' };

/** What an error of the operating system says of the folder that was to be written to; undefined for one that says nothing. */
export function placeFaultOf(error: unknown, folder: string): PlaceFault | undefined {
  switch (errnoOf(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EEXIST':
      return { code: 'folder-read-only', path: folder };
    case 'ENOSPC':
    case 'EDQUOT':
      return { code: 'database-full' };
    default:
      return undefined;
  }
}

function closeToOthers(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    // A file system without modes (FAT) says EPERM, and so does a path of somebody else; whether it can be written shows later.
    if (errnoOf(error) !== 'EPERM') throw error;
  }
}
