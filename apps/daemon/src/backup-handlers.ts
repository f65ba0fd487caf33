// The commands about backups that the host answers: they also serve while the profile is locked, and where nobody is in it yet.
// Knows nothing of how a client is reached.
import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import {
  isLoomError,
  LoomError,
  maxUploadChunk,
  type BackupContents,
  type CommandArgs,
  type HostHandlers,
  type Status,
} from '@loom/contract';
import type { Log } from '@loom/engine';
import { verifyBackup } from '@loom/node';
import { suggestBackupPath } from './backup-place.ts';
import { asLoomError, type ProfileRoom } from './profile-room.ts';
import type { RestoreUpload } from './restore-upload.ts';

type BackupHandlers = Pick<
  HostHandlers,
  'suggest_backup_path' | 'verify_backup' | 'restore_backup' | 'begin_restore_upload' | 'restore_upload_chunk'
>;

interface BackupDeps {
  readonly room: ProfileRoom;
  readonly upload: RestoreUpload;
  readonly status: () => Status | Promise<Status>;
  readonly log: Log;
  /** Another database is in place. */
  readonly onRestored: () => Promise<void>;
}

type Source = CommandArgs<'verify_backup'>;

/** @param client what the handlers are for: what it hands over is its own. */
export function backupHandlers(deps: BackupDeps, client: object): BackupHandlers {
  const { room, upload } = deps;
  return {
    async suggest_backup_path() {
      const { display_name: name = '' } = await deps.status();
      return { path: suggestBackupPath({ homeFolder: homedir(), name, now: Date.now() }) };
    },

    verify_backup: (source) => withFile(deps, source, (path) => look(deps, path, source.passphrase)),

    restore_backup: ({ replace, ...source }) =>
      room.change(() =>
        withFile(deps, source, async (path) => {
          const wasOpen = room.running !== undefined;
          let keptAside;
          try {
            keptAside = await room.restore({ path, passphrase: source.passphrase }, replace);
          } catch (error) {
            // It could not even be opened again: who is connected has to see that.
            if (wasOpen && room.running === undefined) await deps.onRestored();
            throw error;
          }
          deps.log('info', 'a backup was restored');
          if (source.upload_id !== undefined) upload.end(source.upload_id);
          await deps.onRestored();
          return { kept_aside: keptAside ?? null };
        }),
      ),

    begin_restore_upload: ({ bytes }) => ({ upload_id: upload.begin(client, bytes) }),

    restore_upload_chunk({ upload_id: id, offset, data }) {
      const bytes = Buffer.from(data, 'base64');
      if (bytes.length > maxUploadChunk) {
        throw new LoomError('bad-arguments', { detail: `data: holds more than ${maxUploadChunk} bytes` });
      }
      upload.add(id, offset, bytes);
      return null;
    },
  };
}

async function look(
  { room }: BackupDeps,
  path: string,
  passphrase: string | undefined,
): Promise<BackupContents> {
  const key = await room.whenSettled(() => room.copyOfKey());
  let verified;
  try {
    verified = await verifyBackup({ path, passphrase }, room.held.paths.drafts, key);
  } finally {
    if (key.ok) key.key.fill(0);
  }
  if (!verified.ok) throw asLoomError(verified.fault);
  const { displayName, contacts, messages, createdAt } = verified.contents;
  return { display_name: displayName, contacts, messages, created_at: createdAt };
}

/** The file that is meant. What was handed over has no path that would mean anything to a person. */
async function withFile<T>(
  { upload }: BackupDeps,
  { path = '', upload_id: id }: Source,
  work: (path: string) => Promise<T>,
): Promise<T> {
  if (id === undefined) {
    if (!isAbsolute(path)) throw new LoomError('bad-arguments', { detail: 'path: must begin at the root' });
    return work(path);
  }
  try {
    return await work(upload.pathOf(id));
  } catch (error) {
    if (!isLoomError(error)) throw error;
    if (error.code === 'backup-unusable') throw new LoomError('backup-unusable', {});
    if (error.code === 'backup-missing') throw new LoomError('upload-gone', {});
    throw error;
  }
}
