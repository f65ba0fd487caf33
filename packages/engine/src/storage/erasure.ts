// Erases what deleted contacts have left in the store, a piece at a time with pauses in between, in which everything else goes
// on. Knows nothing of contacts.
import { limits } from '../limits.ts';
import type { Clock, Log, Store } from '../ports/index.ts';
import { storeFault } from './faults.ts';

export interface ErasureDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

export class Erasure {
  readonly #deps: ErasureDeps;
  /** What is to come after the first piece. */
  #rest: Promise<void> | undefined;
  #stopped = false;

  constructor(deps: ErasureDeps) {
    this.#deps = deps;
  }

  /**
   * Resolves once nothing is left, or when it is stopped; the next start goes on from there.
   * @throws StoreError
   */
  async finish(): Promise<void> {
    if (this.#rest !== undefined || this.#stopped) return this.#rest;
    if (!this.#deps.store.eraseDeleted()) return;
    this.#rest = this.#eraseRest();
    await this.#rest;
  }

  /** Finishes what an earlier run of the process has left; nobody waits for it, so a failure is only noted. */
  async resume(): Promise<void> {
    try {
      await this.finish();
    } catch (error) {
      const fault = storeFault(error);
      if (fault === undefined) throw error;
      this.#deps.log('error', `what deleted contacts have left could not be erased: ${fault.code}`);
    }
  }

  /** The store is not touched any more once this has resolved. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#rest?.catch(() => undefined);
  }

  async #eraseRest(): Promise<void> {
    const { store, clock } = this.#deps;
    try {
      do await new Promise<void>((resolve) => clock.after(limits.erasurePauseMs, resolve));
      while (!this.#stopped && store.eraseDeleted());
    } finally {
      this.#rest = undefined;
    }
  }
}
