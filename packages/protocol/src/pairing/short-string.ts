// The commitment and the short string that two people compare (PROTOCOL.md section 10.4). Both nonces are fixed before
// either is known to the other side: whoever stands in the middle can choose nothing by its outcome, and has one guess a
// comparison. Knows nothing of who sends what when.

import { ascii, concat } from '../bytes.ts';
import type { Role } from '../handshake/link-keys.ts';
import { symbolsOf, type PeopleSymbol } from '../people/symbols.ts';
import { blake2b, hkdf } from '../primitives/hash.ts';

const SYMBOLS = 7;
/** 7 symbols of 6 bits take 42 of these 48. */
const SYMBOL_BYTES = 6;
/** Far more than 20 bits, so that no six digits are likelier than others. */
const DIGIT_BYTES = 8;
const DIGITS = 6;

/** What two people read to each other: two forms of it, from bytes that have nothing in common. */
export interface ShortString {
  /** 7 of them. */
  readonly symbols: readonly PeopleSymbol[];
  /** 6 decimal digits. */
  readonly digits: string;
}

/** Which Noise role the side has that began the comparison: `I` or `R`. */
export function roleByte(starter: Role): Uint8Array {
  return ascii(starter === 'initiator' ? 'I' : 'R');
}

/** @param starter the Noise role of the side that began. @returns 32 bytes. */
export function commitTo(starter: Role, handshakeHash: Uint8Array, nonce: Uint8Array): Uint8Array {
  return blake2b(ascii('loom pair commit'), roleByte(starter), handshakeHash, nonce);
}

export function shortString(args: {
  readonly starter: Role;
  /** 32 bytes. */
  readonly handshakeHash: Uint8Array;
  /** 32 bytes, of the side that began. */
  readonly starterNonce: Uint8Array;
  /** 32 bytes, of the other. */
  readonly otherNonce: Uint8Array;
}): ShortString {
  const info = concat(ascii('loom pair string'), roleByte(args.starter));
  const nonces = concat(args.starterNonce, args.otherNonce);
  const bytes = hkdf(args.handshakeHash, nonces, info, SYMBOL_BYTES + DIGIT_BYTES);
  return {
    symbols: symbolsOf(bytes.subarray(0, SYMBOL_BYTES), SYMBOLS),
    digits: digitsOf(bytes.subarray(SYMBOL_BYTES)),
  };
}

/** The bytes as one big-endian integer, its remainder by 10^6 in decimal with leading zeros. */
function digitsOf(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return String(value % 10n ** BigInt(DIGITS)).padStart(DIGITS, '0');
}
