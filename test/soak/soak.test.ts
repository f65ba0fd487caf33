// The short form of `npm run soak`: real processes, real kills.
import { expect, test } from 'vitest';
import { runSoak } from './run.ts';

test(
  'each message arrives exactly once, in order, whoever is killed whenever',
  { timeout: 240_000 },
  async () => {
    const { kills, restarts, directions, renewals, bugs } = await runSoak({ kills: 6, messages: 300 });
    expect(
      Object.values(kills)
        .flatMap((counts) => Object.values(counts))
        .reduce((a, b) => a + b),
    ).toBe(6);
    expect(restarts).toBe(6);
    for (const { stored, acknowledged, unanswered, ...wrong } of directions) {
      expect(stored).toBeGreaterThanOrEqual(acknowledged);
      expect(stored).toBeLessThanOrEqual(acknowledged + unanswered);
      expect(wrong).toMatchObject({ lost: 0, duplicated: 0, misordered: 0, forgotten: 0, undelivered: 0 });
    }
    expect(directions.reduce((sum, { stored }) => sum + stored, 0)).toBeGreaterThanOrEqual(300);
    expect(renewals).toBe(0);
    expect(bugs).toEqual([]);
  },
);
