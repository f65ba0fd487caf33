// Notices that interfaces came, went or changed address, at once for the first change and patiently while they flap. Time
// is an argument. Knows nothing of how interfaces are found.

import { fingerprint, type HostInterface } from './interfaces.ts';

/** Another change so soon after one that was followed is believed only once it has held still for a look. */
const FLAP_MS = 5_000;
/** Who was followed twice within this flaps, and gets no attention beyond the usual. */
const RESTLESS_MS = 30_000;

export class InterfaceWatch {
  #used: string;
  #seen: string;
  /** When changes were followed lately. */
  #followed: number[] = [];

  constructor(chosen: readonly HostInterface[]) {
    this.#used = this.#seen = stateOf(chosen);
  }

  /** A change was seen that is not believed yet, and it may well be the end of what one before began: worth a look soon. */
  get isPressing(): boolean {
    return this.#seen !== this.#used && this.#followed.length <= 1;
  }

  /** @returns whether to use these from now on in place of those used before. */
  hasChanged(chosen: readonly HostInterface[], now: number): boolean {
    const state = stateOf(chosen);
    const isStill = state === this.#seen;
    this.#seen = state;
    if (state === this.#used || (!isStill && this.#followed.some((at) => now - at < FLAP_MS))) {
      return false;
    }
    this.#used = state;
    this.#followed = [...this.#followed.filter((at) => now - at < RESTLESS_MS), now];
    return true;
  }
}

function stateOf(chosen: readonly HostInterface[]): string {
  return chosen.map(fingerprint).toSorted().join('\n');
}
