// Files on their way to becoming something, in a folder of their own that only its owner can read: no failure leaves one, and
// what a kill leaves is gone with the next start. Knows nothing of what is in them.

import { randomBytes } from 'node:crypto';
import { rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makePrivateFolder } from './private-files.ts';

/** What SQLite puts beside a database. */
const COMPANIONS = ['', '-wal', '-journal'];
/** Those that are begun, whether there is a file of them yet or not: their folder has to stay. */
const begun = new Set<string>();

/** A name in `folder`, which is made, where nothing is yet. */
export function newDraft(folder: string): string {
  makePrivateFolder(folder);
  const draft = join(folder, randomBytes(8).toString('hex'));
  begun.add(draft);
  return draft;
}

/** Where it was moved away, or never made, nothing happens. */
export function removeDraft(folder: string, draft: string): void {
  for (const companion of COMPANIONS) rmSync(`${draft}${companion}`, { force: true });
  begun.delete(draft);
  if ([...begun].some((other) => dirname(other) === folder)) return;
  try {
    rmdirSync(folder);
  } catch {
    // There are others in it.
  }
}

/** @param work is given a path for a file that it may make; what is there when it ends is removed. */
export async function withDraft<T>(folder: string, work: (draft: string) => Promise<T>): Promise<T> {
  const draft = newDraft(folder);
  try {
    return await work(draft);
  } finally {
    removeDraft(folder, draft);
  }
}

/** For who holds the profile, before any draft is begun. */
export function clearDrafts(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
