// The attacks that a program of this kind has to stand, by number: one test each, named after what must hold. Knows nothing of
// how each is made.
import { test } from 'vitest';
import { countAttack } from '../../support/count.ts';

/** As decided for protocol 1; `table.test.ts` sees that each has its test. */
export const attacks = {
  1: 'replay M1 1000 times: silence, stored bytes identical',
  2: 'replay M1 and M3 to a fresh responder: fails, nothing stored',
  3: 'a stranger with my token and a bad knock: no byte back, no KEM call',
  4: 'a one-sided contact dials: the same silence',
  5: 'a contact’s x under a new ed: refused',
  6: 'every byte of M1 to M4 flipped: closed, no state change',
  7: 'low-order or zero e, f and ratchet keys: refused',
  8: 'an invalid ML-KEM key or an altered ciphertext: fails',
  9: 'version or suite bytes changed in flight: fails, no fallback',
  10: 'illegal lengths, before and after authentication: closed, allocation under 17 KiB',
  11: '500 half-open connections and slow writers: caps hold, a real contact connects in under 3 s',
  12: 'both dial at once, 1000 schedules: one link, one session, nothing lost',
  13: 'the responder speaks first',
  14: 'messages permuted, 20 % dropped: the rest open once each',
  15: 'a forged header with n = 2^32-1: refused fast, state unchanged',
  16: 'an altered ciphertext with a new ratchet key: state unchanged, the true one then opens',
  17: 'the same ciphertext twice: the second refused, no second row',
  18: 'kill -9 at each point around commit, send and acknowledge: exactly once',
  19: '200 messages to an offline peer, both restart, the address changes: 200 in order, once',
  20: 'the database deleted, the identity’s seed restored alone: UNLINKED, told, a verified contact’s outbox held',
  21: 'yesterday’s database restored: found, a new session and stream, nothing lost, no key and nonce used twice',
  22: 'a stolen static key without the database: continuity fails, warned, the contact unchanged',
  23: 'M4 dropped, redial: converges, the old session still valid',
  24: 'a capture: no token, key, tid, name or stable tag across epochs, four record sizes only',
  25: 'canary text and keys: in no database, WAL or log byte; every parser fuzzed',
} as const;

export type AttackNumber = keyof typeof attacks;

/** Defines the test of one attack. */
export function attack(number: AttackNumber, run: () => Promise<void> | void, timeout = 60_000): void {
  // oxlint-disable-next-line vitest/expect-expect -- what is expected stands in `run`
  test(`attack ${number}: ${attacks[number]}`, { timeout }, async () => {
    await run();
    countAttack();
  });
}
