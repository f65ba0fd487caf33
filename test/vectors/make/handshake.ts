// handshake.json: whole handshakes with fixed keys, every hash and key on the way (PROTOCOL.md section 2).
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { type HelloFields, helloBytes, plainHello, proofOf } from './hello.ts';
import { knockKey } from './keys.ts';
import { alice, bob, type Person } from './people.ts';
import {
  type Bytes,
  cut,
  dh,
  EMPTY,
  hash,
  hex,
  type Hex,
  hkdf,
  hmac,
  join,
  label,
  named,
  noiseNonce,
  seal,
  u16,
  u32,
  u8,
  x25519Public,
  zeros,
} from './primitives.ts';
import { rootOf } from './root.ts';
import { Transcript, type TranscriptStep } from './transcript.ts';

export interface HandshakeCase {
  readonly name: string;
  readonly i_seed: Hex;
  readonly r_seed: Hex;
  readonly e_secret: Hex;
  readonly kem_keygen_seed: Hex;
  /** What 1088 zero bytes decapsulate to: the implicit rejection of FIPS 203, which needs z. */
  readonly kem_rejection: Hex;
  readonly kem_encapsulation_randomness: Hex;
  readonly f_secret: Hex;
  readonly i_hello: HelloFields;
  readonly r_hello: HelloFields;
  readonly knock_key: Hex;
  readonly seen: Hex;
  readonly steps: readonly TranscriptStep[];
  readonly proof_hash: Hex;
  readonly handshake_hash: Hex;
  readonly k_i: Hex;
  readonly k_r: Hex;
  readonly exporter: Hex;
  readonly m1: Hex;
  readonly m2: Hex;
  readonly m3: Hex;
  readonly m4: Hex;
}

/** The message `message` of the case `of` with the bytes from `at` replaced. */
export interface RefusedMessage {
  readonly name: string;
  readonly of: string;
  readonly message: 'm1' | 'm2' | 'm3';
  readonly at: number;
  readonly insert: Hex;
  readonly altered: Hex;
  readonly fault: string;
}

export interface HandshakeFile {
  readonly comment: string;
  readonly cases: readonly HandshakeCase[];
  readonly refused: readonly RefusedMessage[];
}

interface Dial {
  readonly name: string;
  readonly initiator: Person;
  readonly responder: Person;
  readonly iHello: (proofHash: Bytes) => HelloFields;
  readonly rHello: (handshakeHash: Bytes) => HelloFields;
}

export interface Shaken {
  readonly vector: HandshakeCase;
  readonly handshakeHash: Bytes;
  readonly exporter: Bytes;
}

function shake({ name, initiator, responder, iHello, rHello }: Dial): Shaken {
  const secret = (what: string, length = 32) => named(`${name}: ${what}`, length);
  const [e, f] = [secret('e'), secret('f')];
  const [kemSeed, kemRandomness] = [secret('kem keygen', 64), secret('kem encapsulation')];
  const [E, F] = [x25519Public(e), x25519Public(f)];
  const state = new Transcript(label('Noise_XKhfs_25519+MLKEM768_ChaChaPoly_SHA256'));
  state.mixHash('start: prologue', join(label('loom link'), u8(1), responder.tid));
  state.mixHash('start: x_R', responder.x);

  state.mixHash('M1: header', header(1));
  state.mixHash('M1: e', E);
  state.mixKey('M1: es', dh(e, responder.x));
  const kem = ml_kem768.keygen(kemSeed);
  const e1 = state.encryptAndHash('M1: e1', kem.publicKey);
  const knocking = knockKey(initiator, responder);
  const knock = state.encryptAndHash('M1: knock', hmac(knocking, state.h).slice(0, 16));

  const { cipherText, sharedSecret } = ml_kem768.encapsulate(kem.publicKey, kemRandomness);
  state.mixHash('M2: header', header(2));
  state.mixHash('M2: e', F);
  state.mixKey('M2: ee', dh(f, E));
  const ekem1 = state.encryptAndHash('M2: ekem1', cipherText);
  state.mixKey('M2: ekem1, shared secret', sharedSecret);
  const nothing = state.encryptAndHash('M2: empty payload', EMPTY);

  state.mixHash('M3: header', header(3));
  const s = state.encryptAndHash('M3: s', initiator.x);
  state.mixKey('M3: se', dh(initiator.xSecret, F));
  const proofHash = state.h;
  const said = iHello(proofHash);
  const hello = state.encryptAndHash('M3: HELLO', helloBytes(said));

  const [kI = EMPTY, kR = EMPTY, exporter = EMPTY] = cut(hkdf(state.ck, EMPTY, EMPTY, 96), 32, 32, 32);
  const answered = rHello(state.h);
  const helloFrame = join(u8(1), u32(208), helloBytes(answered));
  const record = seal(kR, noiseNonce(0), EMPTY, join(helloFrame, zeros(256 - helloFrame.length)));
  const vector: HandshakeCase = {
    name,
    i_seed: hex(initiator.seed),
    r_seed: hex(responder.seed),
    e_secret: hex(e),
    kem_keygen_seed: hex(kemSeed),
    kem_rejection: hex(ml_kem768.decapsulate(zeros(1088), kem.secretKey)),
    kem_encapsulation_randomness: hex(kemRandomness),
    f_secret: hex(f),
    i_hello: said,
    r_hello: answered,
    knock_key: hex(knocking),
    seen: hex(hash(label('loom seen'), E).slice(0, 8)),
    steps: state.steps,
    proof_hash: hex(proofHash),
    handshake_hash: hex(state.h),
    k_i: hex(kI),
    k_r: hex(kR),
    exporter: hex(exporter),
    m1: hex(message(header(1), E, e1, knock)),
    m2: hex(message(header(2), F, ekem1, nothing)),
    m3: hex(message(header(3), s, hello)),
    m4: hex(message(record)),
  };
  return { vector, handshakeHash: state.h, exporter };
}

