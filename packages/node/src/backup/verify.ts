// Looks at a backup as restoring would, and leaves everything as it is. Knows nothing of engines.

import type { CustodyResult } from '../custody/key-custody.ts';
import { withDraft } from '../files/drafts.ts';
import { type BackupContents, type BackupReadFault, type BackupSource, readBackup } from './read-backup.ts';
import { spaceFaultOf } from './space.ts';

export type VerifiedBackup =
  | { readonly ok: true; readonly contents: BackupContents }
  | { readonly ok: false; readonly fault: BackupReadFault };

/**
 * @param drafts the folder of the profile's drafts.
 * @param ownKey the profile's, or why it is not to be had.
 */
export async function verifyBackup(
  source: BackupSource,
  drafts: string,
  ownKey: CustodyResult,
): Promise<VerifiedBackup> {
  try {
    return await withDraft(drafts, async (draft) => {
      const read = await readBackup(source, draft, ownKey);
      if (!read.ok) return read;
      read.key.fill(0);
      return { ok: true, contents: read.contents };
    });
  } catch (error) {
    return { ok: false, fault: spaceFaultOf(error, drafts) };
  }
}
