// safety.json and pairing.json: what people compare (PROTOCOL.md section 8.2), and the pairing window up to the tokens
// (section 10).
import { blake2b as nobleBlake2b } from '@noble/hashes/blake2.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { header, message } from './handshake.ts';
import { alice, bob, carol, type Person } from './people.ts';
import {
  blake2b,
  type Bytes,
  cut,
  dh,
  EMPTY,
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
  u8,
  x25519Public,
  zeros,
} from './primitives.ts';
import { Transcript, type TranscriptStep } from './transcript.ts';

export interface SafetyHalf {
  readonly ed: Hex;
  readonly h_0: Hex;
  readonly h_1: Hex;
  readonly h_5200: Hex;
  readonly digits: string;
  readonly symbols: readonly number[];
}

export interface SafetyCase {
  readonly name: string;
  readonly a: SafetyHalf;
  readonly b: SafetyHalf;
  readonly digits: string;
  /** Values of section 8.1. */
  readonly symbols: readonly number[];
  readonly qr: string;
}

export interface SafetyFile {
  readonly comment: string;
  readonly cases: readonly SafetyCase[];
}

function symbolsOf(bytes: Bytes, count: number): number[] {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: count }, (_, i) => Number.parseInt(bits.slice(6 * i, 6 * i + 6), 2));
}

function remainder(bytes: Bytes, digits: number): string {
  return String(BigInt(`0x${hex(bytes)}`) % 10n ** BigInt(digits)).padStart(digits, '0');
}

function half({ ed }: Person): SafetyHalf {
  const first = join(label('loom safety'), u8(1), ed);
  const rounds: Bytes[] = [first];
  for (let i = 0; i < 5200; i++) rounds.push(nobleBlake2b(join(rounds[i] ?? EMPTY, ed), { dkLen: 64 }));
  const [second = EMPTY, last = EMPTY] = [rounds[1], rounds[5200]];
  return {
    ed: hex(ed),
    h_0: hex(first),
    h_1: hex(second),
    h_5200: hex(last),
    digits: [0, 5, 10, 15, 20, 25].map((k) => remainder(last.slice(k, k + 5), 5)).join(''),
    symbols: symbolsOf(last, 12),
  };
}

function safetyCase(name: string, one: Person, other: Person): SafetyCase {
  const [a, b] = [half(one), half(other)];
  const [first, second] = a.digits < b.digits ? [a, b] : [b, a];
  const digits = first.digits + second.digits;
  return {
    name,
    a,
    b,
    digits,
    symbols: [...first.symbols, ...second.symbols],
    qr: `loom-safety:1:${digits}`,
  };
}

export function safetyFile(): SafetyFile {
  return {
    comment:
      'PROTOCOL.md section 8.2; symbols are the numbers of section 8.1. The half with the smaller digits stands first, whoever is a.',
    cases: [safetyCase('alice and bob', alice, bob), safetyCase('bob and carol', bob, carol)],
  };
}

export interface PairingCase {
  readonly name: string;
  readonly starter: 'I' | 'R';
  readonly i_seed: Hex;
  readonly r_seed: Hex;
  readonly e_secret: Hex;
  readonly kem_keygen_seed: Hex;
  /** What 1088 zero bytes decapsulate to. */
  readonly kem_rejection: Hex;
  readonly f_secret: Hex;
  readonly kem_encapsulation_randomness: Hex;
  readonly steps: readonly TranscriptStep[];
  readonly p1: Hex;
  readonly p2: Hex;
  readonly handshake_hash: Hex;
  readonly k_i: Hex;
  readonly k_r: Hex;
  readonly starter_nonce: Hex;
  readonly other_nonce: Hex;
  readonly commitment: Hex;
  readonly string: Hex;
  readonly symbols: readonly number[];
  readonly digits: string;
  readonly i_port: number;
  readonly i_proof_key: Hex;
  readonly i_proof: Hex;
  readonly r_port: number;
  readonly r_proof_key: Hex;
  readonly r_proof: Hex;
  /** COMMIT as the first record of who begins. */
  readonly commit_record: Hex;
  /** TOKEN of I as the second record of I where I began, as its first otherwise. */
  readonly i_token_record: Hex;
}

export interface PairingFile {
  readonly comment: string;
  readonly cases: readonly PairingCase[];
}

