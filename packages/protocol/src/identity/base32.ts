// Base32 (RFC 4648 section 6) in capitals, without padding. Knows nothing of tokens.

/** Each character stands for the value that is its place here, 0 to 31. */
export const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function encodeBase32(bytes: Uint8Array): string {
  const length = Math.ceil((bytes.length * 8) / 5);
  return Array.from({ length }, (_, at) => {
    const { both, shift } = spanOf(bytes, at);
    return base32Alphabet.charAt((both >> shift) & 31);
  }).join('');
}

export function isBase32(character: string): boolean {
  return character.length === 1 && base32Alphabet.includes(character);
}

/** Every character must be one of the alphabet. Bits of the last character that fill no byte are dropped. */
export function decodeBase32(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  for (const [at, character] of Array.from(text).entries()) writeBase32(bytes, at, character);
  return bytes;
}

/** Puts the 5 bits of a character where they belong if it is the one at `at`, from 0. What lies outside the bytes is dropped. */
export function writeBase32(bytes: Uint8Array, at: number, character: string): void {
  const { index, shift, both } = spanOf(bytes, at);
  const written = (both & ~(31 << shift)) | (base32Alphabet.indexOf(character) << shift);
  bytes[index] = written >> 8;
  bytes[index + 1] = written;
}

/** The two bytes in which the 5 bits of a character lie, and how far they are from the end of these. */
function spanOf(bytes: Uint8Array, at: number): { index: number; shift: number; both: number } {
  const index = (at * 5) >> 3;
  const both = ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0);
  return { index, shift: 11 - ((at * 5) & 7), both };
}
