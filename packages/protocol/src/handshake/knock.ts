// The knock: 16 bytes by which a responder knows its contact before it answers anything (PROTOCOL.md section
// 2.1).

import { copyOf } from '../bytes.ts';
import { constantTimeEqual } from '../primitives/constant-time.ts';
import { hmac } from '../primitives/hash.ts';
import { KNOCK_SIZE } from './messages.ts';

/** @param hash the handshake hash after e1, before the payload of M1. */
export function knock(knockKey: Uint8Array, hash: Uint8Array): Uint8Array {
  return copyOf(hmac(knockKey, hash), 0, KNOCK_SIZE);
}

export function isKnock(received: Uint8Array, knockKey: Uint8Array, hash: Uint8Array): boolean {
  return constantTimeEqual(received, knock(knockKey, hash));
}
