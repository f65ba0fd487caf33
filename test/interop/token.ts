// PROTOCOL.md section 1: identities and tokens. Knows nothing of links.
import { empty, equal, join, type Bytes } from './bytes.ts';
import {
  BLAKE2b,
  ed25519KeyPair,
  HKDF,
  isGoodEd25519Key,
  isGoodX25519Key,
  sign,
  verifies,
  x25519KeyPair,
  type KeyPair,
} from './primitives.ts';

/** What a token says of a person. */
export interface PublicIdentity {
  readonly ed: Bytes;
  readonly x: Bytes;
  readonly tid: Bytes;
}

export interface Identity extends PublicIdentity {
  readonly edKeys: KeyPair;
  readonly xKeys: KeyPair;
  readonly token: string;
}

export class TokenFault extends Error {}

const version = 2;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function makeIdentity(seed: Bytes): Identity {
  const edKeys = ed25519KeyPair(HKDF(empty, seed, 'loom ed25519', 32));
  const xKeys = x25519KeyPair(HKDF(empty, seed, 'loom x25519', 32));
  const signed = join('loom token', version, edKeys.public, xKeys.public);
  const body = join(version, edKeys.public, xKeys.public, sign(signed, edKeys.secret));
  return {
    ed: edKeys.public,
    x: xKeys.public,
    tid: tokenId(body),
    edKeys,
    xKeys,
    token: `LOOM-${toBase32(join(body, BLAKE2b(body).slice(0, 6)))}`,
  };
}

/** PROTOCOL.md section 1.1, without corrections. @throws TokenFault with the code of its table. */
export function readToken(text: string): PublicIdentity {
  const bare = text
    .replaceAll(/[\p{White_Space}\u200B\uFEFF\p{Pd}\u00AD\u2212]/gu, '')
    .replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
  if (!/^[L1I][O0]{2}M/.test(bare)) throw new TokenFault('token-prefix');
  const digits = bare.slice(4).replaceAll('0', 'O').replaceAll('8', 'B');
  if (!/^[A-Z1-7]*$/.test(digits)) throw new TokenFault('token-alphabet');
  const asI = fromBase32(digits.replaceAll('1', 'I'));
  if (digits.length === 106 && asI[0] === 1) throw new TokenFault('token-version');
  if (digits.length !== 216) throw new TokenFault('token-length');
  const fitting = readings(digits).filter(hasChecksum);
  const [payload] = fitting;
  if (payload === undefined || fitting.length > 1) {
    throw new TokenFault(asI[0] === version ? 'token-checksum' : 'token-version');
  }
  const [body, ed, x] = [payload.slice(0, 129), payload.slice(1, 33), payload.slice(33, 65)];
  if (!isGoodEd25519Key(ed) || !isGoodX25519Key(x)) throw new TokenFault('token-key');
  const signed = join('loom token', version, ed, x);
  if (!verifies(payload.slice(65, 129), signed, ed)) throw new TokenFault('token-signature');
  return { ed, x, tid: tokenId(body) };
}

/** Every payload that these digits can be read as, each `1` as I or as L. */
function readings(digits: string): Bytes[] {
  const [first = '', ...others] = digits.split('1');
  if (others.length > 16) return [];
  return Array.from({ length: 2 ** others.length }, (_, choice) => {
    const read = others.map((part, i) => `${((choice >> i) & 1) === 0 ? 'I' : 'L'}${part}`);
    return fromBase32(first + read.join(''));
  });
}

const hasChecksum = (payload: Bytes): boolean =>
  payload[0] === version && equal(BLAKE2b(payload.slice(0, 129)).slice(0, 6), payload.slice(129));

const tokenId = (body: Bytes): Bytes => BLAKE2b(join('loom tid', body));

export function toBase32(bytes: Bytes): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** Bits that fill no byte fall away. */
export function fromBase32(digits: string): Bytes {
  const bits = Array.from(digits, (digit) => alphabet.indexOf(digit).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}
