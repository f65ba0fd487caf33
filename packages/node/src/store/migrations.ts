// The tables of the database, as the numbered steps that lead to them. A step that was released is never changed again; a
// change is a new step at the end. Knows nothing of who reads the tables.

import type Database from 'better-sqlite3-multiple-ciphers';

const migrations: readonly string[] = [
  /* 1 */ `
  CREATE TABLE profile (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    master_seed  BLOB    NOT NULL CHECK (length(master_seed) = 32),
    filler_key   BLOB    NOT NULL CHECK (length(filler_key) = 32),
    display_name TEXT    NOT NULL,
    created_at   INTEGER NOT NULL
  ) STRICT;

  -- AUTOINCREMENT: the number of a deleted contact is never given again. The counters of a conversation stand here, so that
  -- telling them costs the same whatever they count.
  CREATE TABLE contact (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    token_payload BLOB    NOT NULL,
    identity_key  BLOB    NOT NULL UNIQUE CHECK (length(identity_key) = 32),
    static_key    BLOB    NOT NULL UNIQUE CHECK (length(static_key) = 32),
    display_name  TEXT    NOT NULL,
    added_at      INTEGER NOT NULL,
    own_stream    BLOB    NOT NULL CHECK (length(own_stream) = 8),
    peer_stream   BLOB    CHECK (length(peer_stream) = 8),
    verified      INTEGER NOT NULL DEFAULT 0 CHECK (verified IN (0, 1)),
    next_seq      INTEGER NOT NULL DEFAULT 1,
    acked_seq     INTEGER NOT NULL DEFAULT 0,
    unread        INTEGER NOT NULL DEFAULT 0,
    waiting       INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE session (
    contact_id INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
    slot       TEXT    NOT NULL CHECK (slot IN ('current', 'previous')),
    session    BLOB    NOT NULL,
    PRIMARY KEY (contact_id, slot)
  ) STRICT;

  -- place counts up from 1 without gaps, so the oldest one is found by subtraction.
  CREATE TABLE ephemeral (
    contact_id INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
    place      INTEGER NOT NULL,
    hash       BLOB    NOT NULL CHECK (length(hash) = 8),
    PRIMARY KEY (contact_id, place),
    UNIQUE (contact_id, hash)
  ) STRICT, WITHOUT ROWID;

  -- recency: larger for the one remembered later.
  CREATE TABLE address (
    contact_id INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
    host       TEXT    NOT NULL,
    port       INTEGER NOT NULL,
    source     TEXT    NOT NULL CHECK (source IN ('mdns', 'manual', 'remembered')),
    last_good  INTEGER NOT NULL,
    recency    INTEGER NOT NULL,
    PRIMARY KEY (contact_id, host, port)
  ) STRICT, WITHOUT ROWID;

  -- All that is visible. state: waiting, delivered, read for what goes out; unread, read for what comes in. content: TEXT,
  -- or the bytes of an unknown kind.
  CREATE TABLE message (
    row_id     INTEGER PRIMARY KEY,
    contact_id INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
    message_id BLOB    NOT NULL CHECK (length(message_id) = 16),
    direction  TEXT    NOT NULL CHECK (direction IN ('in', 'out')),
    kind       TEXT    NOT NULL CHECK (kind IN ('text', 'notice', 'unknown')),
    content    ANY     NOT NULL CHECK (typeof(content) = iif(kind = 'unknown', 'blob', 'text')),
    sent_at    INTEGER NOT NULL,
    stream     BLOB    CHECK (length(stream) = 8),
    seq        INTEGER,
    state      TEXT    NOT NULL CHECK (
      state = 'read' OR state IN ('waiting', 'delivered') AND direction = 'out' OR state = 'unread' AND direction = 'in'
    ),
    UNIQUE (contact_id, message_id)
  ) STRICT;

  -- A conversation in order: row_id is the last column of every index.
  CREATE INDEX message_in_order ON message (contact_id);
  -- What somebody has yet to do something about: seal it, store it, read it.
  CREATE INDEX message_open ON message (contact_id, state, seq) WHERE state <> 'read';
  CREATE UNIQUE INDEX message_sealed ON message (contact_id, seq) WHERE direction = 'out' AND seq IS NOT NULL;

  CREATE TABLE incoming_stream (
    contact_id INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
    stream     BLOB    NOT NULL CHECK (length(stream) = 8),
    received   INTEGER NOT NULL,
    PRIMARY KEY (contact_id, stream)
  ) STRICT, WITHOUT ROWID;

  -- What lies above a gap. Without a kind: withdrawn.
  CREATE TABLE held (
    contact_id INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
    stream     BLOB    NOT NULL CHECK (length(stream) = 8),
    seq        INTEGER NOT NULL,
    message_id BLOB    NOT NULL CHECK (length(message_id) = 16),
    kind       TEXT,
    content    ANY,
    sent_at    INTEGER NOT NULL,
    PRIMARY KEY (contact_id, stream, seq)
  ) STRICT;

  CREATE TABLE withdrawn (
    contact_id INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
    message_id BLOB    NOT NULL CHECK (length(message_id) = 16),
    PRIMARY KEY (contact_id, message_id)
  ) STRICT, WITHOUT ROWID;
  `,
  // An outgoing row knows the stream that its seq is of, because a stream may end; and a contact's outbox may be held.
  /* 2 */ `
  ALTER TABLE contact ADD COLUMN held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1));

  UPDATE message SET stream = (SELECT own_stream FROM contact WHERE id = contact_id)
  WHERE direction = 'out' AND seq IS NOT NULL;

  DROP INDEX message_sealed;
  CREATE UNIQUE INDEX message_sealed ON message (contact_id, stream, seq)
  WHERE direction = 'out' AND seq IS NOT NULL;
  `,
  // What people search for, what they have set, and whom they want nothing of. The words lie beside the messages, not in them
  // twice; `secure-delete` takes those of a deleted message out of the index at once.
  /* 3 */ `
  ALTER TABLE contact ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1));

  CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value))
  ) STRICT, WITHOUT ROWID;

  CREATE VIRTUAL TABLE message_words USING fts5 (
    content, content = 'message', content_rowid = 'row_id', columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
  );
  INSERT INTO message_words (message_words, rank) VALUES ('secure-delete', 1);
  INSERT INTO message_words (rowid, content) SELECT row_id, content FROM message WHERE kind = 'text';

  CREATE TRIGGER message_words_in AFTER INSERT ON message WHEN new.kind = 'text' BEGIN
    INSERT INTO message_words (rowid, content) VALUES (new.row_id, new.content);
  END;
  CREATE TRIGGER message_words_out AFTER DELETE ON message WHEN old.kind = 'text' BEGIN
    INSERT INTO message_words (message_words, rowid, content) VALUES ('delete', old.row_id, old.content);
  END;
  `,
];

/** The version that `migrate` leads to. */
export const SCHEMA_VERSION = migrations.length;

/** The version of the database, 0 for an empty one. */
export function schemaVersion(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Takes the steps that the database has not seen, all of them or none. */
export function migrate(db: Database, steps: readonly string[] = migrations): void {
  const version = schemaVersion(db);
  if (version >= steps.length) return;
  db.transaction(() => {
    for (const step of steps.slice(version)) db.exec(step);
    db.pragma(`user_version = ${steps.length}`);
  })();
}
