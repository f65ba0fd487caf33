// The small values that cross between engine and interface, as schemas. Knows nothing of commands.
import * as v from 'valibot';

const keyBytes = 32;
const byte = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255));

/** An Ed25519 identity key as it is shown: 32 numbers from 0 to 255. */
export const publicKey = v.pipe(v.array(byte), v.length(keyBytes));
export type PublicKey = v.InferOutput<typeof publicKey>;

/** An Ed25519 identity key as it is accepted: 32 numbers, or 64 lower-case hexadecimal digits. Becomes bytes. */
export const publicKeyInput = v.union(
  [
    v.pipe(
      publicKey,
      v.transform((numbers) => Uint8Array.from(numbers)),
    ),
    v.pipe(
      v.string(),
      v.regex(/^[0-9a-f]{64}$/),
      v.transform((hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))),
    ),
  ],
  'must be 32 numbers from 0 to 255, or 64 lower-case hexadecimal digits',
);

/** 16 random bytes that name a message for good, as 32 lower-case hexadecimal digits. */
export const messageId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits'));

/** Milliseconds since 1970, within what a date can be (ECMAScript section 21.4.1.1). */
export const timestamp = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));

export const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535));

/** The bytes of a key as the numbers that cross the contract. */
export function keyNumbers(key: Uint8Array): PublicKey {
  return Array.from(key);
}

/** The bytes of a key, or of its numbers, as 64 lower-case hexadecimal digits: a name for maps, lists and scripts. */
export function keyHex(key: Uint8Array | PublicKey): string {
  return Array.from(key, (value) => value.toString(16).padStart(2, '0')).join('');
}

/** Loom listens here unless another program does (PROTOCOL.md section 6). */
export const defaultPort = 47113;
