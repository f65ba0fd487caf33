// What many runs came to, in words. Knows nothing of how they are made.
import { Digest } from './digest.ts';
import type { Outcome } from './run.ts';
import { violationKinds, type ViolationKind } from './violation.ts';

export class Tally {
  readonly #faults = new Map<string, number>();
  readonly #violations = new Map<ViolationKind, number>();
  readonly #digest = new Digest();
  #runs = 0;
  #steps = 0;
  #messages = 0;
  #bytes = 0;
  #failed = 0;

  add({ digest, faults, violations, steps, messages, bytes }: Outcome): void {
    this.#digest.add(digest);
    this.#runs += 1;
    this.#steps += steps;
    this.#messages += messages;
    this.#bytes += bytes;
    if (violations.length > 0) this.#failed += 1;
    for (const [kind, count] of faults) this.#faults.set(kind, (this.#faults.get(kind) ?? 0) + count);
    for (const { kind } of violations.slice(0, 1))
      this.#violations.set(kind, (this.#violations.get(kind) ?? 0) + 1);
  }

  get runs(): number {
    return this.#runs;
  }

  get failed(): number {
    return this.#failed;
  }

  /** @param seconds how long all runs took by a real clock. */
  lines(seconds: number): string[] {
    const done = [...this.#faults].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const total = (kinds: [string, number][]): number => kinds.reduce((sum, [, count]) => sum + count, 0);
    const number = (value: number): string => value.toLocaleString('en-GB');
    return [
      `runs        ${number(this.#runs)} (${number(this.#failed)} failed)`,
      `steps       ${number(this.#steps)} (${number(Math.round(this.#steps / Math.max(seconds, 0.001)))} a second)`,
      `messages    ${number(this.#messages)}`,
      `bytes       ${number(this.#bytes)}`,
      `actions     ${number(total(done))}`,
      ...done.map(([kind, count]) => `  ${kind.padEnd(18)}${number(count).padStart(9)}`),
      'found',
      ...violationKinds.map(
        (kind) => `  ${kind.padEnd(18)}${number(this.#violations.get(kind) ?? 0).padStart(9)}`,
      ),
      `digest      ${this.#digest.hex} (the same for the same seeds and code)`,
      `time        ${seconds.toFixed(1)} s (${((1000 * seconds) / Math.max(1, this.#runs)).toFixed(0)} ms a run)`,
    ];
  }
}
