// The two states of a profile that this process has: open, with an engine that runs, or locked, with nothing but its files. One
// change at a time; whatever else is asked meanwhile waits for its end. Knows nothing of clients.
import { isLoomError, LoomError, type FaultCode, type Faults } from '@loom/contract';
import {
  copyOfKey,
  finishWipe,
  openHeldProfile,
  openHeldWith,
  restoreProfile,
  systemRandom,
  type BackupSource,
  type CustodyKind,
  type CustodyResult,
  type HeldProfile,
  type Keychain,
  type Profile,
} from '@loom/node';
import { runEngine, type EngineSurroundings, type RunningEngine } from './running-engine.ts';

type AnyFault = { [C in FaultCode]: { readonly code: C } & Faults[C] }[FaultCode];

export class ProfileRoom {
  readonly held: HeldProfile;
  readonly keychain: Keychain;
  readonly #surroundings: EngineSurroundings;
  #running: RunningEngine | undefined;
  /** The last change that was begun, until it has ended. */
  #changing: Promise<void> | undefined;
  /** How many changes have been asked for. */
  #asked = 0;
  #stopped = false;

  constructor(held: HeldProfile, keychain: Keychain, surroundings: EngineSurroundings) {
    this.held = held;
    this.keychain = keychain;
    this.#surroundings = surroundings;
  }

  /** Undefined while it is locked. */
  get running(): RunningEngine | undefined {
    return this.#running;
  }

  /** The key of the database, for who goes on with it also where it is locked meanwhile; or the fault `locked`. */
  copyOfKey(): CustodyResult {
    return this.#running === undefined
      ? { ok: false, fault: { code: 'locked' } }
      : { ok: true, key: copyOfKey(this.#running.key) };
  }

  /** Once the changes that were asked for before have ended; at once where there are none. So the order of what is asked stays. */
  whenSettled<T>(work: () => T | Promise<T>): T | Promise<T> {
    return this.#changing === undefined ? work() : this.#changing.then(work);
  }

  /** Once the changes before it have ended. @throws LoomError `engine-stopped` once it was stopped */
  async change<T>(work: () => Promise<T>): Promise<T> {
    const turn = (this.#changing ?? Promise.resolve()).then(() => {
      if (this.#stopped) throw new LoomError('engine-stopped', {});
      return work();
    });
    this.#changing = this.#endOf(turn);
    return turn;
  }

  /** Within a change. @throws LoomError `locked` where a passphrase is needed, and why else it can't be opened */
  async open(passphrase: string | undefined): Promise<void> {
    const opened = await openHeldProfile(this.held, { passphrase, keychain: this.keychain });
    if (!opened.ok) throw asLoomError(opened.fault);
    await this.#run(opened.profile);
  }

  /** Within a change: the same, and it may stay locked for want of a passphrase. */
  async openUnlessLocked(): Promise<void> {
    try {
      await this.open(undefined);
    } catch (error) {
      if (!isLoomError(error) || error.code !== 'locked') throw error;
    }
  }

  /** For good; the database stays open until the engine is closed. */
  async stop(): Promise<void> {
    await this.change(async () => {
      this.#stopped = true;
      await this.#running?.stop();
    });
  }

  /** Within a change: the network is left and the database closed; where it is locked already nothing happens. */
  async close(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    await running.stop();
    this.#running = undefined;
    running.close();
  }

  /**
   * Within a change: closes it, works on its files with the key that they were under, and opens it again with the first of the
   * passphrases that fits.
   * @returns what the work returned.
   */
  async exchange<T>(
    running: RunningEngine,
    passphrases: readonly (string | undefined)[],
    work: (key: Uint8Array) => Promise<T>,
  ): Promise<T> {
    const key = Uint8Array.from(running.key);
    await this.close();
    try {
      return await work(key);
    } finally {
      key.fill(0);
      await this.#openWithAny(passphrases);
    }
  }

  /**
   * Within a change: puts a backup in the place of what is there, under the same key, and opens it again. While it is locked
   * the restored one gets a key of its own, in its file.
   * @returns where what was there is now. @throws LoomError where nothing was restored; it is open, or locked, as before
   */
  async restore(backup: BackupSource, replace: boolean): Promise<string | undefined> {
    const running = this.#running;
    // What a wipe has left would take what is restored for its own.
    if (running === undefined) await finishWipe(this.held.paths, this.keychain);
    const key = this.copyOfKey();
    const isUsed = (await running?.handlers.has_identity({})) ?? true;
    try {
      const present = { isUsed, key, close: () => this.close() };
      const restored = await restoreProfile(this.held, present, { backup, replace, random: systemRandom });
      if (restored.ok) return restored.keptAside;
      throw asLoomError(restored.fault);
    } finally {
      if (this.#running === undefined) await this.#reopen(key, running?.keyCustody);
      else if (key.ok) key.key.fill(0);
    }
  }

  async #reopen(key: CustodyResult, custody: CustodyKind | undefined): Promise<void> {
    if (!key.ok || custody === undefined) return this.openUnlessLocked();
    const opened = openHeldWith(this.held, key.key, custody);
    if (!opened.ok) throw asLoomError(opened.fault);
    await this.#run(opened.profile);
  }

  async #run(profile: Profile): Promise<void> {
    this.#running = runEngine(profile, this.#surroundings);
    await this.#running.begin();
  }

  async #endOf(turn: Promise<unknown>): Promise<void> {
    this.#asked += 1;
    const number = this.#asked;
    await turn.catch(() => undefined);
    if (this.#asked === number) this.#changing = undefined;
  }

  async #openWithAny(passphrases: readonly (string | undefined)[]): Promise<void> {
    for (const [index, passphrase] of passphrases.entries()) {
      try {
        return await this.open(passphrase);
      } catch (error) {
        if (index === passphrases.length - 1) throw error;
      }
    }
  }
}

export function asLoomError({ code, ...facts }: AnyFault): LoomError {
  return new LoomError(code, facts);
}
