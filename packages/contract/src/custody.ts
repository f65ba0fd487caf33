// Where the key of a profile's database is kept, and what may be chosen. Shapes only.
import * as v from 'valibot';
import { fault } from './errors.ts';

const choices = ['key-file', 'keychain', 'passphrase'] as const;

/** What a person can choose. */
export const keyChoice = v.picklist(choices);
export type KeyChoice = v.InferOutput<typeof keyChoice>;

/**
 * What protects the key on this machine. `key-file`: a file that only its owner can read; `keychain`: the system's, open while
 * its owner is logged in; `passphrase`: a file that opens with the passphrase alone; `memory`: nothing is stored.
 */
export const keyCustody = v.picklist([...choices, 'memory']);

export const keyChoices = v.object({
  current: keyCustody,
  /** Whether this machine has a keychain that can be used now. */
  keychain: v.boolean(),
  /** Why it has none, in words. */
  keychain_reason: v.optional(v.string()),
  /** The same as a fault. */
  fault: v.optional(fault),
});
export type KeyChoices = v.InferOutput<typeof keyChoices>;
