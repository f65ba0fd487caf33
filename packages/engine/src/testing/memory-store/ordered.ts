// A list kept in the order of a number that each of its items has, as an index of a database is. Knows nothing of its items.

import type { Journal } from './journal.ts';

export class Ordered<T> {
  readonly #journal: Journal;
  readonly #orderOf: (item: T) => number;
  readonly #items: T[] = [];

  /** @param orderOf unique within the list, and unchanged while the item is in it. */
  constructor(journal: Journal, orderOf: (item: T) => number) {
    this.#journal = journal;
    this.#orderOf = orderOf;
  }

  get size(): number {
    return this.#items.length;
  }

  get last(): T | undefined {
    return this.#items.at(-1);
  }

  insert(item: T): void {
    const at = this.#lowerBound(this.#orderOf(item));
    this.#journal.change(
      () => this.#items.splice(at, 0, item),
      () => this.#items.splice(at, 1),
    );
  }

  /** Takes the items from `from` to `to`, both included, out of the list. */
  take(from: number, to: number): T[] {
    const start = this.#lowerBound(from);
    const taken = this.#items.slice(start, this.#lowerBound(to + 1));
    this.#journal.change(
      () => this.#items.splice(start, taken.length),
      () => this.#items.splice(start, 0, ...taken),
    );
    return taken;
  }

  has(order: number): boolean {
    const item = this.#items[this.#lowerBound(order)];
    return item !== undefined && this.#orderOf(item) === order;
  }

  /** The first items from `from` on. */
  startingAt(from: number, limit: number): T[] {
    const start = this.#lowerBound(from);
    return this.#items.slice(start, start + limit);
  }

  /** The last items before `end`, or of all, in order. */
  endingBefore(end: number | undefined, limit: number): T[] {
    const stop = end === undefined ? this.#items.length : this.#lowerBound(end);
    return this.#items.slice(Math.max(0, stop - limit), stop);
  }

  /** Where the first item with at least this order stands. */
  #lowerBound(order: number): number {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const item = this.#items[middle];
      if (item !== undefined && this.#orderOf(item) < order) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
