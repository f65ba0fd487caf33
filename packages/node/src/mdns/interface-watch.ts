// Notices that interfaces came, went or changed address, at once for the first change and patiently while they flap. Time
// is an argument. Knows nothing of how interfaces are found.

import { fingerprint, type HostInterface } from './interfaces.ts';

/** Another change so soon after one that was followed is believed only once it has held still for a look. */
const FLAP_MS = 5_000;

export class InterfaceWatch {
  #used: string;
  #seen: string;
  #followedAt = -Infinity;

  constructor(chosen: readonly HostInterface[]) {
    this.#used = this.#seen = stateOf(chosen);
  }

  /** @returns whether to use these from now on in place of those used before. */
  hasChanged(chosen: readonly HostInterface[], now: number): boolean {
    const state = stateOf(chosen);
    const isStill = state === this.#seen;
    this.#seen = state;
    if (state === this.#used || (!isStill && now - this.#followedAt < FLAP_MS)) return false;
    this.#used = state;
    this.#followedAt = now;
    return true;
  }
}

function stateOf(chosen: readonly HostInterface[]): string {
  return chosen.map(fingerprint).toSorted().join('\n');
}
