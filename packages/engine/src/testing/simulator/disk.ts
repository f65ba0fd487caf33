// A disk with a database on it, as the log of its commits: so a process can be killed between any two writes, and yesterday's
// database can be put back. Knows nothing of what the writes mean.
import { StoreError, type Store } from '../../ports/index.ts';
import { MemoryDatabase, MemoryStore } from '../memory-store.ts';

type Method = Exclude<keyof Store, 'transaction' | 'close'>;

/** One call that may have changed something, with what came of it. */
export type Write = {
  [M in Method]: {
    readonly method: M;
    readonly args: Parameters<Store[M]>;
    readonly result: ReturnType<Store[M]>;
  };
}[Method];

export type Commit = readonly Write[];

/** Thrown where a process is killed; nothing of that process runs on. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** How a disk lies, where a bug is planted; an honest one does neither. */
export interface Lies {
  /** How long after `transaction` has returned this commit is durable, ms. */
  commitsLateMs?(commit: Commit): number;
  /** How many of the newest commits a crash takes, although each was durable by what the disk said. */
  lostInCrash?(): number;
}

export interface DiskWatcher {
  /** Durable from now on. Called in order. */
  onCommit(commit: Commit): void;
  /** A write is about to be made. */
  onWrite(method: Method, args: readonly unknown[], result: unknown): void;
}

/** These change nothing a reader sees; every other method is taken for a write. */
const reads: ReadonlySet<string> = new Set<Method>([
  'readProfile',
  'readSettings',
  'listContacts',
  'getContact',
  'summarize',
  'readSession',
  'receivedSeq',
  'unsealed',
  'firstSentBeyond',
  'sealedFrom',
  'heldRanges',
  'findMessage',
  'listMessages',
  'listMessagesAfter',
  'listMessagesSince',
  'searchMessages',
  'readSeq',
  'listAddresses',
  'eraseDeleted',
]);

export class Disk {
  readonly #watcher: DiskWatcher;
  readonly #lies: Lies;
  readonly #later: (ms: number, run: () => void) => void;
  #database = new MemoryDatabase();
  #commits: Commit[] = [];
  #durable = 0;
  /** Told apart so that what was late before a crash is not durable after it. */
  #crashes = 0;
  /** Writes and commits from now on until the process dies at one. */
  #killIn: number | undefined;
  #onKill: () => void = () => undefined;
  #fullIn: number | undefined;

  constructor(watcher: DiskWatcher, lies: Lies, later: (ms: number, run: () => void) => void) {
    this.#watcher = watcher;
    this.#lies = lies;
    this.#later = later;
  }

  /** How many commits are durable: names a state to go back to. */
  get mark(): number {
    return this.#durable;
  }

  /** What is on the disk, read past every fault. */
  get contents(): Store {
    return new MemoryStore(this.#database);
  }

  /** @param isAlive a store of a dead process refuses everything. */
  open(isAlive: () => boolean): Store {
    const target = new MemoryStore(this.#database);
    let open: Write[] | undefined;
    const call = (method: Method, args: unknown[]): unknown => {
      if (!isAlive()) throw new Killed();
      const run = Reflect.get(target, method) as (...given: unknown[]) => unknown;
      if (reads.has(method)) return run.apply(target, args);
      this.#point();
      this.#fill();
      const result = run.apply(target, args);
      this.#watcher.onWrite(method, args, result);
      const write = { method, args, result } as Write;
      if (open !== undefined) open.push(write);
      else this.#commit([write]);
      return result;
    };
    const transaction = <T>(work: () => T): T => {
      if (!isAlive()) throw new Killed();
      const writes: Write[] = [];
      open = writes;
      try {
        const result = target.transaction(() => {
          const outcome = work();
          if (writes.length > 0) this.#point();
          return outcome;
        });
        open = undefined;
        if (writes.length > 0) this.#commit(writes);
        return result;
      } finally {
        open = undefined;
      }
    };
    return new Proxy<Store>(target, {
      get: (_, method: keyof Store) => {
        if (method === 'transaction') return transaction;
        if (method === 'close') return () => target.close();
        return (...args: unknown[]) => call(method, args);
      },
    });
  }

  /** The process dies at this one of its next writes and commits. */
  killIn(points: number, onKill: () => void): void {
    this.#killIn = points;
    this.#onKill = onKill;
  }

  /** After this many writes more, every write fails, until `free`. */
  fillUp(writes: number): void {
    this.#fullIn = writes;
  }

  free(): void {
    this.#fullIn = undefined;
  }

  /** No kill is due any more. */
  disarm(): void {
    this.#killIn = undefined;
  }

  /** The machine went down, or the process: what was not durable is gone. */
  crash(): void {
    this.#crashes += 1;
    this.#killIn = undefined;
    const lost = this.#lies.lostInCrash?.() ?? 0;
    const kept = Math.max(0, this.#durable - lost);
    if (kept < this.#commits.length) this.restore(kept);
  }

  /** Puts back the database of that moment. */
  restore(mark: number): void {
    this.#commits = this.#commits.slice(0, mark);
    this.#durable = this.#commits.length;
    this.#database = replay(this.#commits);
  }

  /** Of the database nothing is left but the profile. */
  lose(): void {
    const profile = this.contents.readProfile();
    this.#commits =
      profile === undefined ? [] : [[{ method: 'createProfile', args: [profile], result: undefined }]];
    this.restore(this.#commits.length);
  }

  /** What this disk holds at that moment, on another disk. */
  copyTo(other: Disk, mark: number): void {
    other.#commits = this.#commits.slice(0, mark);
    other.restore(mark);
  }

  #commit(commit: Commit): void {
    this.#commits.push(commit);
    const place = this.#commits.length;
    const lateMs = this.#lies.commitsLateMs?.(commit) ?? 0;
    if (lateMs === 0 && this.#durable === place - 1) {
      this.#durable = place;
      this.#watcher.onCommit(commit);
    } else {
      const crashes = this.#crashes;
      this.#later(lateMs, () => {
        if (crashes === this.#crashes) this.#settle(place);
      });
    }
    this.#point();
  }

  /** Everything up to this commit is durable now. */
  #settle(place: number): void {
    for (const commit of this.#commits.slice(this.#durable, place)) {
      this.#durable += 1;
      this.#watcher.onCommit(commit);
    }
  }

  #point(): void {
    if (this.#killIn === undefined) return;
    this.#killIn -= 1;
    if (this.#killIn > 0) return;
    this.#killIn = undefined;
    this.#onKill();
    throw new Killed();
  }

  #fill(): void {
    if (this.#fullIn === undefined) return;
    this.#fullIn = Math.max(0, this.#fullIn - 1);
    if (this.#fullIn === 0) throw new StoreError('full', 'the disk is full');
  }
}

function replay(commits: readonly Commit[]): MemoryDatabase {
  const database = new MemoryDatabase();
  const store = new MemoryStore(database);
  for (const commit of commits) {
    store.transaction(() => {
      for (const { method, args } of commit) {
        const run = Reflect.get(store, method) as (...given: unknown[]) => unknown;
        run.apply(store, args);
      }
    });
  }
  return database;
}
