// A keychain in memory, for tests of what keeps a key in one. Knows nothing of the system's.
import type { Keychain, KeychainResult } from '@loom/node';

export interface MemoryKeychain extends Keychain {
  /** The keys by the names of their entries, in hexadecimal. */
  readonly entries: ReadonlyMap<string, Uint8Array>;
  /** Why it can't be used; undefined while it can. */
  fails: string | undefined;
}

export function memoryKeychain(): MemoryKeychain {
  const entries = new Map<string, Uint8Array>();
  const nameOf = (entry: Uint8Array): string => Buffer.from(entry).toString('hex');
  async function asked<T>(work: () => T): Promise<KeychainResult<T>> {
    const detail = keychain.fails;
    return detail === undefined ? { ok: true, value: work() } : { ok: false, detail };
  }
  const keychain: MemoryKeychain = {
    entries,
    fails: undefined,
    read: (entry) =>
      asked(() => {
        const key = entries.get(nameOf(entry));
        return key && Uint8Array.from(key);
      }),
    write: (entry, key) => asked(() => (entries.set(nameOf(entry), Uint8Array.from(key)), null)),
    remove: (entry) => asked(() => (entries.delete(nameOf(entry)), null)),
  };
  return keychain;
}
