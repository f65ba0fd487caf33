// What the three handshake messages look like on the air (PROTOCOL.md section 2): sizes, headers, the length
// in front, and the state that both ends begin with. Knows nothing of what is computed in between.

import { ascii, equal, ByteReader, ByteWriter, concat } from '../bytes.ts';
import type { HandshakeFault } from '../errors.ts';
import { TAG_SIZE } from '../primitives/aead.ts';
import { ENCAPSULATION_KEY_SIZE, KEM_CIPHERTEXT_SIZE } from '../primitives/kem.ts';
import { X25519_SIZE } from '../primitives/x25519.ts';
import { fail, ok, type Result } from '../result.ts';
import { HELLO_SIZE } from '../wire/hello.ts';
import { protocolVersion } from '../wire/version.ts';
import { SymmetricState } from './symmetric-state.ts';

const PROTOCOL_NAME = 'Noise_XKhfs_25519+MLKEM768_ChaChaPoly_SHA256';
const SUITE = 1;
const HEADER_SIZE = 4;
export const KNOCK_SIZE = 16;

/** What follows the header in each body, in order, in bytes. */
export const m1Parts = {
  ephemeral: X25519_SIZE,
  sealedEncapsulationKey: ENCAPSULATION_KEY_SIZE + TAG_SIZE,
  sealedKnock: KNOCK_SIZE + TAG_SIZE,
} as const;

export const m2Parts = {
  ephemeral: X25519_SIZE,
  sealedCiphertext: KEM_CIPHERTEXT_SIZE + TAG_SIZE,
  sealedNothing: TAG_SIZE,
} as const;

export const m3Parts = {
  sealedStaticKey: X25519_SIZE + TAG_SIZE,
  sealedHello: HELLO_SIZE + TAG_SIZE,
} as const;

/** Bytes of each message's body, without the 2 bytes of its length. */
export const handshakeSizes = {
  m1: bodySize(m1Parts),
  m2: bodySize(m2Parts),
  m3: bodySize(m3Parts),
} as const;

export type MessageNumber = 1 | 2 | 3;

/** The state before M1: prologue and the responder's static key, which the initiator knows beforehand. */
export function initialState(tidResponder: Uint8Array, staticResponder: Uint8Array): SymmetricState {
  const state = SymmetricState.initialize(PROTOCOL_NAME);
  state.mixHash(concat(ascii('loom link'), Uint8Array.of(protocolVersion), tidResponder));
  state.mixHash(staticResponder);
  return state;
}

export function messageHeader(number: MessageNumber): Uint8Array {
  return Uint8Array.of(number, protocolVersion, SUITE, 0);
}

/** A whole message: length, header and parts. */
export function frameMessage(number: MessageNumber, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = concat(messageHeader(number), ...parts);
  return new ByteWriter(2 + body.length).u16(body.length).bytes(body).finish();
}

/** A body of the right size and header, to be read from behind the header. */
export function openBody(
  number: MessageNumber,
  expected: number,
  body: Uint8Array,
): Result<ByteReader, HandshakeFault> {
  if (body.length !== expected) return fail({ code: 'bad-size', size: body.length, expected });
  const reader = new ByteReader(body);
  return equal(reader.bytes(HEADER_SIZE), messageHeader(number)) ? ok(reader) : fail({ code: 'bad-header' });
}

function bodySize(parts: Readonly<Record<string, number>>): number {
  return Object.values(parts).reduce((sum, size) => sum + size, HEADER_SIZE);
}
