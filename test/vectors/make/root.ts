// The keys of a new root and of its steps (PROTOCOL.md sections 3 and 4).
import { type Bytes, cut, EMPTY, hkdf, hkdfExpand, join, label } from './primitives.ts';

export interface Finished {
  readonly handshakeHash: Bytes;
  readonly exporter: Bytes;
}

export interface Root {
  readonly info: Bytes;
  readonly rk: Bytes;
  readonly ckR0: Bytes;
  readonly cs: Bytes;
  readonly sid: Bytes;
}

export function rootOf(link: Finished, salt: Bytes, tidI: Bytes, tidR: Bytes): Root {
  const info = join(label('loom session'), link.handshakeHash, tidI, tidR);
  const parts = cut(hkdf(salt, link.exporter, info, 112), 32, 32, 32, 16);
  const [rk = EMPTY, ckR0 = EMPTY, cs = EMPTY, sid = EMPTY] = parts;
  return { info, rk, ckR0, cs, sid };
}

/** `KDF_RK`. */
export function stepRoot(rk: Bytes, shared: Bytes): { readonly rk: Bytes; readonly ck: Bytes } {
  const [next = EMPTY, ck = EMPTY] = cut(hkdf(rk, shared, label('loom root'), 64), 32, 32);
  return { rk: next, ck };
}

/** `KDF_CK`. */
export function stepChain(ck: Bytes): { readonly ck: Bytes; readonly mk: Bytes } {
  const [next = EMPTY, mk = EMPTY] = cut(hkdfExpand(ck, label('loom chain'), 64), 32, 32);
  return { ck: next, mk };
}
