// What the engine tells of a meeting: the window in which people nearby can be seen, who is there, and how far a comparison
// has come. Shapes only.
import * as v from 'valibot';
import { fault } from './errors.ts';
import { publicKey, timestamp } from './scalars.ts';

/** Names somebody nearby for as long as both windows are open: 16 lower-case hexadecimal digits. */
export const nearbyId = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/, 'must be 16 hexadecimal digits'));

/** Six digits of the string that two people compare. */
export const pairingDigits = v.pipe(v.string(), v.regex(/^\d{6}$/, 'must be six digits'));

/**
 * `near`: can be compared with. `compare`: `symbols` and `digits` are there, and our person has not answered. `waiting`: for
 * the other device (nothing to compare yet), or for the other person's answer. `done`: a verified contact. `failed`: see
 * `reason`; where the person is still near, another try is possible.
 */
export const nearbyStep = v.picklist(['near', 'compare', 'waiting', 'done', 'failed']);
export type NearbyStep = v.InferOutput<typeof nearbyStep>;

export const nearby = v.object({
  nearby_id: nearbyId,
  /** What the other side calls itself; nobody has verified it. */
  name: v.string(),
  step: nearbyStep,
  /** 7 of them, while there is a comparison. */
  symbols: v.optional(v.array(v.object({ emoji: v.string(), name: v.string() }))),
  /** 6 of them, from other bytes than the symbols. */
  digits: v.optional(pairingDigits),
  /** Why the last try came to nothing, in words. */
  reason: v.optional(v.string()),
  /** The same as a fault. */
  fault: v.optional(fault),
  /** Once `done`. */
  public_key: v.optional(publicKey),
});
export type Nearby = v.InferOutput<typeof nearby>;

export const pairing = v.object({
  /** Until when people nearby can see this device; absent while they can't. */
  visible_until: v.optional(timestamp),
  /** In this window, or in the last one; the third ends it. */
  failed_tries: v.number(),
  nearby: v.array(nearby),
});
export type Pairing = v.InferOutput<typeof pairing>;
