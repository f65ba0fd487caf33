// How SQLite3MultipleCiphers takes 32 bytes as a key themselves, and not as a passphrase to make one of. Knows nothing else.

const KEY_BYTES = 32;

/** The caller fills it with zeros after use. */
export function rawKey(key: Uint8Array): Buffer {
  if (key.length !== KEY_BYTES)
    throw new RangeError(`The database key has ${key.length} bytes, not ${KEY_BYTES}.`);
  return Buffer.concat([Buffer.from('raw:'), key]);
}
