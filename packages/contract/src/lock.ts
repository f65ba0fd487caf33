// Who keeps the key of a profile's database, and whether the profile is open. Shapes only.
import * as v from 'valibot';

/**
 * What protects the database's key: `key-file`, a file that only its owner can read; `keychain`, the system's own keeper of
 * secrets; `passphrase`, Argon2id over words that only the person knows; `memory`: nothing is on disk.
 */
export const keyCustody = v.picklist(['key-file', 'keychain', 'passphrase', 'memory']);
export type KeyCustodyKind = v.InferOutput<typeof keyCustody>;

export const lock = v.object({
  /** `locked`: the engine stands still, the database is closed, and its key is not in memory. */
  state: v.picklist(['open', 'locked']),
  custody: keyCustody,
  /** This machine has a keychain that Loom can use. */
  keychain_available: v.boolean(),
});
export type Lock = v.InferOutput<typeof lock>;

/** What a profile is to be kept by from now on. */
export const custodyChoice = v.variant('kind', [
  v.strictObject({ kind: v.literal('key-file') }),
  v.strictObject({ kind: v.literal('keychain') }),
  v.strictObject({ kind: v.literal('passphrase'), passphrase: v.string() }),
]);
export type CustodyChoice = v.InferOutput<typeof custodyChoice>;

/** The fewest characters of a passphrase; said as one fact here because whoever asks for one tells it beforehand. */
export const leastPassphrase = 8;
