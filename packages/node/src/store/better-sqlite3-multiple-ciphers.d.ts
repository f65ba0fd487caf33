// The part of better-sqlite3-multiple-ciphers that the store uses: the package's own types are outside of its `exports`.

declare module 'better-sqlite3-multiple-ciphers' {
  export class SqliteError extends Error {
    /** A result code by name, extended where there is one: `SQLITE_IOERR_WRITE`. */
    readonly code: string;
  }

  export interface Statement<Parameters extends unknown[], Row = never> {
    run(...parameters: Parameters): { changes: number };
    get(...parameters: Parameters): Row | undefined;
    all(...parameters: Parameters): Row[];
    iterate(...parameters: Parameters): IterableIterator<Row>;
    /** From here on a row is its first column. */
    pluck(): this;
  }

  export default class Database {
    /** @param options `timeout`: how long to wait for a lock, ms. */
    constructor(path: string, options?: { timeout?: number });
    readonly inTransaction: boolean;
    prepare<Parameters extends unknown[], Row = never>(sql: string): Statement<Parameters, Row>;
    /** The function that runs `work` in a transaction. */
    transaction<T>(work: () => T): () => T;
    exec(sql: string): this;
    /** @param options `simple`: the first column of the first row, instead of all rows. */
    pragma(source: string, options?: { simple?: boolean }): unknown;
    /** The rows of EXPLAIN, with nothing bound. */
    explain(source: string): unknown[];
    key(key: Buffer): number;
    /** Encrypts all of it anew; not in the mode of the write-ahead log. */
    rekey(key: Buffer): number;
    close(): this;
  }
}
