// What every Clock and every Random does, as tests that run unchanged against the test adapters and the real ones. Knows
// nothing of either; a world says how time passes in it.

import { describe, expect, test } from 'vitest';
import type { Clock, Random } from '../ports/ambient.ts';

export interface ClockWorld {
  readonly clock: Clock;
  /** Lets at least this much time pass, and whatever is due in it happen. */
  readonly pass: (ms: number) => Promise<void>;
}

export function describeClock(name: string, open: () => ClockWorld): void {
  describe(`Clock: ${name}`, () => {
    test('tells whole milliseconds since 1970, and a time that never runs backwards', async () => {
      const { clock, pass } = open();
      const [now, monotonic] = [clock.now(), clock.monotonic()];
      expect(Number.isSafeInteger(now)).toBe(true);
      expect(now).toBeGreaterThan(Date.UTC(2020));
      await pass(20);
      expect(clock.monotonic() - monotonic).toBeGreaterThanOrEqual(19);
      expect(Number.isSafeInteger(clock.now())).toBe(true);
    });

    test('runs what is due after its time, the earlier first, and never what was cancelled', async () => {
      const { clock, pass } = open();
      const ran: string[] = [];
      const begun = clock.monotonic();
      let waited = 0;
      clock.after(60, () => ran.push('later'));
      clock.after(10, () => {
        waited = clock.monotonic() - begun;
        ran.push('sooner');
      });
      const cancelled = clock.after(20, () => ran.push('cancelled'));
      cancelled.cancel();
      expect(ran).toEqual([]);
      await pass(100);
      expect(ran).toEqual(['sooner', 'later']);
      expect(waited).toBeGreaterThanOrEqual(9);
    });

    test('cancelling twice, or after the time has come, is harmless', async () => {
      const { clock, pass } = open();
      let runs = 0;
      const timer = clock.after(1, () => (runs += 1));
      await pass(20);
      timer.cancel();
      timer.cancel();
      expect(runs).toBe(1);
    });

    test('does what is to be done soon once the present work has ended, in order', async () => {
      const { clock, pass } = open();
      const ran: number[] = [];
      clock.soon(() => ran.push(1));
      clock.soon(() => ran.push(2));
      expect(ran).toEqual([]);
      await pass(5);
      expect(ran).toEqual([1, 2]);
    });
  });
}

export function describeRandom(name: string, random: Random): void {
  describe(`Random: ${name}`, () => {
    test.each([0, 1, 8, 32, 1000])('gives %i bytes that are the caller’s alone', (length) => {
      const first = random.bytes(length);
      expect(first).toHaveLength(length);
      const copy = first.slice();
      random.bytes(length).fill(0);
      expect(first).toEqual(copy);
    });

    test('never gives the same 16 bytes twice, and every value of a byte', () => {
      const drawn = Array.from({ length: 2000 }, () => random.bytes(16));
      expect(new Set(drawn.map((bytes) => bytes.join())).size).toBe(drawn.length);
      expect(new Set(drawn.flatMap((bytes) => [...bytes])).size).toBe(256);
    });
  });
}
