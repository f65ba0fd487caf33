import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  drawSchedule,
  plants,
  run,
  shrink,
  type Outcome,
  type Schedule,
} from '../../src/testing/simulator/index.ts';

const kept = join(import.meta.dirname, 'kept');

/** The first of these seeds that fails with this plant. */
async function findFailure(
  plant: string,
  seeds: number,
): Promise<{ schedule: Schedule; outcome: Outcome } | undefined> {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const schedule = drawSchedule(seed);
    const outcome = await run(schedule, { plant: plants[plant] ?? {} });
    if (outcome.violations.length > 0) return { schedule, outcome };
  }
  return undefined;
}

describe('a run', () => {
  test('is the same, byte for byte, whenever its seed is the same, and another one where it is not', async () => {
    const digests = new Set<string>();
    for (let seed = 1; seed <= 8; seed += 1) {
      const schedule = drawSchedule(seed);
      const [once, again] = [await run(schedule), await run(drawSchedule(seed), { trace: true })];
      expect(again.digest).toBe(once.digest);
      expect(again.steps).toBe(once.steps);
      digests.add(once.digest);
    }
    expect(digests.size).toBe(8);
  });

  test('survives being written down', async () => {
    const schedule = drawSchedule(3);
    const read = JSON.parse(JSON.stringify(schedule)) as Schedule;
    expect((await run(read)).digest).toBe((await run(schedule)).digest);
  });
});

// In slices, so that each stays far from the time limit on a busy machine.
describe('nothing is lost, doubled, misordered or disagreed on, and nobody else changes anything', () => {
  test.each([1, 51, 101, 151])(
    'with the 50 seeds from %i on',
    async (first) => {
      for (let seed = first; seed < first + 50; seed += 1) {
        const { violations } = await run(drawSchedule(seed));
        expect({ seed, violations }).toEqual({ seed, violations: [] });
      }
    },
    120_000,
  );
});

describe('a bug planted on purpose is found', () => {
  test.each(Object.keys(plants))(
    '%s',
    async (plant) => {
      const failure = await findFailure(plant, 100);
      expect(failure).toBeDefined();
    },
    120_000,
  );

  test('and its run made short, to the same end', async () => {
    const failure = await findFailure('reset-on-replay', 100);
    const kind = failure?.outcome.violations[0]?.kind;
    if (failure === undefined || kind === undefined) throw new Error('the plant was not found');
    const plant = plants['reset-on-replay'] ?? {};
    const short = await shrink(failure.schedule, kind, plant);
    expect(short.actions.length).toBeLessThan(failure.schedule.actions.length / 2);
    expect((await run(short, { plant })).violations[0]?.kind).toBe(kind);
    expect((await run(short)).violations).toEqual([]);
  }, 120_000);
});

describe('a run that failed once holds', () => {
  test.each(readdirSync(kept))('%s', async (name) => {
    const schedule = JSON.parse(readFileSync(join(kept, name), 'utf8')) as Schedule;
    const { violations } = await run(schedule);
    expect(violations).toEqual([]);
  });
});
