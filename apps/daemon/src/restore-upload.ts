// A backup that a window hands over in pieces, since it has the file and not its path. It grows in a draft of the profile, one at a
// time, and goes when it was used, when its client leaves, or after a while. Knows nothing of what is in it.
import { closeSync, openSync, statfsSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { LoomError } from '@loom/contract';
import type { Clock, Timer } from '@loom/engine';
import { newDraft, placeFaultOf, removeDraft, systemRandom } from '@loom/node';
import { asLoomError } from './profile-room.ts';

/**
 * Bytes: some ten million messages. What is handed over passes through a window's memory piece by piece and is written twice more
 * while it is restored, so whoever has more is better served by a path.
 */
const maxBytes = 4 * 1024 ** 3;
/** The upload, the database in it, and the same under the profile's key lie on the disk at once. */
const copies = 3;
/** How long a client may take from one piece to the next, and a person from the last one to the passphrase, ms. */
const patienceMs = 15 * 60_000;
const ownerOnly = 0o600;

export interface RestoreUpload {
  /** @param client whoever hands it over. @throws LoomError `upload-too-large`, `database-full`, `folder-read-only` */
  begin(client: object, bytes: number): string;
  /** @throws LoomError `upload-gone`, `bad-arguments`, `database-full` */
  add(id: string, offset: number, data: Uint8Array): void;
  /** Where all of it lies. @throws LoomError `upload-gone`, `bad-arguments` where some of it has not come yet */
  pathOf(id: string): string;
  /** It is not needed any more. */
  end(id: string): void;
  /** What this client has begun goes with it. */
  leave(client: object): void;
  /** Nothing is left. */
  clear(): void;
}

interface Upload {
  readonly id: string;
  readonly client: object;
  readonly path: string;
  readonly bytes: number;
  /** Undefined once all of it has come. */
  file: number | undefined;
  come: number;
  patience: Timer;
}

/** @param drafts the folder of the profile's drafts; that of the profile exists. */
export function createRestoreUpload(drafts: string, clock: Clock): RestoreUpload {
  let current: Upload | undefined;

  function waitFor(id: string): Timer {
    return clock.after(patienceMs, () => end(id));
  }

  function begin(client: object, bytes: number): string {
    clear();
    const limit = onDisk(drafts, () => Math.min(maxBytes, Math.floor(freeBytes(dirname(drafts)) / copies)));
    if (bytes > limit) throw new LoomError('upload-too-large', { bytes, limit });
    const path = onDisk(drafts, () => newDraft(drafts));
    const file = onDisk(drafts, () => openSync(path, 'wx', ownerOnly));
    const id = Buffer.from(systemRandom.bytes(16)).toString('hex');
    current = { id, client, path, bytes, file, come: 0, patience: waitFor(id) };
    return id;
  }

  function require(id: string): Upload {
    if (current?.id !== id) throw new LoomError('upload-gone', {});
    current.patience.cancel();
    current.patience = waitFor(id);
    return current;
  }

  function add(id: string, offset: number, data: Uint8Array): void {
    const upload = require(id);
    const { file, come, bytes } = upload;
    if (file === undefined || offset !== come || come + data.length > bytes) {
      throw new LoomError('bad-arguments', {
        detail: `offset: ${come} of ${bytes} bytes have come, and the next ones follow those`,
      });
    }
    onDisk(drafts, () => {
      // At its place: what a full disk took half of is sent again.
      for (let done = 0; done < data.length;)
        done += writeSync(file, data, done, data.length - done, come + done);
    });
    upload.come += data.length;
    if (upload.come < bytes) return;
    closeSync(file);
    upload.file = undefined;
  }

  function pathOf(id: string): string {
    const { file, path, come, bytes } = require(id);
    if (file === undefined) return path;
    throw new LoomError('bad-arguments', { detail: `upload_id: only ${come} of ${bytes} bytes have come` });
  }

  function end(id: string): void {
    if (current?.id === id) clear();
  }

  function clear(): void {
    if (current === undefined) return;
    const { file, path, patience } = current;
    current = undefined;
    patience.cancel();
    if (file !== undefined) closeSync(file);
    removeDraft(drafts, path);
  }

  return {
    begin,
    add,
    pathOf,
    end,
    leave(client) {
      if (current?.client === client) clear();
    },
    clear,
  };
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** @throws LoomError for what the disk says */
function onDisk<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const fault = placeFaultOf(error, folder);
    if (fault === undefined) throw error;
    throw asLoomError(fault);
  }
}
