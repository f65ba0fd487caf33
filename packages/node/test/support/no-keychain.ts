// A machine that has no keychain. Knows nothing of keys.

import type { Keychain } from '../../src/custody/keychain.ts';

const none = { ok: false, detail: 'there is none here' } as const;

export const noKeychain: Keychain = {
  read: () => Promise.resolve(none),
  write: () => Promise.resolve(none),
  remove: () => Promise.resolve(none),
};
