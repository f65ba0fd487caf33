// Notices by itself that this machine has other addresses now, or slept: for when no discovery runs that would say so. Knows
// nothing of what follows from it.
import { limits } from '../limits.ts';
import type { Clock, Host, Timer } from '../ports/index.ts';

export class Moves {
  readonly #clock: Clock;
  readonly #host: Host | undefined;
  readonly #onMoved: () => void;
  #timer: Timer | undefined;

  constructor({ clock, host }: { clock: Clock; host: Host | undefined }, onMoved: () => void) {
    this.#clock = clock;
    this.#host = host;
    this.#onMoved = onMoved;
  }

  start(): void {
    this.#watch(this.#addresses());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #watch(before: string): void {
    const [wall, monotonic] = [this.#clock.now(), this.#clock.monotonic()];
    this.#timer = this.#clock.after(limits.movesTickMs, () => {
      // The monotonic clock stands still in sleep on some systems, so both are asked.
      const passed = Math.max(this.#clock.now() - wall, this.#clock.monotonic() - monotonic);
      const after = this.#addresses();
      this.#watch(after);
      if (after !== before || passed > limits.movesTickMs + limits.wakeMs) this.#onMoved();
    });
  }

  #addresses(): string {
    const own = this.#host?.addresses() ?? [];
    return own
      .map(({ name, address, prefixLength }) => `${name} ${address}/${prefixLength}`)
      .toSorted()
      .join();
  }
}
