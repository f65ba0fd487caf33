// PROTOCOL.md section 2: Noise_XKhfs_25519+MLKEM768_ChaChaPoly_SHA256 with the knock, as bytes in and bytes out; all
// randomness is given. Knows nothing of sockets, nor of what a HELLO says.
import { ascii, empty, equal, join, zeros, type Bytes } from './bytes.ts';
import {
  DH,
  H,
  HKDF,
  HMAC,
  kemDecapsulate,
  kemEncapsulate,
  kemKeyPair,
  open,
  seal,
  x25519KeyPair,
  type KeyPair,
} from './primitives.ts';
import { cipherNonce } from './records.ts';
import type { Identity, PublicIdentity } from './token.ts';

const noiseName = 'Noise_XKhfs_25519+MLKEM768_ChaChaPoly_SHA256';
const [version, suite] = [1, 1];

export interface Keys {
  /** Initiator to responder. */
  readonly kI: Bytes;
  readonly kR: Bytes;
  readonly exporter: Bytes;
  /** The final handshake hash. */
  readonly h: Bytes;
}

/** What the handshake's state is after one of Noise's operations. */
export interface Step {
  readonly h: Bytes;
  readonly ck: Bytes;
  readonly k: Bytes | undefined;
}

/** Noise revision 34 section 5.2, SymmetricState and CipherState in one. */
class Symmetric {
  h: Bytes;
  readonly steps: Step[] = [];
  #ck: Bytes;
  #key: Bytes | undefined;
  #n = 0;

  constructor(prologue: Bytes, responderStatic: Bytes) {
    this.h = H(ascii(noiseName));
    this.#ck = this.h;
    this.#record();
    this.mixHash(prologue);
    this.mixHash(responderStatic);
  }

  mixHash(data: Bytes): void {
    this.h = H(join(this.h, data));
    this.#record();
  }

