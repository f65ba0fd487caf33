// What a database holds, in figures, for who asks whether it is the right one. Knows nothing of where it lies.

import type Database from 'better-sqlite3-multiple-ciphers';

export interface Contents {
  readonly displayName: string;
  readonly contacts: number;
  /** What people wrote; Loom's own notices aside. */
  readonly messages: number;
  /** Of the newest message, or else of the identity; milliseconds since 1970. */
  readonly newestAt: number;
}

/** @returns undefined where it holds no identity. */
export function contentsOf(db: Database): Contents | undefined {
  return db
    .prepare<[], Contents>(
      `SELECT display_name AS displayName,
              (SELECT count(*) FROM contact WHERE token_payload <> x'') AS contacts,
              (SELECT count(*) FROM message WHERE kind <> 'notice') AS messages,
              max(created_at, (SELECT coalesce(max(sent_at), 0) FROM message)) AS newestAt
       FROM profile`,
    )
    .get();
}
