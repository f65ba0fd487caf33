// What a person wrote or pasted, as characters that each may be read as one letter of base32, as two that look alike,
// or as none (PROTOCOL.md section 1). Knows nothing of what a token holds.

import { isBase32 } from './base32.ts';

export interface TokenCharacter {
  /** As it was written, in capitals. */
  readonly written: string;
  /** The letters of base32 that it may stand for: I and L for a 1, none for what base32 does not know. */
  readonly letters: string;
}

/** White space and dashes of every kind; none of them carries anything. */
const IGNORED = /[\p{White_Space}\u200b\ufeff\p{Dash_Punctuation}\u00ad\u2212]/gu;
/** `LOOM`, and what looks like it. */
const PREFIX = /^[L1I][O0][O0]M/;
/** Base32 leaves out 0, 1 and 8 because each looks like a letter, so each is read as one. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map([
  ['0', 'O'],
  ['1', 'IL'],
  ['8', 'B'],
]);

/** @returns what follows the prefix, or undefined where there is none. */
export function readCharacters(text: string): TokenCharacter[] | undefined {
  const compact = text.replaceAll(IGNORED, '').replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
  const prefix = PREFIX.exec(compact)?.[0];
  return prefix === undefined ? undefined : Array.from(compact.slice(prefix.length), readCharacter);
}

function readCharacter(written: string): TokenCharacter {
  return { written, letters: LOOK_ALIKES.get(written) ?? (isBase32(written) ? written : '') };
}
