// What the two handshake messages of a pairing link look like on the air (PROTOCOL.md section 10.2): sizes, headers, the
// length in front, and the state that both ends begin with. Knows nothing of what is computed in between.

import { ascii, ByteReader, ByteWriter, concat, equal } from '../bytes.ts';
import type { HandshakeFault } from '../errors.ts';
import { SymmetricState } from '../handshake/symmetric-state.ts';
import { TAG_SIZE } from '../primitives/aead.ts';
import { ENCAPSULATION_KEY_SIZE, KEM_CIPHERTEXT_SIZE } from '../primitives/kem.ts';
import { X25519_SIZE } from '../primitives/x25519.ts';
import { fail, ok, type Result } from '../result.ts';
import { protocolVersion } from '../wire/version.ts';

const PROTOCOL_NAME = 'Noise_NNhfs_25519+MLKEM768_ChaChaPoly_SHA256';
const SUITE = 1;
const HEADER_SIZE = 4;

/** What follows the header in each body, in order, in bytes. Nothing is encrypted before the first DH. */
export const p1Parts = { ephemeral: X25519_SIZE, encapsulationKey: ENCAPSULATION_KEY_SIZE } as const;

export const p2Parts = {
  ephemeral: X25519_SIZE,
  sealedCiphertext: KEM_CIPHERTEXT_SIZE + TAG_SIZE,
  sealedNothing: TAG_SIZE,
} as const;

/** Bytes of each message's body, without the 2 bytes of its length. */
export const pairingSizes = { p1: bodySize(p1Parts), p2: bodySize(p2Parts) } as const;

/** Apart from those of a link's messages, so that neither can be taken for the other. */
export type PairingMessageNumber = 0x11 | 0x12;

export function initialPairingState(): SymmetricState {
  const state = SymmetricState.initialize(PROTOCOL_NAME);
  state.mixHash(concat(ascii('loom pair'), Uint8Array.of(protocolVersion)));
  return state;
}

export function pairingHeader(number: PairingMessageNumber): Uint8Array {
  return Uint8Array.of(number, protocolVersion, SUITE, 0);
}

/** A whole message: length, header and parts. */
export function framePairingMessage(
  number: PairingMessageNumber,
  ...parts: readonly Uint8Array[]
): Uint8Array {
  const body = concat(pairingHeader(number), ...parts);
  return new ByteWriter(2 + body.length).u16(body.length).bytes(body).finish();
}

/** A body of the right size and header, to be read from behind the header. */
export function openPairingBody(
  number: PairingMessageNumber,
  expected: number,
  body: Uint8Array,
): Result<ByteReader, HandshakeFault> {
  if (body.length !== expected) return fail({ code: 'bad-size', size: body.length, expected });
  const reader = new ByteReader(body);
  return equal(reader.bytes(HEADER_SIZE), pairingHeader(number)) ? ok(reader) : fail({ code: 'bad-header' });
}

function bodySize(parts: Readonly<Record<string, number>>): number {
  return Object.values(parts).reduce((sum, size) => sum + size, HEADER_SIZE);
}
