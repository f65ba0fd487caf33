// The keychain of this machine: the Secret Service on Linux, Keychain on macOS, the Credential Manager on Windows. The add-on is
// loaded when it is first needed, so that where it is missing there is a sentence and no crash. Knows nothing of profiles.

import { toHex } from '@loom/protocol';
import type { AsyncEntry } from '@napi-rs/keyring';
import type { Keychain, KeychainResult } from './keychain.ts';

const SERVICE = 'Loom';
/** A keychain that is locked asks its owner first. */
const PATIENCE_MS = 60_000;

export function systemKeychain(): Keychain {
  return {
    read: (entry) =>
      asked(entry, async (item) => {
        const secret = await item.getSecret();
        const key = secret === null ? undefined : Uint8Array.from(secret);
        secret?.fill(0);
        return key;
      }),
    write: (entry, key) =>
      asked(entry, async (item) => {
        await item.setSecret(key);
        return null;
      }),
    remove: (entry) =>
      asked(entry, async (item) => {
        await item.deleteCredential();
        return null;
      }),
  };
}

async function asked<T>(
  entry: Uint8Array,
  ask: (item: AsyncEntry) => Promise<T>,
): Promise<KeychainResult<T>> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it does not answer')), PATIENCE_MS);
  });
  try {
    const { AsyncEntry } = await import('@napi-rs/keyring');
    // The kernel's own store on Linux forgets everything with the next start of the machine.
    const options = { linux: { store: 'secret-service' } } as const;
    const item = new AsyncEntry(SERVICE, `database key ${toHex(entry)}`, options);
    return { ok: true, value: await Promise.race([ask(item), silence]) };
  } catch (error) {
    return { ok: false, detail: detailOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** What the add-on or its loader says, in our words where they are known, without a full stop. */
function detailOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/Cannot find|native binding/i.test(text)) return 'this Loom comes without support for it';
  if (/DBus error|no result found/i.test(text)) {
    return 'no Secret Service, like GNOME Keyring or KWallet, answers in this session';
  }
  const [line = ''] = text.split('\n');
  return line.replace(/\.\s*$/, '') || 'it gives no reason';
}
