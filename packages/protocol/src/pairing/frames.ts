// What two devices say on a pairing link (PROTOCOL.md section 10.3): one frame a record, all records of one size, so that
// nobody who listens can tell a refusal from a confirmation. Knows the layout of each frame, not when it may come.

import { ByteReader, ByteWriter, isZero } from '../bytes.ts';
import { limits } from '../limits.ts';

/** Bytes of plaintext in every record of a pairing link. */
export const PAIRING_RECORD_SIZE = 1024;
const WINDOW_ID_SIZE = 8;
export const NONCE_SIZE = 32;
const TOKEN_PAYLOAD_SIZE = 135;
const PROOF_SIZE = 32;
/** UTF-8 takes 4 bytes a character at most. */
const MAX_NAME_BYTES = 4 * limits.maxPairingName;

export type PairingFrame =
  /** Who this is: the window's random id, which is in its instance name too, and a name that nobody has verified. */
  | { readonly type: 'card'; readonly windowId: Uint8Array; readonly name: string }
  | { readonly type: 'commit'; readonly commitment: Uint8Array }
  /** No comparison now: another one is under way. */
  | { readonly type: 'busy' }
  | { readonly type: 'nonce'; readonly nonce: Uint8Array }
  | { readonly type: 'open'; readonly nonce: Uint8Array }
  | { readonly type: 'confirm' }
  /** The person says that the strings are not the same. */
  | { readonly type: 'refuse' }
  | {
      readonly type: 'token';
      /** 135 bytes. */
      readonly payload: Uint8Array;
      readonly listeningPort: number;
      /** 32 bytes. */
      readonly proof: Uint8Array;
    };

/** In the order of their codes, from 1. */
const TYPES = ['card', 'commit', 'busy', 'nonce', 'open', 'confirm', 'refuse', 'token'] as const;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The plaintext of one record, 1024 bytes.
 * @throws {RangeError} where a field does not fit its place, or the name is not 1 to 64 well-formed characters.
 */
export function encodePairingFrame(frame: PairingFrame): Uint8Array {
  const body = encodeBody(frame);
  return new ByteWriter(PAIRING_RECORD_SIZE)
    .u8(TYPES.indexOf(frame.type) + 1)
    .bytes(body)
    .zeros(PAIRING_RECORD_SIZE - 1 - body.length)
    .finish();
}

/** @returns undefined where the plaintext is no frame in its one canonical form. */
export function decodePairingFrame(plaintext: Uint8Array): PairingFrame | undefined {
  if (plaintext.length !== PAIRING_RECORD_SIZE) return undefined;
  const reader = new ByteReader(plaintext);
  const type = TYPES[reader.u8() - 1];
  const frame = type && decodeBody(type, reader);
  return frame !== undefined && reader.sound && isZero(reader.rest()) ? frame : undefined;
}

function encodeBody(frame: PairingFrame): Uint8Array {
  switch (frame.type) {
    case 'card': {
      const name = encoder.encode(frame.name);
      if (!isLegalName(frame.name)) throw new RangeError('a name has 1 to 64 well-formed characters');
      return new ByteWriter(WINDOW_ID_SIZE + 2 + name.length)
        .bytes(frame.windowId, WINDOW_ID_SIZE)
        .u16(name.length)
        .bytes(name)
        .finish();
    }
    case 'commit':
      return new ByteWriter(NONCE_SIZE).bytes(frame.commitment).finish();
    case 'nonce':
    case 'open':
      return new ByteWriter(NONCE_SIZE).bytes(frame.nonce).finish();
    case 'token':
      return new ByteWriter(TOKEN_PAYLOAD_SIZE + 2 + PROOF_SIZE)
        .bytes(frame.payload, TOKEN_PAYLOAD_SIZE)
        .u16(frame.listeningPort)
        .bytes(frame.proof, PROOF_SIZE)
        .finish();
    case 'busy':
    case 'confirm':
    case 'refuse':
      return new Uint8Array(0);
  }
}

function decodeBody(type: PairingFrame['type'], reader: ByteReader): PairingFrame | undefined {
  switch (type) {
    case 'card': {
      const windowId = reader.bytes(WINDOW_ID_SIZE);
      const length = reader.u16();
      const name = length <= MAX_NAME_BYTES ? decodeName(reader.bytes(length)) : undefined;
      return name === undefined ? undefined : { type, windowId, name };
    }
    case 'commit':
      return { type, commitment: reader.bytes(NONCE_SIZE) };
    case 'nonce':
    case 'open':
      return { type, nonce: reader.bytes(NONCE_SIZE) };
    case 'token':
      return {
        type,
        payload: reader.bytes(TOKEN_PAYLOAD_SIZE),
        listeningPort: reader.u16(),
        proof: reader.bytes(PROOF_SIZE),
      };
    case 'busy':
    case 'confirm':
    case 'refuse':
      return { type };
  }
}

function decodeName(bytes: Uint8Array): string | undefined {
  try {
    const name = decoder.decode(bytes);
    return isLegalName(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

function isLegalName(name: string): boolean {
  const length = Array.from(name).length;
  return name.isWellFormed() && length >= 1 && length <= limits.maxPairingName;
}
