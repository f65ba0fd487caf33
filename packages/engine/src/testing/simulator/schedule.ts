// What happens in a run, as data: people, their network, and a list of actions with their times, all drawn from one seed. So a run
// can be kept, and shortened. Knows nothing of how an action is carried out.
import { SeededRandom } from '../seeded-random.ts';

export interface Schedule {
  readonly seed: number;
  readonly people: number;
  /** One way, ms. */
  readonly latencyMs: number;
  /** What a connection takes before it asks to wait, bytes. */
  readonly bufferBytes: number;
  /** In order of time. */
  readonly actions: readonly Action[];
}

/** `at`: virtual ms since the start. `who`, `of`, `to`: people, by their number. */
export type Action = { readonly at: number } & Deed;

export type Deed = Workload | ConnectionFault | LastingDeed | Hostility;

/** What lasts for a while, and ends by itself. */
export type LastingDeed = NetworkFault | MachineFault | DatabaseFault;

type Workload =
  | {
      readonly kind: 'add' | 'delete' | 'mark-read' | 'rename' | 'verify' | 'accept';
      readonly who: number;
      readonly of: number;
    }
  | {
      readonly kind: 'send';
      readonly who: number;
      readonly to: number;
      readonly count: number;
      readonly bytes: number;
    }
  | { readonly kind: 'type'; readonly who: number; readonly of: number; readonly typing: boolean }
  | { readonly kind: 'glare'; readonly who: number; readonly of: number }
  | { readonly kind: 'idle'; readonly ms: number };

/** Of bytes on their way. */
type ConnectionFault =
  | { readonly kind: 'cut' }
  | { readonly kind: 'half-open'; readonly who: number }
  | { readonly kind: 'reset' | 'flip'; readonly after: number }
  | { readonly kind: 'reset-next' | 'flip-next'; readonly after: number; readonly back: boolean }
  | { readonly kind: 'fragment'; readonly bytes: number; readonly ms: number };

/** Of the network between machines. */
type NetworkFault =
  | { readonly kind: 'partition' | 'one-way'; readonly who: number; readonly of: number; readonly ms: number }
  | {
      readonly kind: 'slow' | 'reorder';
      readonly who: number;
      readonly latencyMs: number;
      readonly ms: number;
    }
  | { readonly kind: 'air-lossy' | 'air-shuffled'; readonly ms: number }
  | { readonly kind: 'air-blocked' | 'interface-down'; readonly who: number; readonly ms: number }
  | { readonly kind: 'roam'; readonly who: number; readonly address: number };

/** Of one machine; one that is down comes up again by itself. */
type MachineFault =
  | { readonly kind: 'restart' | 'kill' | 'power-cut'; readonly who: number; readonly ms: number }
  /** Dies at this one of its next writes and commits. */
  | { readonly kind: 'kill-at-write'; readonly who: number; readonly writes: number; readonly ms: number }
  | { readonly kind: 'sleep'; readonly who: number; readonly ms: number }
  | { readonly kind: 'clock-jump'; readonly who: number; readonly byMs: number }
  | { readonly kind: 'disk-full'; readonly who: number; readonly after: number; readonly ms: number };

/** `part` of what the disk has ever held, 0 to 1, is put back. */
type DatabaseFault =
  /** Two machines have it for a while, and then the one that is kept. */
  | {
      readonly kind: 'clone';
      readonly who: number;
      readonly ms: number;
      readonly kept: 'original' | 'copy';
    }
  | { readonly kind: 'lost-database'; readonly who: number; readonly ms: number }
  | { readonly kind: 'rollback'; readonly who: number; readonly part: number; readonly ms: number };

type Hostility =
  | { readonly kind: 'replay'; readonly which: number; readonly bytes: number }
  | {
      readonly kind: 'stranger-knock' | 'stranger-noise' | 'stranger-flood';
      readonly who: number;
      readonly bytes: number;
    }
  | { readonly kind: 'forged-beacon'; readonly who: number; readonly ms: number };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Draws a run. What a seed draws may change with this file, so a run that is kept is kept whole. */