function record(key: Bytes, counter: number, frame: Bytes): Bytes {
  const plaintext = join(frame, zeros(1024 - frame.length));
  return message(seal(key, noiseNonce(counter), EMPTY, plaintext));
}

function pairingCase(name: string, starter: 'I' | 'R', initiator: Person, responder: Person): PairingCase {
  const secret = (what: string, length = 32) => named(`${name}: ${what}`, length);
  const [e, f] = [secret('e'), secret('f')];
  const [kemSeed, kemRandomness] = [secret('kem keygen', 64), secret('kem encapsulation')];
  const [E, F] = [x25519Public(e), x25519Public(f)];
  const state = new Transcript(label('Noise_NNhfs_25519+MLKEM768_ChaChaPoly_SHA256'));
  state.mixHash('start: prologue', join(label('loom pair'), u8(1)));
  const kem = ml_kem768.keygen(kemSeed);
  state.mixHash('P1: header', header(0x11));
  state.mixHash('P1: e', E);
  state.mixHash('P1: e1', kem.publicKey);
  state.mixHash('P1: empty payload', EMPTY);
  const { cipherText, sharedSecret } = ml_kem768.encapsulate(kem.publicKey, kemRandomness);
  state.mixHash('P2: header', header(0x12));
  state.mixHash('P2: e', F);
  state.mixKey('P2: ee', dh(f, E));
  const ekem1 = state.encryptAndHash('P2: ekem1', cipherText);
  state.mixKey('P2: ekem1, shared secret', sharedSecret);
  const nothing = state.encryptAndHash('P2: empty payload', EMPTY);
  const [kI = EMPTY, kR = EMPTY] = cut(hkdf(state.ck, EMPTY, EMPTY, 96), 32, 32);

  const [nS, nO, role] = [secret('nonce of S'), secret('nonce of O'), label(starter)];
  const commitment = blake2b(label('loom pair commit'), role, state.h, nS);
  const string = hkdf(state.h, join(nS, nO), join(label('loom pair string'), role), 14);
  const proofKey = (x: Bytes, ephemeral: Bytes) =>
    hkdf(EMPTY, dh(x, ephemeral), label('loom pair proof'), 32);
  const [keyI, keyR] = [proofKey(initiator.xSecret, F), proofKey(responder.xSecret, E)];
  const proofI = hmac(keyI, label('I'), state.h, initiator.tid);
  const tokenI = join(u8(8), initiator.payload, u16(47113), proofI);
  return {
    name,
    starter,
    i_seed: hex(initiator.seed),
    r_seed: hex(responder.seed),
    e_secret: hex(e),
    kem_keygen_seed: hex(kemSeed),
    kem_rejection: hex(ml_kem768.decapsulate(zeros(1088), kem.secretKey)),
    f_secret: hex(f),
    kem_encapsulation_randomness: hex(kemRandomness),
    steps: state.steps,
    p1: hex(message(header(0x11), E, kem.publicKey)),
    p2: hex(message(header(0x12), F, ekem1, nothing)),
    handshake_hash: hex(state.h),
    k_i: hex(kI),
    k_r: hex(kR),
    starter_nonce: hex(nS),
    other_nonce: hex(nO),
    commitment: hex(commitment),
    string: hex(string),
    symbols: symbolsOf(string, 7),
    digits: remainder(string.slice(6), 6),
    i_port: 47113,
    i_proof_key: hex(keyI),
    i_proof: hex(proofI),
    r_port: 0,
    r_proof_key: hex(keyR),
    r_proof: hex(hmac(keyR, label('R'), state.h, responder.tid)),
    commit_record: hex(record(starter === 'I' ? kI : kR, 0, join(u8(2), commitment))),
    i_token_record: hex(record(kI, starter === 'I' ? 1 : 0, tokenI)),
  };
}

export function pairingFile(): PairingFile {
  return {
    comment:
      'PROTOCOL.md section 10. S is the side that begins. p1, p2 and the records begin with their u16 length; the records here are the first ones of their side, without the CARD that precedes them in a real link, and so have the counters 0 and 1.',
    cases: [
      pairingCase('alice dials and begins', 'I', alice, bob),
      pairingCase('bob dials, alice begins', 'R', bob, alice),
    ],
  };
}
