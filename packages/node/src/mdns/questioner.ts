// Asks who is there: soon after there is a reason to, then less and less often (RFC 6762 section 5.2). Knows nothing of the
// answers.

import type { Timer } from '@loom/engine';
import type { Card, Surroundings } from './card.ts';
import { encodeQuery } from './packets.ts';
import { TTL_SECONDS } from './records.ts';
import { queryWaits } from './schedule.ts';

/** However often somebody wants to ask. */
const MIN_INTERVAL_MS = 1_000;

export class Questioner {
  readonly #surroundings: Surroundings;
  readonly #cards: ReadonlyMap<string, Card>;
  readonly #ownInstance: () => string | undefined;
  #askedAt = -Infinity;
  #due = Infinity;
  #timer: Timer | undefined;

  constructor(
    surroundings: Surroundings,
    cards: ReadonlyMap<string, Card>,
    ownInstance: () => string | undefined,
  ) {
    this.#surroundings = surroundings;
    this.#cards = cards;
    this.#ownInstance = ownInstance;
  }

  /** Asks soon, and begins the schedule anew. */
  ask(): void {
    this.#run(queryWaits(this.#surroundings.random));
  }

  stop(): void {
    this.#timer?.cancel();
    this.#due = Infinity;
  }

  #run(waits: Generator<number, never>): void {
    const { clock } = this.#surroundings;
    const now = clock.monotonic();
    const due = Math.max(now + waits.next().value, this.#askedAt + MIN_INTERVAL_MS);
    // A question that comes earlier stays: asking again and again must not put it off for ever.
    this.#due = Math.min(due, this.#due);
    this.#timer?.cancel();
    this.#timer = clock.after(this.#due - now, () => {
      this.#due = Infinity;
      this.#askedAt = clock.monotonic();
      for (const card of this.#cards.values()) card.send(this.#questionOn(card));
      this.#run(waits);
    });
  }

  /** Our own question comes back to us; naming ourselves among the known keeps us from answering it. */
  #questionOn(card: Card): Uint8Array[] {
    const own = this.#ownInstance();
    const ourselves = own === undefined ? [] : [{ instance: own, ttl: TTL_SECONDS }];
    const { clock, service } = this.#surroundings;
    return encodeQuery([...ourselves, ...card.cache.known(clock.monotonic())], service);
  }
}
