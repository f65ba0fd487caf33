// Undoes changes to values in memory: each change leaves its inverse, and a transaction that throws runs them backwards.
// Knows nothing of what the values mean.

export class Journal {
  /** The inverses of what the running transaction has done, oldest first. */
  #inverses: (() => void)[] | undefined;

  get isOpen(): boolean {
    return this.#inverses !== undefined;
  }

  /** Runs `work`; where it throws, everything it changed through this journal is as it was before. */
  atomically<T>(work: () => T): T {
    if (this.#inverses !== undefined) throw new Error('A transaction is running already.');
    const inverses: (() => void)[] = [];
    this.#inverses = inverses;
    try {
      return work();
    } catch (error) {
      for (const undo of inverses.toReversed()) undo();
      throw error;
    } finally {
      this.#inverses = undefined;
    }
  }

  /** Makes a change of which `undo` is the inverse. */
  change(apply: () => void, undo: () => void): void {
    if (this.#inverses === undefined) throw new Error('A change outside of any transaction.');
    apply();
    this.#inverses.push(undo);
  }

  assign<T, K extends keyof T>(target: T, key: K, value: T[K]): void {
    const before = target[key];
    this.change(
      () => (target[key] = value),
      () => (target[key] = before),
    );
  }

  /** Sets, or with `undefined` removes, an entry. */
  put<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
    const write = (entry: V | undefined): void => {
      if (entry === undefined) map.delete(key);
      else map.set(key, entry);
    };
    const before = map.get(key);
    this.change(
      () => write(value),
      () => write(before),
    );
  }
}
