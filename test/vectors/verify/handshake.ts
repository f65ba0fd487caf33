// handshake.json against the code that ships: step by step through its SymmetricState and its primitives, and whole,
// through both ends of a handshake.
import {
  answerM1,
  derivePairKeys,
  encodeHello,
  type EstablishedLink,
  type HandshakeFault,
  identityFromSeed,
  initiate,
  knockMatches,
  LinkOpener,
  LinkSealer,
  readM1,
  readM2,
  readM3,
  type Result,
  tokenFromPayload,
  writeM3,
} from '@loom/protocol';
import { nobleKem } from '../../../packages/protocol/test/support/noble-kem.ts';
import type { HandshakeCase, HandshakeFile, RefusedMessage } from '../make/handshake.ts';
import { bytes, faultOf, find, hex, same, scripted, splice, valueOf } from './check.ts';
import { helloFrom } from './hello.ts';
import { replay } from './transcript.ts';

/** The places of the transcript, in order; what is done at each. */
const PLACES = [
  ['start', 'InitializeSymmetric'],
  ['start: prologue', 'MixHash'],
  ['start: x_R', 'MixHash'],
  ['M1: header', 'MixHash'],
  ['M1: e', 'MixHash'],
  ['M1: es', 'MixKey'],
  ['M1: e1', 'EncryptAndHash'],
  ['M1: knock', 'EncryptAndHash'],
  ['M2: header', 'MixHash'],
  ['M2: e', 'MixHash'],
  ['M2: ee', 'MixKey'],
  ['M2: ekem1', 'EncryptAndHash'],
  ['M2: ekem1, shared secret', 'MixKey'],
  ['M2: empty payload', 'EncryptAndHash'],
  ['M3: header', 'MixHash'],
  ['M3: s', 'EncryptAndHash'],
  ['M3: se', 'MixKey'],
  ['M3: HELLO', 'EncryptAndHash'],
] as const;

export function verifyHandshake(vector: HandshakeCase): void {
  const { handshakeHash, kI, kR, exporter } = replay(vector.steps, PLACES);
  same('the final h', vector.handshake_hash, handshakeHash);
  same('the keys', [vector.k_i, vector.k_r, vector.exporter], [kI, kR, exporter]);
  verifyWhole(vector);
}

/** What each message of the handshake consists of, by the places of the transcript. */
const MESSAGES = {
  m1: ['M1: header', 'M1: e', 'M1: e1', 'M1: knock'],
  m2: ['M2: header', 'M2: e', 'M2: ekem1', 'M2: empty payload'],
  m3: ['M3: header', 'M3: s', 'M3: HELLO'],
} as const;

function bodyFromSteps(vector: HandshakeCase, message: keyof typeof MESSAGES): string {
  return MESSAGES[message]
    .map((place) => {
      const step = vector.steps.find(({ at }) => at === place);
      if (step?.do === 'MixHash') return step.data;
      if (step?.do === 'EncryptAndHash') return step.ciphertext;
      throw new Error(`nothing is sent at ${place}`);
    })
    .join('');
}

function verifyWhole(vector: HandshakeCase): void {
  for (const message of ['m1', 'm2', 'm3'] as const) {
    same(`${message} from the steps`, vector[message].slice(4), bodyFromSteps(vector, message));
  }
  const { us, them, state, m1 } = dial(vector);
  same('an implicit rejection', hex(state.kemKeys.decapsulate(new Uint8Array(1088))), vector.kem_rejection);
  same('m1', hex(m1), vector.m1);

  const opened = valueOf(readM1(them.identity, body(vector.m1)));
  const pair = derivePairKeys(them.identity, us.token);
  same('knock', [knockMatches(opened, pair.knockFrom), hex(pair.knockFrom)], [true, vector.knock_key]);
  same('what is remembered of e', hex(opened.seenHash), vector.seen);
  const random = scripted(bytes(vector.kem_encapsulation_randomness), bytes(vector.f_secret));
  const answer = valueOf(answerM1(opened, us.token, random, nobleKem));
  same('m2', hex(answer.m2), vector.m2);

  const ready = valueOf(readM2(state, body(vector.m2)));
  same('h before HELLO', hex(ready.proofHash), vector.proof_hash);
  const hello = helloFrom(vector.i_hello);
  const last = writeM3(ready, encodeHello(hello));
  same('m3', hex(last.m3), vector.m3);
  const done = valueOf(readM3(answer.state, body(vector.m3)));
  same('HELLO of I', done.hello, hello);
  same('h before HELLO', hex(done.proofHash), vector.proof_hash);
  verifyLink(vector, last.link, [last.link.sendKey, last.link.receiveKey]);
  verifyLink(vector, done.link, [done.link.receiveKey, done.link.sendKey]);

  const answered = { type: 'hello', hello: helloFrom(vector.r_hello) } as const;
  same('m4', hex(new LinkSealer(done.link.sendKey).seal([answered])), vector.m4);
  const opener = new LinkOpener(last.link.receiveKey, them.token.tid);
  same('HELLO of R', valueOf(opener.push(bytes(vector.m4))), [answered]);
}

function verifyLink(vector: HandshakeCase, link: EstablishedLink, keys: readonly Uint8Array[]): void {
  same(`the link of the ${link.role}`, [...keys, link.exporter, link.handshakeHash].map(hex), [
    vector.k_i,
    vector.k_r,
    vector.exporter,
    vector.handshake_hash,
  ]);
}

function dial(vector: HandshakeCase) {
  const [us, them] = [vector.i_seed, vector.r_seed].map((seed) => {
    const identity = identityFromSeed(bytes(seed));
    return { identity, token: tokenFromPayload(identity.tokenPayload) };
  });
  if (us === undefined || them === undefined) throw new Error('two of two');
  const random = scripted(bytes(vector.e_secret), bytes(vector.kem_keygen_seed));
  const pair = derivePairKeys(us.identity, them.token);
  return { us, them, ...initiate({ us: us.identity, them: them.token, pair, random, kem: nobleKem }) };
}

export function verifyRefusedMessage(vector: RefusedMessage, file: HandshakeFile): void {
  const base = find(file.cases, vector.of);
  const { insert } = vector;
  same('the message', vector.altered, splice(base[vector.message], 2 * vector.at, insert.length, insert));
  same(vector.name, faultOf(read(vector, base)).code, vector.fault);
}

function read({ message, altered }: RefusedMessage, base: HandshakeCase): Result<unknown, HandshakeFault> {
  const { us, them, state } = dial(base);
  if (message === 'm1') return readM1(them.identity, body(altered));
  if (message === 'm2') return readM2(state, body(altered));
  const opened = valueOf(readM1(them.identity, body(base.m1)));
  const random = scripted(bytes(base.kem_encapsulation_randomness), bytes(base.f_secret));
  return readM3(valueOf(answerM1(opened, us.token, random, nobleKem)).state, body(altered));
}

function body(message: string): Uint8Array {
  return bytes(message.slice(4));
}
