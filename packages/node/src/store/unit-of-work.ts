// Transactions on one SQLite connection, and what its failures mean to the port. Knows nothing of tables.

import { StoreError } from '@loom/engine';
import type Database from 'better-sqlite3-multiple-ciphers';
import { SqliteError, type Statement } from 'better-sqlite3-multiple-ciphers';

export class UnitOfWork {
  readonly #db: Database;
  readonly #begin: Statement<[]>;
  readonly #commit: Statement<[]>;
  readonly #rollback: Statement<[]>;
  #isRunning = false;
  /** A failure of the disk within the running transaction; it can't be committed any more, even where the caller goes on. */
  #failure: StoreError | undefined;
  #hasDeletions = false;
  readonly #undo: (() => void)[] = [];

  constructor(db: Database) {
    this.#db = db;
    this.#begin = db.prepare('BEGIN');
    this.#commit = db.prepare('COMMIT');
    this.#rollback = db.prepare('ROLLBACK');
  }

  transaction<T>(work: () => T): T {
    if (this.#isRunning) throw new Error('A transaction is running already.');
    this.read(() => this.#begin.run());
    this.#isRunning = true;
    try {
      const result = work();
      this.read(() => this.#commit.run());
      return result;
    } catch (error) {
      // After some failures SQLite has rolled back by itself.
      if (this.#db.inTransaction) this.#rollback.run();
      for (const undo of this.#undo.toReversed()) undo();
      throw error;
    } finally {
      this.#isRunning = false;
      this.#undo.length = 0;
      this.#failure = undefined;
      this.#overwriteDeleted();
    }
  }

  /** Work that changes something: joins the running transaction, or is one. */
  write<T>(work: () => T): T {
    return this.#isRunning ? this.read(work) : this.transaction(() => this.read(work));
  }

  /** Work that only reads. */
  read<T>(work: () => T): T {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      return work();
    } catch (error) {
      const failure = storeErrorOf(error);
      if (failure === undefined) throw error;
      if (this.#isRunning) this.#failure = failure;
      throw failure;
    }
  }

  /** What puts memory back to what the file says, should the running transaction leave nothing. */
  ifUndone(undo: () => void): void {
    this.#undo.push(undo);
  }

  /** What is deleted in this transaction shall not outlast it in the file. */
  overwriteAfterwards(): void {
    this.#hasDeletions = true;
  }

  /** `secure_delete` zeroes deleted rows in new versions of their pages; a checkpoint puts these over the old ones. */
  #overwriteDeleted(): void {
    if (!this.#hasDeletions) return;
    try {
      this.#db.pragma('wal_checkpoint(TRUNCATE)');
      this.#hasDeletions = false;
    } catch (error) {
      // The deletion itself is durable. The next transaction tries again, and closing does.
      if (storeErrorOf(error) === undefined) throw error;
    }
  }
}

/** Result codes (https://sqlite.org/rescode.html) that mean trouble with the file, not with the statement. */
const FILE_TROUBLE =
  /^SQLITE_(?:IOERR|CORRUPT|NOTADB|CANTOPEN|READONLY|PERM|BUSY|LOCKED|PROTOCOL|NOMEM)(?:_|$)/;

function storeErrorOf(error: unknown): StoreError | undefined {
  if (!(error instanceof SqliteError)) return undefined;
  if (error.code === 'SQLITE_FULL') return new StoreError('full', 'The disk is full.');
  if (!FILE_TROUBLE.test(error.code)) return undefined;
  return new StoreError('failed', error.code);
}