export function drawSchedule(seed: number): Schedule {
  return new Drawing(seed).draw();
}

class Drawing {
  readonly #seed: number;
  readonly #random: SeededRandom;
  readonly #people: number;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = new SeededRandom(seed);
    this.#people = this.#pick([2, 2, 2, 2, 2, 3, 3, 4, 5]);
  }

  draw(): Schedule {
    const latencyMs = this.#pick([0, 1, 1, 5, 20, 80, 250]);
    const bufferBytes = this.#pick([65_536, 65_536, 8_192, 1_024]);
    const actions: Action[] = this.#introductions();
    // Not all that may happen happens in each run: what is rare together is common in some.
    const faults = this.#faults();
    const pace = this.#pick([30, 300, 300, 1500, 6000]);
    const count = 12 + this.#random.integer(45);
    let at = 0;
    for (let n = 0; n < count; n += 1) {
      at += this.#pause(pace);
      const deed = this.#random.chance(0.45) || faults.length === 0 ? this.#workload() : this.#pick(faults)();
      actions.push({ at, ...deed });
    }
    actions.sort((a, b) => a.at - b.at);
    return { seed: this.#seed, people: this.#people, latencyMs, bufferBytes, actions };
  }

  /** Everybody adds everybody, one after the other; in some runs they have compared their safety numbers. */
  #introductions(): Action[] {
    const actions: Action[] = [];
    const verified = this.#random.chance(0.3);
    for (let who = 0; who < this.#people; who += 1) {
      for (let of = 0; of < this.#people; of += 1) {
        if (of === who) continue;
        actions.push({ at: this.#random.integer(2000), kind: 'add', who, of });
        if (verified) actions.push({ at: 2000 + this.#random.integer(2000), kind: 'verify', who, of });
      }
    }
    return actions;
  }

  #pause(pace: number): number {
    if (this.#random.chance(0.15)) return this.#random.integer(8);
    if (this.#random.chance(0.02)) return this.#random.integer(10 * MINUTE);
    if (this.#random.chance(0.08)) return this.#random.integer(90 * SECOND);
    return this.#random.integer(2 * pace);
  }

  #workload(): Deed {
    const who = this.#person();
    const of = this.#other(who);
    const roll = this.#random.integer(100);
    if (roll < 80) {
      const count = this.#pick([1, 1, 1, 1, 2, 3, 8, this.#random.chance(0.1) ? 300 : 20]);
      const bytes = this.#pick([10, 40, 40, 200, this.#random.chance(0.1) ? 60_000 : 1200]);
      return { kind: 'send', who, to: of, count: bytes > 10_000 ? Math.min(count, 3) : count, bytes };
    }
    if (roll < 90) return { kind: 'mark-read', who, of };
    if (roll < 95) return { kind: 'type', who, of, typing: this.#random.chance(0.7) };
    return { kind: this.#pick(['rename', 'verify', 'accept']), who, of };
  }

  #faults(): (() => Deed)[] {
    const all: (() => Deed)[] = [
      () => ({ kind: 'cut' }),
      () => ({ kind: 'half-open', who: this.#person() }),
      () => ({ kind: 'reset', after: this.#bytes() }),
      () => ({ kind: 'reset-next', after: this.#bytes(), back: this.#random.chance(0.5) }),
      () => ({ kind: 'flip', after: this.#bytes() }),
      () => ({ kind: 'flip-next', after: this.#bytes(), back: this.#random.chance(0.5) }),
      () => ({ kind: 'fragment', bytes: this.#pick([1, 3, 50, 700]), ms: this.#random.integer(3 * SECOND) }),
      () => ({ kind: 'partition', ...this.#pair(), ms: this.#duration() }),
      () => ({ kind: 'one-way', ...this.#pair(), ms: this.#duration() }),
      () => ({
        kind: 'slow',
        who: this.#person(),
        latencyMs: this.#pick([200, 900, 2500]),
        ms: this.#duration(),
      }),
      () => ({
        kind: 'reorder',
        who: this.#person(),
        latencyMs: this.#pick([20, 300, 1500]),
        ms: this.#duration(),
      }),
      () => ({ kind: 'air-lossy', ms: this.#duration() }),
      () => ({ kind: 'air-shuffled', ms: this.#duration() }),
      () => ({ kind: 'air-blocked', who: this.#person(), ms: this.#duration() }),
      () => ({ kind: 'interface-down', who: this.#person(), ms: this.#duration() }),
      () => ({ kind: 'roam', who: this.#person(), address: this.#random.integer(8) }),
      () => ({ kind: 'restart', who: this.#person(), ms: this.#downtime() }),
      () => ({ kind: 'kill', who: this.#person(), ms: this.#downtime() }),
      () => ({ kind: 'power-cut', who: this.#person(), ms: this.#downtime() }),
      () => this.#killAtWrite(),
      () => this.#killAtWrite(),
      () => ({ kind: 'sleep', who: this.#person(), ms: this.#pick([3 * SECOND, 20 * SECOND, 5 * MINUTE]) }),
      () => ({
        kind: 'clock-jump',
        who: this.#person(),
        byMs: this.#pick([-90 * HOUR, -HOUR, 20 * MINUTE, 30 * HOUR, 30 * HOUR]),
      }),
      () => ({
        kind: 'disk-full',
        who: this.#person(),
        after: this.#random.integer(12),
        ms: this.#duration(),
      }),
      () => ({ kind: 'glare', ...this.#pair() }),
      () => ({ kind: 'delete', ...this.#pair() }),
      () => ({ kind: 'add', ...this.#pair() }),
      () => ({ kind: 'lost-database', who: this.#person(), ms: this.#downtime() }),
      () => ({
        kind: 'clone',
        who: this.#person(),
        ms: this.#duration(),
        kept: this.#pick(['original', 'copy']),
      }),
      () => ({
        kind: 'rollback',
        who: this.#person(),
        part: this.#random.integer(1000) / 1000,
        ms: this.#downtime(),
      }),
      () => ({
        kind: 'replay',
        which: this.#random.integer(64),
        bytes: this.#pick([1270, 4096, this.#random.integer(2000)]),
      }),
      () => ({ kind: 'stranger-knock', who: this.#person(), bytes: this.#random.integer(1400) }),
      () => ({ kind: 'stranger-noise', who: this.#person(), bytes: this.#random.integer(3000) }),
      () => ({ kind: 'stranger-flood', who: this.#person(), bytes: this.#random.integer(1300) }),
      () => ({ kind: 'forged-beacon', who: this.#person(), ms: this.#duration() }),
      () => ({
        kind: 'idle',
        ms: this.#pick([2 * MINUTE, 20 * MINUTE, this.#people === 2 ? 2 * HOUR : MINUTE]),
      }),
    ];
    const wanted = 1 + this.#random.integer(7);
    return Array.from({ length: wanted }, () => this.#pick(all));
  }

  #killAtWrite(): Deed {
    return {
      kind: 'kill-at-write',
      who: this.#person(),
      writes: 1 + this.#random.integer(24),
      ms: this.#downtime(),
    };
  }

  /** Within a handshake, at its end, within a record, or some way behind. */
  #bytes(): number {
    if (this.#random.chance(0.25)) return 1150 + this.#random.integer(400);
    return this.#random.integer(this.#pick([8, 1300, 3000, 3000, 20_000]));
  }

  #duration(): number {
    return this.#random.integer(this.#pick([300, 4 * SECOND, 4 * SECOND, 50 * SECOND, 3 * MINUTE]));
  }

  #downtime(): number {
    return this.#random.integer(this.#pick([1, 200, 5 * SECOND, MINUTE]));
  }

  #person(): number {
    return this.#random.integer(this.#people);
  }

  #other(who: number): number {
    return (who + 1 + this.#random.integer(this.#people - 1)) % this.#people;
  }

  #pair(): { who: number; of: number } {
    const who = this.#person();
    return { who, of: this.#other(who) };
  }

  #pick<T>(choices: readonly T[]): T {
    const choice = choices[this.#random.integer(choices.length)];
    if (choice === undefined) throw new Error('nothing to choose from');
    return choice;
  }
}
