// Base32 (RFC 4648 section 6) in capitals, without padding. Knows nothing of tokens.

/** Each character stands for the value that is its place here, 0 to 31. */
export const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let pending = 0;
  let bits = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += base32Alphabet.charAt((pending >> bits) & 31);
    }
    pending &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + base32Alphabet.charAt((pending << (5 - bits)) & 31);
}

export function isBase32(character: string): boolean {
  return character.length === 1 && base32Alphabet.includes(character);
}

/** Every character must be one of the alphabet. Bits of the last character that fill no byte are dropped. */
export function decodeBase32(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let pending = 0;
  let bits = 0;
  let length = 0;
  for (const character of text) {
    pending = (pending << 5) | base32Alphabet.indexOf(character);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = (pending >> bits) & 255;
      pending &= (1 << bits) - 1;
    }
  }
  return bytes;
}
