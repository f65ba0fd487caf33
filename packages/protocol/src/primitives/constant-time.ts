// Comparing what an attacker must not learn about byte by byte.

import sodium from 'sodium-native';

/** Equality in a time that depends on the lengths alone. */
export function constantTimeEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && sodium.sodium_memcmp(a, b);
}
