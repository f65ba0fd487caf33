// A clock that stands still until a test moves it: one run is like another, and an hour costs nothing. Knows nothing of
// real time; promises that were settled by an event run on before the next event.

import type { Clock, Timer } from '../ports/ambient.ts';

/** Enough turns of the microtask queue for the longest chain of awaits between two events. */
const MICROTASK_TURNS = 32;
const START = Date.UTC(2026, 0, 1);

interface Event {
  readonly due: number;
  readonly order: number;
  /** Undefined once cancelled. */
  run: (() => void) | undefined;
}

export class VirtualClock implements Clock {
  #monotonic = 0;
  #wallOffset: number;
  #order = 0;
  #steps = 0;
  /** A binary heap, the earliest event first; events that were cancelled stay until their turn. */
  readonly #heap: Event[] = [];

  /** @param startAt wall clock at the start, ms since 1970. */
  constructor(startAt: number = START) {
    this.#wallOffset = startAt;
  }

  now(): number {
    return Math.floor(this.#wallOffset + this.#monotonic);
  }

  monotonic(): number {
    return this.#monotonic;
  }

  /** How many events have run. */
  get steps(): number {
    return this.#steps;
  }

  after(ms: number, run: () => void): Timer {
    const event: Event = { due: this.#monotonic + Math.max(0, ms), order: this.#order++, run };
    this.#push(event);
    return {
      cancel: () => {
        event.run = undefined;
      },
    };
  }

  soon(run: () => void): void {
    this.after(0, run);
  }

  /** Moves the wall clock alone, as a person or a time server does; no timer notices. */
  jumpWall(ms: number): void {
    this.#wallOffset += ms;
  }

  /** Time passes while nothing runs, as in sleep: every timer due meanwhile fires late, in order. */
  sleep(ms: number): void {
    this.#monotonic += ms;
  }

  /** Runs the next event and moves to its time. @returns false when nothing waits. */
  step(): boolean {
    for (let event = this.#pop(); event; event = this.#pop()) {
      if (!event.run) continue;
      this.#monotonic = Math.max(this.#monotonic, event.due);
      this.#steps += 1;
      event.run();
      return true;
    }
    return false;
  }

  /** Lets `ms` pass, with everything that happens in it. */
  async advance(ms: number): Promise<void> {
    const end = this.#monotonic + ms;
    await this.settle();
    for (let due = this.#nextDue(); due !== undefined && due <= end; due = this.#nextDue()) {
      this.step();
      await this.settle();
    }
    this.#monotonic = Math.max(this.#monotonic, end);
  }

  /**
   * Lets time pass until the condition holds or the promise has settled.
   * @throws where nothing waits any more, or `limitMs` have passed.
   */
  async runUntil<T>(goal: Promise<T>, limitMs?: number): Promise<T>;
  async runUntil(goal: () => boolean, limitMs?: number): Promise<void>;
  async runUntil<T>(goal: Promise<T> | (() => boolean), limitMs = 3_600_000): Promise<T | void> {
    const end = this.#monotonic + limitMs;
    let settled = false;
    const reached = typeof goal === 'function' ? goal : () => settled;
    if (typeof goal !== 'function') {
      const settle = () => {
        settled = true;
      };
      goal.then(settle, settle);
    }
    await this.settle();
    while (!reached()) {
      const due = this.#nextDue();
      if (due === undefined) throw new Error('nothing is left that could reach the goal');
      if (due > end) throw new Error(`the goal was not reached within ${limitMs} ms of virtual time`);
      this.step();
      await this.settle();
    }
    return typeof goal === 'function' ? undefined : goal;
  }

  /** Lets the promises that are settled now run on; no time passes. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < MICROTASK_TURNS; turn++) await Promise.resolve();
  }

  #nextDue(): number | undefined {
    for (let event = this.#heap[0]; event; event = this.#heap[0]) {
      if (event.run) return event.due;
      this.#pop();
    }
    return undefined;
  }

  #push(event: Event): void {
    let index = this.#heap.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = this.#heap[parent];
      if (!above || isBefore(above, event)) break;
      this.#heap[index] = above;
      index = parent;
    }
    this.#heap[index] = event;
  }

  #pop(): Event | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (!first || !last || first === last) return first;
    let index = 0;
    for (;;) {
      const left = this.#heap[2 * index + 1];
      const right = this.#heap[2 * index + 2];
      const child = right && left && isBefore(right, left) ? right : left;
      if (!child || isBefore(last, child)) break;
      this.#heap[index] = child;
      index = child === left ? 2 * index + 1 : 2 * index + 2;
    }
    this.#heap[index] = last;
    return first;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}
