// Makes inputs out of valid ones by small damage, the same for the same seed. Knows nothing of what they mean.

/** A generator of 32-bit numbers (Marsaglia's xorshift32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0 || 1;
  }

  /** From 0 up to below `limit`. */
  below(limit: number): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state % limit;
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined) throw new RangeError('nothing to pick from');
    return picked;
  }
}

/** Values at which integers and lengths tend to go wrong. */
const EDGES = [0, 1, 2, 0x7f, 0x80, 0xfe, 0xff];

/** One to four pieces of damage to one of the samples; now and then none, or nothing but noise. */
export function mutated(samples: readonly Uint8Array[], dice: Dice): Uint8Array {
  const kind = dice.below(64);
  if (kind === 0) return Uint8Array.from({ length: dice.below(600) }, () => dice.below(256));
  let bytes = Array.from(dice.pick(samples));
  if (kind === 1) return Uint8Array.from(bytes);
  for (let i = dice.below(4); i >= 0; i--) bytes = damaged(bytes, samples, dice);
  return Uint8Array.from(bytes);
}

function damaged(bytes: number[], samples: readonly Uint8Array[], dice: Dice): number[] {
  const at = dice.below(bytes.length + 1);
  const [before, after] = [bytes.slice(0, at), bytes.slice(at)];
  const run = after.slice(0, 1 + dice.below(16));
  switch (dice.below(8)) {
    case 0:
      return [...before, ...after.map((byte, i) => (i === 0 ? byte ^ (1 << dice.below(8)) : byte))];
    case 1:
      return [...before, dice.pick(EDGES), ...after.slice(1)];
    case 2:
      return [...before, ...run.map(() => dice.pick(EDGES)), ...after.slice(run.length)];
    case 3:
      return [...before, dice.below(256), ...after];
    case 4:
      return [...before, ...after.slice(run.length)];
    case 5:
      return [...before, ...run, ...after];
    case 6:
      return before;
    default:
      return [...before, ...dice.pick(samples).subarray(dice.below(16))];
  }
}
