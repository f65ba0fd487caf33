// The commands about what is stored as a whole. Knows nothing of files.
import { LoomError, type Handlers } from '@loom/contract';
import { isTooShort, limits } from '@loom/protocol';
import type { Backup } from '../ports/index.ts';
import type { Erasure } from './erasure.ts';

/** @param backup undefined: what is stored is in memory alone. */
export function storageHandlers(
  backup: Backup | undefined,
  erasure: Erasure,
): Pick<Handlers, 'create_backup'> {
  return {
    async create_backup({ path, passphrase }) {
      if (passphrase !== undefined && isTooShort(passphrase)) {
        throw new LoomError('passphrase-too-short', { least: limits.minPassphrase });
      }
      if (backup === undefined) throw new LoomError('backup-place', { path });
      // A copy shall not outlive its original in what was deleted.
      await erasure.finish();
      const result = await backup(path, passphrase);
      if (result.ok) return { path, bytes: result.bytes };
      const { code, ...facts } = result.fault;
      throw new LoomError(code, facts);
    },
  };
}
