// A keychain in memory. Knows nothing of the system's.
import type { Keychain } from '../../src/custody/keychain.ts';

export function memoryKeychain(): Keychain & { readonly entries: ReadonlyMap<string, Uint8Array> } {
  const entries = new Map<string, Uint8Array>();
  const nameOf = (entry: Uint8Array): string => Buffer.from(entry).toString('hex');
  return {
    entries,
    async read(entry) {
      const key = entries.get(nameOf(entry));
      return { ok: true, value: key && Uint8Array.from(key) };
    },
    async write(entry, key) {
      entries.set(nameOf(entry), Uint8Array.from(key));
      return { ok: true, value: null };
    },
    async remove(entry) {
      entries.delete(nameOf(entry));
      return { ok: true, value: null };
    },
  };
}
