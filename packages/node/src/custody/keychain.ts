// The system's keychain, as custody needs it: one entry for each key. Knows nothing of which system it is.

/** In one sentence without its full stop, for people. */
export type KeychainResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly detail: string };

export interface Keychain {
  /** Undefined where there is no such entry. */
  read(entry: Uint8Array): Promise<KeychainResult<Uint8Array | undefined>>;
  write(entry: Uint8Array, key: Uint8Array): Promise<KeychainResult<null>>;
  /** Whether there was one or not. */
  remove(entry: Uint8Array): Promise<KeychainResult<null>>;
}
