// Feeds one target with damaged inputs until it has had enough of them. A failure carries what is needed to see it again.
import { Dice, mutated } from './mutate.ts';
import type { Target } from './targets.ts';

/** @param more asked before each input whether there shall be one more. @returns how many inputs were run. */
export function fuzz(target: Target, seed: number, more: (done: number) => boolean): number {
  const dice = new Dice(seed);
  let done = 0;
  for (; more(done); done++) {
    const input = mutated(target.samples, dice);
    try {
      target.run(input);
    } catch (error) {
      const hex = Buffer.from(input).toString('hex');
      throw new Error(`${target.name}, seed ${seed}, input ${done}: ${String(error)}\n${hex}`, {
        cause: error,
      });
    }
  }
  return done;
}
