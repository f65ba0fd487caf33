// Message keys that were passed over, kept for messages that may still come (PROTOCOL.md section 4): 1,024 a
// session, the oldest going first, for 72 h.

import { equal } from '../bytes.ts';
import { limits } from '../limits.ts';
import type { NumberedKey } from './chain.ts';
import type { TheirRatchetKey } from './keys.ts';

export interface SkippedKey extends NumberedKey {
  /** The ratchet key of the chain that it belongs to. */
  readonly theirKey: TheirRatchetKey;
  /** ms since 1970. */
  readonly skippedAt: number;
}

/** Oldest first. */
export type SkippedKeys = readonly SkippedKey[];

export function findSkipped(
  skipped: SkippedKeys,
  theirKey: TheirRatchetKey,
  number: number,
): SkippedKey | undefined {
  return skipped.find((key) => key.number === number && equal(key.theirKey, theirKey));
}

export function removeSkipped(skipped: SkippedKeys, used: SkippedKey): SkippedKeys {
  return skipped.filter((key) => key !== used);
}

export function addSkipped(
  skipped: SkippedKeys,
  theirKey: TheirRatchetKey,
  passed: readonly NumberedKey[],
  now: number,
): SkippedKeys {
  if (passed.length === 0) return skipped;
  const added = passed.map((key) => ({ ...key, theirKey, skippedAt: now }));
  return [...skipped, ...added].slice(-limits.maxSkippedKept);
}

/** What has not outlived its time. */
export function freshOnes(skipped: SkippedKeys, now: number): SkippedKeys {
  const isFresh = (key: SkippedKey) => now - key.skippedAt <= limits.skippedKeptMs;
  return skipped.every(isFresh) ? skipped : skipped.filter(isFresh);
}
