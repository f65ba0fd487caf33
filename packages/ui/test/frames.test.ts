import { describe, expect, test } from 'vitest';
import { watchFrames } from '../src/frames.ts';

/** Frames that come when the test says so. */
function film() {
  let now = 0;
  let next: ((now: number) => void) | undefined;
  let slow = 0;
  const stop = watchFrames(
    (callback) => {
      next = callback;
    },
    () => (slow += 1),
  );
  const frame = (after: number): void => {
    now += after;
    const callback = next;
    next = undefined;
    callback?.(now);
  };
  return {
    stop,
    frame,
    /** So many frames a second, for so many seconds. */
    run: (rate: number, seconds: number): void => {
      for (let index = 0; index < rate * seconds; index += 1) frame(1_000 / rate);
    },
    slow: () => slow,
    goesOn: () => next !== undefined,
  };
}

describe('a window that can’t keep up', () => {
  test('is noticed after three seconds below 45 frames each, once, and then watched no more', () => {
    const { run, slow, goesOn } = film();
    run(40, 2);
    expect(slow()).toBe(0);
    run(40, 2);
    expect(slow()).toBe(1);
    expect(goesOn()).toBe(false);
  });

  test('is none at 46 frames, nor at two slow seconds before a good one', () => {
    const { run, slow } = film();
    run(46, 20);
    run(60, 2);
    for (let round = 0; round < 5; round += 1) {
      run(30, 2);
      run(60, 2);
    }
    expect(slow()).toBe(0);
  });

  test('is none when nothing was to be drawn: hidden, asleep', () => {
    const { frame, run, slow } = film();
    run(60, 1);
    for (let round = 0; round < 10; round += 1) frame(5_000);
    run(60, 2);
    expect(slow()).toBe(0);
  });

  test('is not watched after the end of the watching', () => {
    const { run, slow, stop, goesOn } = film();
    run(10, 1);
    stop();
    run(10, 5);
    expect(slow()).toBe(0);
    expect(goesOn()).toBe(false);
  });
});
