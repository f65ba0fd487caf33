// The commands about backups that the host answers: they also serve where there is no engine to ask. Knows nothing of clients.
import { homedir } from 'node:os';
import { LoomError, type HostHandlers, type Status } from '@loom/contract';
import { suggestBackupPath } from './backup-place.ts';

export type BackupHandlers = Pick<
  HostHandlers,
  'suggest_backup_path' | 'verify_backup' | 'restore_backup' | 'begin_restore_upload' | 'restore_upload_chunk'
>;

interface BackupDeps {
  readonly status: () => Promise<Status> | Status;
}

export function backupHandlers({ status }: BackupDeps): BackupHandlers {
  const missing = ({ path }: { path?: string | undefined }): never => {
    throw new LoomError('backup-missing', { path: path ?? '' });
  };
  return {
    async suggest_backup_path() {
      const { display_name: name = '' } = await status();
      return { path: suggestBackupPath({ homeFolder: homedir(), name, now: Date.now() }) };
    },
    verify_backup: missing,
    restore_backup: missing,
    begin_restore_upload: ({ bytes }) => {
      throw new LoomError('upload-too-large', { bytes, limit: 0 });
    },
    restore_upload_chunk: () => {
      throw new LoomError('upload-gone', {});
    },
  };
}
