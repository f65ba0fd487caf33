// What the engine needs in order to copy what is stored to a place of the person's choosing. Knows nothing of what is stored.

/** Why there is no backup; nothing was left at its place. The codes and facts are those of the contract. */
export type BackupFault =
  | { readonly code: 'bad-arguments'; readonly detail: string }
  | { readonly code: 'backup-exists'; readonly path: string }
  | { readonly code: 'backup-place'; readonly path: string }
  | { readonly code: 'database-full' }
  | { readonly code: 'database-failed'; readonly detail: string };

export type BackupResult =
  { readonly ok: true; readonly bytes: number } | { readonly ok: false; readonly fault: BackupFault };

/**
 * Writes a whole copy of what is stored at this moment, readable by its owner alone and durable once this resolves. Never
 * overwrites.
 * @param path absolute.
 * @param passphrase the copy opens with it alone; undefined: it is encrypted with the same key as what is stored.
 */
export type Backup = (path: string, passphrase: string | undefined) => Promise<BackupResult>;
