// A passphrase as bytes, and the key that comes of it (PROTOCOL.md section 11). Knows nothing of what it opens.

import { limits } from '../limits.ts';
import { type Argon2Cost, argon2id } from '../primitives/argon2id.ts';

/** Whether it has fewer characters than a new one needs. */
export function isTooShort(passphrase: string): boolean {
  return Array.from(normalized(passphrase)).length < limits.minPassphrase;
}

/** Whether a stored file may make us pay this for one try. */
export function isAffordable({ passes, kibibytes }: Argon2Cost): boolean {
  const { maxPassphraseCost: most } = limits;
  // Below 8 KiB Argon2 is not defined.
  return passes >= 1 && passes <= most.passes && kibibytes >= 8 && kibibytes <= most.kibibytes;
}

/** As `argon2id`, of the text as it stands in the file, however the keyboard has composed it. */
export async function passphraseKey(
  passphrase: string,
  salt: Uint8Array,
  cost: Argon2Cost,
): Promise<Uint8Array | undefined> {
  const bytes = new TextEncoder().encode(normalized(passphrase));
  try {
    return await argon2id(bytes, salt, cost);
  } finally {
    bytes.fill(0);
  }
}

function normalized(passphrase: string): string {
  return passphrase.normalize('NFC');
}
