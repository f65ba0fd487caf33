// safety.json and pairing.json against the code that ships.
import {
  answerComparison,
  answerPairing,
  beginComparison,
  checkOpening,
  confirmHere,
  confirmThere,
  giveToken,
  identityFromSeed,
  initiatePairing,
  openNonce,
  type PairingKeys,
  PairingOpener,
  PairingSealer,
  readP2,
  takeToken,
} from '@loom/protocol';
import { ascii, concat } from '../../../packages/protocol/src/bytes.ts';
import { safetyNumber } from '../../../packages/protocol/src/identity/safety-number.ts';
import { type PeopleSymbol, symbols } from '../../../packages/protocol/src/people/symbols.ts';
import { blake2b512, hkdf, hmac } from '../../../packages/protocol/src/primitives/hash.ts';
import { x25519 } from '../../../packages/protocol/src/primitives/x25519.ts';
import { nobleKem } from '../../../packages/protocol/test/support/noble-kem.ts';
import type { PairingCase, SafetyCase, SafetyHalf } from '../make/meeting.ts';
import { bytes, hex, same, scripted, valueOf } from './check.ts';
import { replay } from './transcript.ts';

function valuesOf(shown: readonly PeopleSymbol[]): number[] {
  return shown.map((symbol) => symbols.indexOf(symbol));
}

export function verifySafety(vector: SafetyCase): void {
  for (const [one, other] of [
    [vector.a, vector.b],
    [vector.b, vector.a],
  ] as const) {
    const number = safetyNumber(bytes(one.ed), bytes(other.ed));
    const ours = [number.digits, valuesOf(number.symbols), number.qr];
    same(vector.name, ours, [vector.digits, vector.symbols, vector.qr]);
    verifyHalf(one, vector);
  }
  const aFirst = vector.a.digits < vector.b.digits;
  const [first, second] = aFirst ? [vector.a, vector.b] : [vector.b, vector.a];
  same('the halves', first.digits + second.digits, vector.digits);
  same('the symbols of the halves', [...first.symbols, ...second.symbols], vector.symbols);
}

function verifyHalf(part: SafetyHalf, vector: SafetyCase): void {
  const ed = bytes(part.ed);
  let round: Uint8Array = concat(ascii('loom safety'), Uint8Array.of(1), ed);
  same('h(0)', hex(round), part.h_0);
  round = blake2b512(round, ed);
  same('h(1)', hex(round), part.h_1);
  for (let i = 1; i < 5200; i++) round = blake2b512(round, ed);
  same('h(5200)', hex(round), part.h_5200);
  same('its digits', vector.digits.includes(part.digits), true);
}

const PLACES = [
  ['start', 'InitializeSymmetric'],
  ['start: prologue', 'MixHash'],
  ['P1: header', 'MixHash'],
  ['P1: e', 'MixHash'],
  ['P1: e1', 'MixHash'],
  ['P1: empty payload', 'MixHash'],
  ['P2: header', 'MixHash'],
  ['P2: e', 'MixHash'],
  ['P2: ee', 'MixKey'],
  ['P2: ekem1', 'EncryptAndHash'],
  ['P2: ekem1, shared secret', 'MixKey'],
  ['P2: empty payload', 'EncryptAndHash'],
] as const;

export function verifyPairing(vector: PairingCase): void {
  const replayed = replay(vector.steps, PLACES);
  same('the final h', replayed.handshakeHash, vector.handshake_hash);
  same('the keys', [replayed.kI, replayed.kR], [vector.k_i, vector.k_r]);

  const random = scripted(bytes(vector.e_secret), bytes(vector.kem_keygen_seed));
  const { state, p1 } = initiatePairing(random, nobleKem);
  same('P1', hex(p1), vector.p1);
  same('an implicit rejection', hex(state.kemKeys.decapsulate(new Uint8Array(1088))), vector.kem_rejection);
  const drawn = scripted(bytes(vector.f_secret), bytes(vector.kem_encapsulation_randomness));
  const answer = valueOf(answerPairing(bytes(vector.p1.slice(4)), drawn, nobleKem));
  same('P2', hex(answer.p2), vector.p2);
  const keysI = valueOf(readP2(state, bytes(vector.p2.slice(4))));
  const keysR = answer.keys;
  for (const keys of [keysI, keysR]) same('h', hex(keys.handshakeHash), vector.handshake_hash);
  same('the keys of I', [hex(keysI.sendKey), hex(keysI.receiveKey)], [vector.k_i, vector.k_r]);
  same('the keys of R', [hex(keysR.receiveKey), hex(keysR.sendKey)], [vector.k_i, vector.k_r]);
  verifyComparison(vector, keysI, keysR);
}

