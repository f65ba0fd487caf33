// The other ways to read what was written: a look-alike as either of its letters, and, where none of those is right, with
// one character wrong or two neighbours swapped (PROTOCOL.md section 1). Knows nothing of checksums, keys and
// signatures; which payloads fit is asked of the caller.

import { limits } from '../limits.ts';
import { base32Alphabet, decodeBase32, encodeBase32, writeBase32 } from './base32.ts';
import type { TokenCharacter } from './token-text.ts';

/** A mistake that fits: what to write instead, and where. */
export interface Correction {
  /** Where `found` begins, from 1. */
  readonly position: number;
  /** What stands there: one character, or two that are swapped. */
  readonly found: string;
  /** What belongs there. */
  readonly expected: string;
  /** Corrected, and without look-alikes. */
  readonly payload: Uint8Array;
}

/** Tells whether a payload may be the right one. It is asked thousands of times, and must not keep what it is given. */
export type Fits = (payload: Uint8Array) => boolean;

/** Every reading that fits. None where there are more readings than `limits.maxTokenReadings`. */
export function fittingReadings(characters: readonly TokenCharacter[], fits: Fits): Uint8Array[] {
  const draft = new Draft(characters);
  const found: Uint8Array[] = [];
  if (draft.readings <= limits.maxTokenReadings) {
    draft.forEachReading((payload) => {
      if (fits(payload)) found.push(new Uint8Array(payload));
    });
  }
  return found;
}

/**
 * Every correction that fits, each payload once. None where there are more readings than
 * `limits.maxReadingsCorrected`, and none where more than one character is outside the alphabet.
 */
export function fittingCorrections(characters: readonly TokenCharacter[], fits: Fits): Correction[] {
  const draft = new Draft(characters);
  if (draft.readings > limits.maxReadingsCorrected) return [];
  const found = new Map<string, Correction>();
  for (const { at, letters } of mistakes(characters)) {
    draft.withLetters(at, letters, (payload) => {
      if (!fits(payload)) return;
      const text = encodeBase32(payload);
      if (found.has(text)) return;
      found.set(text, {
        position: at + 1,
        found: writtenAt(characters, at, letters.length),
        expected: text.slice(at, at + letters.length),
        payload: new Uint8Array(payload),
      });
    });
  }
  return [...found.values()];
}

function writtenAt(characters: readonly TokenCharacter[], at: number, count: number): string {
  return characters
    .slice(at, at + count)
    .map(({ written }) => written)
    .join('');
}

interface Mistake {
  readonly at: number;
  /** What the characters from `at` on were meant to be, as `TokenCharacter` has it. */
  readonly letters: readonly string[];
}

function* mistakes(characters: readonly TokenCharacter[]): Generator<Mistake> {
  const outside = characters.filter(({ letters }) => letters === '').length;
  if (outside > 1) return;
  for (const [at, { letters }] of characters.entries()) {
    if (outside === 1 && letters !== '') continue;
    for (const letter of base32Alphabet) {
      if (!letters.includes(letter)) yield { at, letters: [letter] };
    }
  }
  // A character outside the alphabet stays wrong wherever it is moved.
  if (outside === 1) return;
  for (const [at, { letters }] of characters.entries()) {
    const next = characters[at + 1]?.letters;
    if (next !== undefined && next !== letters) yield { at, letters: [next, letters] };
  }
}

/** A payload that is rewritten in place, since copying it for each of a hundred thousand readings would cost more than all the rest. */
class Draft {
  readonly #letters: string[];
  readonly #payload: Uint8Array;
  /** The characters that can be read in more than one way. */
  readonly #open: readonly number[];

  constructor(characters: readonly TokenCharacter[]) {
    // A character outside the alphabet stands for A until a correction replaces it.
    this.#letters = characters.map(({ letters }) => (letters === '' ? 'A' : letters));
    this.#payload = decodeBase32(this.#letters.map((letters) => letters.charAt(0)).join(''));
    this.#open = [...this.#letters.keys()].filter((at) => this.#isOpen(at));
  }

  get readings(): number {
    return this.#letters.reduce((product, letters) => product * letters.length, 1);
  }

  /** The payload that `visit` gets holds its bytes only until it returns. */
  forEachReading(visit: (payload: Uint8Array) => void): void {
    this.#read(this.#open, 0, visit);
  }

  /** As `forEachReading`, with other letters from `at` on; afterwards all is as it was. */
  withLetters(at: number, letters: readonly string[], visit: (payload: Uint8Array) => void): void {
    const before = this.#letters.slice(at, at + letters.length);
    this.#setLetters(at, letters);
    const elsewhere = this.#open.filter((place) => place < at || place >= at + letters.length);
    const here = [...letters.keys()].map((offset) => at + offset).filter((place) => this.#isOpen(place));
    this.#read([...elsewhere, ...here], 0, visit);
    this.#setLetters(at, before);
  }

  #setLetters(at: number, letters: readonly string[]): void {
    for (const [offset, each] of letters.entries()) {
      this.#letters[at + offset] = each;
      writeBase32(this.#payload, at + offset, each.charAt(0));
    }
  }

  #isOpen(at: number): boolean {
    return (this.#letters[at] ?? '').length > 1;
  }

  #read(open: readonly number[], next: number, visit: (payload: Uint8Array) => void): void {
    const at = open[next];
    if (at === undefined) {
      visit(this.#payload);
      return;
    }
    for (const letter of this.#letters[at] ?? '') {
      writeBase32(this.#payload, at, letter);
      this.#read(open, next + 1, visit);
    }
  }
}
