// The way to somebody who was seen on the network: when to dial, which address, and when again. Knows nothing of what is said on
// a link.
import type { Address, Clock, Sighting, Timer } from '../ports/index.ts';
import { pairingLimits } from './limits.ts';

export class Approach {
  readonly #clock: Clock;
  readonly #dial: (address: Address) => void;
  readonly #firstWaitMs: number;
  #sighting: Sighting;
  #next = 0;
  #rounds = 0;
  #timer: Timer | undefined;
  #isDialling = false;

  /** @param leads whether this side dials at once; otherwise it leaves the first turn to the other */
  constructor(clock: Clock, sighting: Sighting, leads: boolean, dial: (address: Address) => void) {
    this.#clock = clock;
    this.#sighting = sighting;
    this.#dial = dial;
    this.#firstWaitMs = leads ? 0 : pairingLimits.followerWaitMs;
    this.#schedule(this.#firstWaitMs);
  }

  see(sighting: Sighting): void {
    this.#sighting = sighting;
  }

  /** A dial has come to nothing, or its link has ended. */
  onLost(): void {
    this.#isDialling = false;
    if (this.#next < this.#sighting.hosts.length) {
      this.#schedule(0);
      return;
    }
    this.#next = 0;
    const wait = pairingLimits.redialFirstMs * 2 ** Math.min(this.#rounds, 8);
    this.#rounds += 1;
    this.#schedule(this.#firstWaitMs + Math.min(wait, pairingLimits.redialMostMs));
  }

  /** The person waits for it. */
  hurry(): void {
    this.#rounds = 0;
    if (!this.#isDialling) this.#schedule(0);
  }

  /** There is a link: nothing to do until it ends. */
  rest(): void {
    this.#timer?.cancel();
    this.#isDialling = false;
    this.#next = 0;
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #schedule(ms: number): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.after(ms, () => {
      const host = this.#sighting.hosts[this.#next];
      this.#next += 1;
      if (host === undefined) return this.onLost();
      this.#isDialling = true;
      this.#dial({ host, port: this.#sighting.port });
    });
  }
}