function verifyComparison(vector: PairingCase, keysI: PairingKeys, keysR: PairingKeys): void {
  if (vector.starter !== 'I' && vector.starter !== 'R') throw new Error('nobody begins');
  const iBegins = vector.starter === 'I';
  const [starter, other] = iBegins ? [keysI, keysR] : [keysR, keysI];
  const begun = beginComparison(starter, scripted(bytes(vector.starter_nonce)));
  same('the commitment', hex(begun.frame.commitment), vector.commitment);
  const answered = answerComparison(other, begun.frame, scripted(bytes(vector.other_nonce)));
  const opened = openNonce(begun.state, answered.frame);
  const checked = valueOf(checkOpening(answered.state, opened.frame));
  for (const { string } of [opened.state, checked]) {
    same('what is compared', [valuesOf(string.symbols), string.digits], [vector.symbols, vector.digits]);
  }
  const nonces = concat(bytes(vector.starter_nonce), bytes(vector.other_nonce));
  const info = ascii(`loom pair string${vector.starter}`);
  same('the string', hex(hkdf(bytes(vector.handshake_hash), nonces, info, 14)), vector.string);

  const agreedS = confirmThere(confirmHere(opened.state));
  const agreedO = confirmThere(confirmHere(checked));
  const [agreedI, agreedR] = iBegins ? [agreedS, agreedO] : [agreedO, agreedS];
  const [i, r] = [identityFromSeed(bytes(vector.i_seed)), identityFromSeed(bytes(vector.r_seed))];
  const [fromI, fromR] = [giveToken(agreedI, i, vector.i_port), giveToken(agreedR, r, vector.r_port)];
  same('the proofs', [hex(fromI.proof), hex(fromR.proof)], [vector.i_proof, vector.r_proof]);
  same('what R takes', hex(valueOf(takeToken(agreedR, fromI)).tid), hex(i.tid));
  same('what I takes', hex(valueOf(takeToken(agreedI, fromR)).tid), hex(r.tid));
  const keyOf = (secret: Uint8Array, ephemeral: Uint8Array) => {
    const shared = x25519(secret, ephemeral) ?? new Uint8Array(0);
    return hex(hkdf(new Uint8Array(0), shared, ascii('loom pair proof'), 32));
  };
  same('the key of I’s proof', keyOf(i.staticKey.secretKey, keysI.theirEphemeral), vector.i_proof_key);
  same('the key of R’s proof', keyOf(r.staticKey.secretKey, keysR.theirEphemeral), vector.r_proof_key);
  const proof = hmac(bytes(vector.r_proof_key), ascii('R'), bytes(vector.handshake_hash), r.tid);
  same('R’s proof from its key', hex(proof), vector.r_proof);

  const [sealI, sealR] = [new PairingSealer(keysI.sendKey), new PairingSealer(keysR.sendKey)];
  same('COMMIT', hex((iBegins ? sealI : sealR).seal(begun.frame)), vector.commit_record);
  same('TOKEN', hex(sealI.seal(fromI)), vector.i_token_record);
  const openR = new PairingOpener(keysR.receiveKey);
  const received = (iBegins ? vector.commit_record : '') + vector.i_token_record;
  same('what R opens', valueOf(openR.push(bytes(received))), iBegins ? [begun.frame, fromI] : [fromI]);
  if (vector.r_port !== 0) throw new Error('r_port says that there is none');
}
