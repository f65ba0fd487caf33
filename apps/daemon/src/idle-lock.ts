// Locks after a time without a person. Knows nothing of what a person does, and of what locking is.
import type { Clock, Timer } from '@loom/engine';

const minuteMs = 60_000;
/** How often it looks: a machine that slept is locked soon after it wakes, though its timers slept too. */
const lookMs = 10_000;

export interface IdleLock {
  /** The person is there. */
  note(): void;
  /** From now on; 0 for never. */
  lockAfter(minutes: number): void;
}

export function createIdleLock(clock: Clock, lock: () => void): IdleLock {
  let limitMs = 0;
  let timer: Timer | undefined;
  let since = { wall: 0, steady: 0 };

  function note(): void {
    since = { wall: clock.now(), steady: clock.monotonic() };
  }

  function look(): void {
    // The steady clock may stand still while the machine sleeps, and the other one may be set back.
    const idleMs = Math.max(clock.now() - since.wall, clock.monotonic() - since.steady);
    if (idleMs < limitMs) return wait(limitMs - idleMs);
    timer = undefined;
    lock();
  }

  function wait(ms: number): void {
    timer = clock.after(Math.min(ms, lookMs), look);
  }

  return {
    note,
    lockAfter(minutes) {
      timer?.cancel();
      timer = undefined;
      limitMs = minutes * minuteMs;
      note();
      if (limitMs > 0) wait(limitMs);
    },
  };
}
