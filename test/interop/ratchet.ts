// PROTOCOL.md section 4: the Double Ratchet of one session, and the root it begins with (section 3). Knows nothing of
// links, nor of what a message says.
import { empty, equal, hex, join, Reader, u32, zeros, type Bytes } from './bytes.ts';
import type { Progress, Role } from './hello.ts';
import type { Keys } from './handshake.ts';
import { DH, HKDF, hkdfExpand, open, seal, x25519KeyPair, type KeyPair } from './primitives.ts';

export interface Root {
  readonly rk: Bytes;
  readonly ckR0: Bytes;
  readonly cs: Bytes;
  readonly sid: Bytes;
}

/** @param salt cs of the session before for NEW_LINKED; 32 zero bytes for NEW_UNLINKED. */
export function newRoot(keys: Keys, tidI: Bytes, tidR: Bytes, salt: Bytes = zeros(32)): Root {
  const out = HKDF(salt, keys.exporter, join('loom session', keys.h, tidI, tidR), 112);
  return { rk: out.slice(0, 32), ckR0: out.slice(32, 64), cs: out.slice(64, 96), sid: out.slice(96) };
}

export function kdfRk(rk: Bytes, dh: Bytes): { rk: Bytes; ck: Bytes } {
  const out = HKDF(rk, dh, 'loom root', 64);
  return { rk: out.slice(0, 32), ck: out.slice(32) };
}

export function kdfCk(ck: Bytes): { ck: Bytes; mk: Bytes } {
  const out = hkdfExpand(ck, 'loom chain', 64);
  return { ck: out.slice(0, 32), mk: out.slice(32) };
}

export interface Parties {
  readonly own: Bytes;
  readonly peer: Bytes;
}

type Random = (size: number) => Bytes;

const headSize = 53;
const maxSkipped = 512;

interface Chain {
  ck: Bytes;
  n: number;
}

export class Ratchet {
  readonly sid: Bytes;
  readonly cs: Bytes;
  readonly #tids: Parties;
  readonly #random: Random;
  #rk: Bytes;
  #own: KeyPair;
  #peerKey: Bytes;
  #sending: Chain | undefined;
  #receiving: Chain | undefined;
  #pn = 0;
  /** Whether a new key of the peer was seen since the newest sending chain began. */
  #stepIsDue = false;
  #chainsMade: number;
  #chainsSeen: number;
  readonly #skipped = new Map<string, Bytes>();

  /** @param keys the ratchet keys that the two HELLOs carried. */
  constructor(root: Root, role: Role, tids: Parties, keys: { own: KeyPair; peer: Bytes }, random: Random) {
    this.sid = root.sid;
    this.cs = root.cs;
    this.#tids = tids;
    this.#random = random;
    this.#own = keys.own;
    this.#peerKey = keys.peer;
    this.#chainsMade = 1;
    if (role === 'I') {
      const { rk, ck } = kdfRk(root.rk, DH(keys.own.secret, keys.peer));
      this.#rk = rk;
      this.#sending = { ck, n: 0 };
      this.#receiving = { ck: root.ckR0, n: 0 };
      this.#chainsSeen = 1;
    } else {
      this.#rk = root.rk;
      this.#sending = { ck: root.ckR0, n: 0 };
      this.#peerKey = empty;
      this.#chainsSeen = 0;
    }
  }

  get rk(): Bytes {
    return this.#rk;
  }

  get made(): Progress {
    return [this.#chainsMade, this.#sending?.n ?? 0];
  }

  get seen(): Progress {
    return [this.#chainsSeen, this.#receiving?.n ?? 0];
  }

  seal(plaintext: Bytes): Bytes {
    if (this.#stepIsDue || this.#sending === undefined) this.#step();
    const chain = this.#sending;
    if (chain === undefined) throw new Error('no sending chain');
    const { ck, mk } = kdfCk(chain.ck);
    const nonce = this.#random(12);
    const head = join(1, this.#own.public, u32(this.#pn), u32(chain.n), nonce);
    chain.ck = ck;
    chain.n += 1;
    return join(head, seal(mk, nonce, this.#ad(this.#tids.own, this.#tids.peer, head), plaintext));
  }

  /** @throws where it is no message of this session, or one that was opened already; then nothing has changed. */
  open(message: Bytes): Bytes {
    const head = message.slice(0, headSize);
    const reader = new Reader(head);
    if (reader.u8() !== 1) throw new Error('a ratchet message of another version');
    const [dh, pn, n, nonce] = [reader.take(32), reader.u32(), reader.u32(), reader.take(12)];
    const openWith = (mk: Bytes): Bytes =>
      open(mk, nonce, this.#ad(this.#tids.peer, this.#tids.own, head), message.slice(headSize));

    const kept = this.#skipped.get(name(dh, n));
    if (kept !== undefined) {
      const plaintext = openWith(kept);
      this.#skipped.delete(name(dh, n));
      return plaintext;
    }

    const isNew = !equal(dh, this.#peerKey);
    const root = isNew ? kdfRk(this.#rk, DH(this.#own.secret, dh)) : undefined;
    const skipped = isNew && this.#receiving !== undefined ? skip(this.#receiving, this.#peerKey, pn) : [];
    const chain = root === undefined ? this.#receiving : { ck: root.ck, n: 0 };
    if (chain === undefined || n < chain.n) throw new Error('a message key that is gone');
    const copy = { ...chain };
    skipped.push(...skip(copy, dh, n));
    if (skipped.length > maxSkipped) throw new Error('too many messages skipped');
    const { ck, mk } = kdfCk(copy.ck);
    const plaintext = openWith(mk);

    this.#receiving = { ck, n: n + 1 };
    for (const [key, value] of skipped) this.#skipped.set(key, value);
    if (root !== undefined) {
      this.#rk = root.rk;
      this.#peerKey = dh;
      this.#chainsSeen += 1;
      this.#stepIsDue = true;
    }
    return plaintext;
  }

  /** The DH step of this side: a new key of its own against the peer's newest. */
  #step(): void {
    this.#own = x25519KeyPair(this.#random(32));
    const { rk, ck } = kdfRk(this.#rk, DH(this.#own.secret, this.#peerKey));
    this.#rk = rk;
    this.#pn = this.#sending?.n ?? 0;
    this.#sending = { ck, n: 0 };
    this.#chainsMade += 1;
    this.#stepIsDue = false;
  }

  #ad(sender: Bytes, receiver: Bytes, head: Bytes): Bytes {
    return join('loom ratchet', this.sid, sender, receiver, head);
  }
}

const name = (dh: Bytes, n: number): string => `${hex(dh)} ${n}`;

/** Takes the keys before `upTo` from a chain. @throws where there are more than may be skipped. */
function skip(chain: Chain, dh: Bytes, upTo: number): [string, Bytes][] {
  if (upTo - chain.n > maxSkipped) throw new Error('too many messages skipped');
  const keys: [string, Bytes][] = [];
  for (let { ck, n } = chain; n < upTo; n++) {
    const next = kdfCk(ck);
    keys.push([name(dh, n), next.mk]);
    ck = next.ck;
    chain.ck = ck;
    chain.n = n + 1;
  }
  return keys;
}
