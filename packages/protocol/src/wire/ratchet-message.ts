// The layout of a ratchet message (PROTOCOL.md section 4): 53 bytes in the clear, then the ciphertext with
// its tag. Knows nothing of chains or keys.

import { ByteReader, ByteWriter } from '../bytes.ts';
import { NONCE_SIZE, TAG_SIZE } from '../primitives/aead.ts';

const RATCHET_VERSION = 1;
export const RATCHET_HEADER_SIZE = 1 + 32 + 4 + 4 + NONCE_SIZE;
/** Header and tag around an empty plaintext. */
export const RATCHET_MESSAGE_MIN_SIZE = RATCHET_HEADER_SIZE + TAG_SIZE;

export interface RatchetHeader {
  /** The sender's ratchet key, 32 bytes. */
  readonly ratchetKey: Uint8Array;
  /** How many messages the sender sealed in the chain before this one. */
  readonly previousChainLength: number;
  /** The number in this chain, from 0. */
  readonly number: number;
  /** 12 bytes. */
  readonly nonce: Uint8Array;
}

export function encodeRatchetHeader(header: RatchetHeader): Uint8Array<ArrayBuffer> {
  return new ByteWriter(RATCHET_HEADER_SIZE)
    .u8(RATCHET_VERSION)
    .bytes(header.ratchetKey, 32)
    .u32(header.previousChainLength)
    .u32(header.number)
    .bytes(header.nonce, NONCE_SIZE)
    .finish();
}

/** The header at the front of a message; undefined where the message is too short or of another version. */
export function decodeRatchetHeader(message: Uint8Array): RatchetHeader | undefined {
  if (message.length < RATCHET_MESSAGE_MIN_SIZE) return undefined;
  const reader = new ByteReader(message);
  if (reader.u8() !== RATCHET_VERSION) return undefined;
  return {
    ratchetKey: reader.bytes(32),
    previousChainLength: reader.u32(),
    number: reader.u32(),
    nonce: reader.bytes(NONCE_SIZE),
  };
}
