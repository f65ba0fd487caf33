// When to probe, announce and ask (RFC 6762 sections 5.2 and 8). Knows nothing of who does it.

import type { Random } from '@loom/engine';

/** What to do after waiting so many ms from the step before. */
export interface Step {
  readonly waitMs: number;
  readonly action: 'probe' | 'announce';
}

/** At 0, 1, 3 and 7 s: for names that are ours already. */
export const ANNOUNCE_STEPS: readonly Step[] = [0, 1_000, 2_000, 4_000].map((waitMs) => {
  return { waitMs, action: 'announce' };
});

/** For new names: three probes 250 ms apart, then the announcements. */
export function claimSteps(random: Random): Step[] {
  return [
    { waitMs: between(random, 0, 250), action: 'probe' },
    { waitMs: 250, action: 'probe' },
    { waitMs: 250, action: 'probe' },
    { waitMs: 250, action: 'announce' },
    ...ANNOUNCE_STEPS.slice(1),
  ];
}

/** Waits between questions, ms: soon, then 1 s, 2 s, 4 s and so on up to once a minute, for ever. */
export function* queryWaits(random: Random): Generator<number, never> {
  yield replyWait(random);
  for (let waitMs = 1_000; ; waitMs = Math.min(2 * waitMs, 60_000)) yield waitMs;
}

/** So that those who all have something to say do not say it at once (RFC 6762 section 6), ms. */
export function replyWait(random: Random): number {
  return between(random, 20, 120);
}

/** For the rest of the known answers, where a question says that there is more (RFC 6762 section 7.2), ms. */
export function restWait(random: Random): number {
  return between(random, 400, 500);
}

function between(random: Random, least: number, most: number): number {
  const [high = 0, low = 0] = random.bytes(2);
  return least + Math.floor(((high * 256 + low) / 65_536) * (most - least + 1));
}
