// Two people and a third, from their seeds to their tokens (PROTOCOL.md section 1).
import {
  blake2b,
  type Bytes,
  ed25519Public,
  EMPTY,
  hkdf,
  join,
  label,
  sign,
  u8,
  x25519Public,
} from './primitives.ts';

export interface Person {
  readonly seed: Bytes;
  readonly edSecret: Bytes;
  readonly ed: Bytes;
  readonly xSecret: Bytes;
  readonly x: Bytes;
  readonly signature: Bytes;
  readonly checksum: Bytes;
  /** 135 bytes. */
  readonly payload: Bytes;
  readonly text: string;
  readonly tid: Bytes;
}

function personOf(seed: Bytes): Person {
  const edSecret = hkdf(EMPTY, seed, label('loom ed25519'), 32);
  const xSecret = hkdf(EMPTY, seed, label('loom x25519'), 32);
  const [ed, x] = [ed25519Public(edSecret), x25519Public(xSecret)];
  const signature = sign(edSecret, signedPart(2, ed, x));
  const payload = payloadOf(2, ed, x, signature);
  return {
    seed,
    edSecret,
    ed,
    xSecret,
    x,
    signature,
    checksum: payload.slice(129),
    payload,
    text: textOf(payload),
    tid: blake2b(label('loom tid'), payload.slice(0, 129)),
  };
}

export function signedPart(version: number, ed: Bytes, x: Bytes): Bytes {
  return join(label('loom token'), u8(version), ed, x);
}

/** With a good checksum, whatever the rest is. */
export function payloadOf(version: number, ed: Bytes, x: Bytes, signature: Bytes): Bytes {
  const body = join(u8(version), ed, x, signature);
  return join(body, blake2b(body).slice(0, 6));
}

export function textOf(payload: Bytes): string {
  const bits = Array.from(payload, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return `LOOM-${groups.map((group) => alphabet.charAt(Number.parseInt(group.padEnd(5, '0'), 2))).join('')}`;
}

function run(from: number): Bytes {
  return Uint8Array.from({ length: 32 }, (_, i) => from + i);
}

export const alice = personOf(run(0x00));
export const bob = personOf(run(0x20));
export const carol = personOf(run(0x40));
