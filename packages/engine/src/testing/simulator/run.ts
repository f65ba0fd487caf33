// One run: a schedule carried out in a world of its own, up to the first violation or to rest. Knows nothing of other runs.
import { Faults } from './faults.ts';
import type { Plant } from './plants.ts';
import { checkAtRest } from './rest.ts';
import type { Schedule } from './schedule.ts';
import type { Violation } from './violation.ts';
import { World } from './world.ts';

export interface Outcome {
  readonly violations: readonly Violation[];
  /** The same for the same schedule: over every byte sent, every commit and every event. */
  readonly digest: string;
  readonly steps: number;
  readonly messages: number;
  readonly bytes: number;
  /** What was done, by kind. */
  readonly faults: ReadonlyMap<string, number>;
  /** Empty unless it was asked for. */
  readonly trace: readonly string[];
}

export interface RunOptions {
  readonly plant?: Plant;
  readonly trace?: boolean;
}

export async function run(schedule: Schedule, options: RunOptions = {}): Promise<Outcome> {
  const world = new World(schedule, { ...options, trace: options.trace ?? false });
  const unwatch = world.wiretap.watchSeals();
  try {
    await carryOut(world, schedule);
  } catch (error) {
    world.report('exception', error instanceof Error ? `${error.name}: ${error.message}` : 'unknown');
  } finally {
    unwatch();
    for (const person of world.people) person.crash('gone');
  }
  return {
    violations: world.violations,
    digest: world.digest.hex,
    steps: world.clock.steps,
    messages: world.ledger.messages,
    bytes: world.wiretap.bytes,
    faults: world.faults,
    trace: world.trace,
  };
}

async function carryOut(world: World, { actions }: Schedule): Promise<void> {
  const faults = new Faults(world);
  await world.begin();
  for (const action of actions) {
    await world.clock.advance(Math.max(0, action.at - world.clock.monotonic()));
    await faults.perform(action);
    world.checkBounds();
    if (world.violations.length > 0) return;
  }
  await checkAtRest(world, faults);
}
