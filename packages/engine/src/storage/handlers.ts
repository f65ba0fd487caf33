// The commands about what is stored as a whole. Knows nothing of files.
import { LoomError, type Handlers } from '@loom/contract';
import type { Backup } from '../ports/index.ts';

/** @param backup undefined: what is stored is in memory alone. */
export function storageHandlers(backup: Backup | undefined): Pick<Handlers, 'create_backup'> {
  return {
    create_backup({ path }) {
      if (backup === undefined) throw new LoomError('backup-place', { path });
      const result = backup(path);
      if (result.ok) return { path, bytes: result.bytes };
      const { code, ...facts } = result.fault;
      throw new LoomError(code, facts);
    },
  };
}
