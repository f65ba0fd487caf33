// What two people compare to know that nobody stands between them: a number made of both identity keys, the same on both
// sides (PROTOCOL.md section 8.2). Knows nothing of who has compared what.

import { ascii, concat } from '../bytes.ts';
import { type PeopleSymbol, symbolsOf } from '../people/symbols.ts';
import { blake2b512 } from '../primitives/hash.ts';

const VERSION = 1;
/** Each makes a search for a key with the same number so many times dearer. */
const ROUNDS = 5200;
const GROUPS_EACH = 6;
const BYTES_A_GROUP = 5;
const DIGITS_A_GROUP = 5;
/** 72 bits each: with the rounds, out of reach for a search. */
const SYMBOLS_EACH = 12;

export interface SafetyNumber {
  /** 60 of them. */
  readonly digits: string;
  /** 24 of them, from the same bytes. */
  readonly symbols: readonly PeopleSymbol[];
  /** For a code that the other device's camera compares. */
  readonly qr: string;
}

/** @param identityKey one side's Ed25519 public key, 32 bytes; @param other the other side's; their order does not matter. */
export function safetyNumber(identityKey: Uint8Array, other: Uint8Array): SafetyNumber {
  const ours = share(identityKey);
  const theirs = share(other);
  const [first, second] = ours.digits < theirs.digits ? [ours, theirs] : [theirs, ours];
  const digits = `${first.digits}${second.digits}`;
  return {
    digits,
    symbols: [...first.symbols, ...second.symbols],
    qr: `loom-safety:${VERSION}:${digits}`,
  };
}

/** One person's half. */
interface Share {
  readonly digits: string;
  readonly symbols: readonly PeopleSymbol[];
}

function share(identityKey: Uint8Array): Share {
  let hash: Uint8Array = concat(ascii('loom safety'), Uint8Array.of(VERSION), identityKey);
  for (let round = 0; round < ROUNDS; round++) hash = blake2b512(hash, identityKey);
  const groups = Array.from({ length: GROUPS_EACH }, (_, group) => digitsOf(hash, group * BYTES_A_GROUP));
  return { digits: groups.join(''), symbols: symbolsOf(hash, SYMBOLS_EACH) };
}

function digitsOf(hash: Uint8Array, from: number): string {
  let value = 0;
  for (const byte of hash.subarray(from, from + BYTES_A_GROUP)) value = value * 256 + byte;
  return String(value % 10 ** DIGITS_A_GROUP).padStart(DIGITS_A_GROUP, '0');
}