  mixKey(input: Bytes): void {
    const out = HKDF(this.#ck, input, empty, 64);
    this.#ck = out.slice(0, 32);
    this.#key = out.slice(32);
    this.#n = 0;
    this.#record();
  }

  encryptAndHash(plaintext: Bytes): Bytes {
    const sealed = seal(this.#k(), cipherNonce(this.#n++), this.h, plaintext);
    this.mixHash(sealed);
    return sealed;
  }

  decryptAndHash(sealed: Bytes): Bytes {
    const plaintext = open(this.#k(), cipherNonce(this.#n++), this.h, sealed);
    this.mixHash(sealed);
    return plaintext;
  }

  split(): Keys {
    const out = HKDF(this.#ck, empty, empty, 96);
    return { kI: out.slice(0, 32), kR: out.slice(32, 64), exporter: out.slice(64), h: this.h };
  }

  #record(): void {
    this.steps.push({ h: this.h, ck: this.#ck, k: this.#key });
  }

  #k(): Bytes {
    if (this.#key === undefined) throw new Error('no key yet');
    return this.#key;
  }
}

const header = (message: number): Bytes => join(message, version, suite, 0);

function begin(responder: PublicIdentity): Symmetric {
  return new Symmetric(join('loom link', 1, responder.tid), responder.x);
}

/** Takes the header off, and mixes it in. @throws where it or the length is another. */
function unwrap(state: Symmetric, number: number, body: Bytes, size: number): Bytes {
  if (body.length !== size || !equal(body.slice(0, 4), header(number))) throw new Error(`not M${number}`);
  state.mixHash(header(number));
  return body.slice(4);
}

/** @param dh of the two static keys. */
export const knockKey = (dh: Bytes, initiator: PublicIdentity, responder: PublicIdentity): Bytes =>
  HKDF(empty, dh, join('loom knock', initiator.tid, responder.tid), 32);

/** What R keeps of an e that came with a good knock. */
export const seenMark = (e: Bytes): Bytes => H(join('loom seen', e)).slice(0, 8);

/** The 16 bytes that M1 carries, given h after e1. */
function knock(dh: Bytes, initiator: PublicIdentity, responder: PublicIdentity, h: Bytes): Bytes {
  return HMAC(knockKey(dh, initiator, responder), h).slice(0, 16);
}

export class Initiator {
  readonly #me: Identity;
  readonly #peer: PublicIdentity;
  readonly #state: Symmetric;
  readonly #e: KeyPair;
  readonly #kem: KeyPair;
  #f = zeros(32);

  /** @param random the ephemeral secret, and d | z of the KEM key pair. */
  constructor(me: Identity, peer: PublicIdentity, random: { ephemeral: Bytes; kemSeed: Bytes }) {
    this.#me = me;
    this.#peer = peer;
    this.#state = begin(peer);
    this.#e = x25519KeyPair(random.ephemeral);
    this.#kem = kemKeyPair(random.kemSeed);
  }

  get steps(): readonly Step[] {
    return this.#state.steps;
  }

  writeM1(): Bytes {
    const state = this.#state;
    state.mixHash(header(1));
    state.mixHash(this.#e.public);
    state.mixKey(DH(this.#e.secret, this.#peer.x));
    const e1 = state.encryptAndHash(this.#kem.public);
    const dh = DH(this.#me.xKeys.secret, this.#peer.x);
    const payload = state.encryptAndHash(knock(dh, this.#me, this.#peer, state.h));
    return join(header(1), this.#e.public, e1, payload);
  }

  readM2(body: Bytes): void {
    const state = this.#state;
    const rest = unwrap(state, 2, body, 1156);
    this.#f = rest.slice(0, 32);
    state.mixHash(this.#f);
    state.mixKey(DH(this.#e.secret, this.#f));
    const ciphertext = state.decryptAndHash(rest.slice(32, 1136));
    state.mixKey(kemDecapsulate(ciphertext, this.#kem.secret));
    state.decryptAndHash(rest.slice(1136));
  }

  /** @param hello makes the payload, given the handshake hash just before it (h' of the continuity proof). */
  writeM3(hello: (h: Bytes) => Bytes): Bytes {
    const state = this.#state;
    state.mixHash(header(3));
    const s = state.encryptAndHash(this.#me.xKeys.public);
    state.mixKey(DH(this.#me.xKeys.secret, this.#f));
    return join(header(3), s, state.encryptAndHash(hello(state.h)));
  }

  split(): Keys {
    return this.#state.split();
  }
}

export class Responder {
  readonly #me: Identity;
  readonly #peer: PublicIdentity;
  readonly #state: Symmetric;
  readonly #f: KeyPair;
  readonly #kemRandom: Bytes;
  #e = zeros(32);
  #kemKey = empty;

  /** @param random the ephemeral secret, and m of the encapsulation. */
  constructor(me: Identity, peer: PublicIdentity, random: { ephemeral: Bytes; kemRandom: Bytes }) {
    this.#me = me;
    this.#peer = peer;
    this.#state = begin(me);
    this.#f = x25519KeyPair(random.ephemeral);
    this.#kemRandom = random.kemRandom;
  }

  get steps(): readonly Step[] {
    return this.#state.steps;
  }

  /** @returns whether the knock is the peer's; where not, silence is due. */
  readM1(body: Bytes): boolean {
    const state = this.#state;
    const rest = unwrap(state, 1, body, 1268);
    this.#e = rest.slice(0, 32);
    state.mixHash(this.#e);
    state.mixKey(DH(this.#me.xKeys.secret, this.#e));
    this.#kemKey = state.decryptAndHash(rest.slice(32, 1232));
    const dh = DH(this.#me.xKeys.secret, this.#peer.x);
    const expected = knock(dh, this.#peer, this.#me, state.h);
    return equal(state.decryptAndHash(rest.slice(1232)), expected);
  }

  writeM2(): Bytes {
    const state = this.#state;
    state.mixHash(header(2));
    state.mixHash(this.#f.public);
    state.mixKey(DH(this.#f.secret, this.#e));
    const { ciphertext, secret } = kemEncapsulate(this.#kemKey, this.#kemRandom);
    const ekem1 = state.encryptAndHash(ciphertext);
    state.mixKey(secret);
    return join(header(2), this.#f.public, ekem1, state.encryptAndHash(empty));
  }

  /** @returns the HELLO, and the handshake hash just before it. @throws where the static key is not the peer's. */
  readM3(body: Bytes): { hello: Bytes; h: Bytes } {
    const state = this.#state;
    const rest = unwrap(state, 3, body, 276);
    const x = state.decryptAndHash(rest.slice(0, 48));
    if (!equal(x, this.#peer.x)) throw new Error('the static key is not that of the knock');
    state.mixKey(DH(this.#f.secret, x));
    const { h } = state;
    return { hello: state.decryptAndHash(rest.slice(48)), h };
  }

  split(): Keys {
    return this.#state.split();
  }
}