export function header(number: number): Bytes {
  return Uint8Array.of(number, 1, 1, 0);
}

export function message(...parts: readonly Bytes[]): Bytes {
  const body = join(...parts);
  return join(u16(body.length), body);
}

export const iRatchetSecret = named('first contact: ratchet key of I', 32);
export const rRatchetSecret = named('first contact: ratchet key of R', 32);

/** Alice dials Bob for the first time. */
export function firstContact(): Shaken {
  return shake({
    name: 'first contact, alice dials bob',
    initiator: alice,
    responder: bob,
    iHello: () => plainHello(alice.tid, x25519Public(iRatchetSecret)),
    rHello: () => plainHello(bob.tid, x25519Public(rRatchetSecret), { decision: 3 }),
  });
}

export const iRenewedSecret = named('renewal: ratchet key of I', 32);
export const rRenewedSecret = named('renewal: ratchet key of R', 32);

/** Bob, who was R, dials Alice; the session of their first contact is renewed. */
export function renewal(): Shaken {
  const first = firstContact();
  const { cs, sid } = rootOf(first, zeros(32), alice.tid, bob.tid);
  const claim = (role: 'I' | 'R', at: Bytes, counters: readonly [number, number, number, number]) => ({
    session_id: hex(sid),
    proof: hex(proofOf(cs, role, at)),
    chains_made: counters[0],
    sealed: counters[1],
    chains_seen: counters[2],
    next: counters[3],
  });
  return shake({
    name: 'linked renewal, bob dials alice',
    initiator: bob,
    responder: alice,
    iHello: (proofHash) =>
      plainHello(bob.tid, x25519Public(iRenewedSecret), {
        asks_linked: true,
        slots: [claim('I', proofHash, [1, 2, 0, 0]), null],
        peer_stream: hex(named(`stream of ${hex(alice.tid)}`, 8)),
      }),
    rHello: (handshakeHash) =>
      plainHello(alice.tid, x25519Public(rRenewedSecret), {
        decision: 2,
        slots: [claim('R', handshakeHash, [1, 3, 1, 1]), null],
        peer_stream: hex(named(`stream of ${hex(bob.tid)}`, 8)),
      }),
  });
}

function refused(
  base: HandshakeCase,
  what: 'm1' | 'm2' | 'm3',
  name: string,
  at: number,
  insert: Hex,
  fault: string,
): RefusedMessage {
  const altered = base[what].slice(0, 2 * at) + insert + base[what].slice(2 * at + insert.length);
  return { name, of: base.name, message: what, at, insert, altered, fault };
}

export function handshakeFile(): HandshakeFile {
  const { vector } = firstContact();
  const order8 = 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800';
  return {
    comment:
      'PROTOCOL.md sections 2 and 2.1. m1 to m4 begin with their u16 length. kem_keygen_seed is d | z of FIPS 203 algorithm 16, kem_encapsulation_randomness is m of algorithm 17, kem_rejection is what 1088 zero bytes decapsulate to. h, ck and k are those after each step; ck and k change in MixKey alone. Under refused, bytes of a message are replaced, at counting from its length field.',
    cases: [vector, renewal().vector],
    refused: [
      refused(vector, 'm1', 'the number of another message', 2, '02', 'bad-header'),
      refused(vector, 'm1', 'version 2', 3, '02', 'bad-header'),
      refused(vector, 'm1', 'suite 2', 4, '02', 'bad-header'),
      refused(vector, 'm1', 'the last byte of the header', 5, '01', 'bad-header'),
      refused(vector, 'm1', 'e is zero', 6, '00'.repeat(32), 'low-order-key'),
      refused(vector, 'm1', 'e has order 8', 6, order8, 'low-order-key'),
      refused(vector, 'm1', 'e of somebody else', 6, hex(carolKey()), 'bad-tag'),
      refused(vector, 'm2', 'e is zero', 6, '00'.repeat(32), 'low-order-key'),
      refused(vector, 'm2', 'the ciphertext of the KEM altered', 100, 'ffff', 'bad-tag'),
      refused(vector, 'm3', 'version 0', 3, '00', 'bad-header'),
      refused(vector, 'm3', 'the tag of s altered', 40, 'ffff', 'bad-tag'),
    ],
  };
}

function carolKey(): Bytes {
  return x25519Public(named('somebody else', 32));
}
