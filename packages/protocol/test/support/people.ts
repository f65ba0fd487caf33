// Two people who hold each other's tokens, and the whole way from there to a session.
import {
  answerM1,
  beginSession,
  derivePairKeys,
  encodeHello,
  type EstablishedLink,
  generateRatchetKey,
  type Hello,
  type Identity,
  identityFromSeed,
  initiate,
  type Kem,
  type OurRatchetKey,
  type RandomBytes,
  readM1,
  readM2,
  readM3,
  type Session,
  type Token,
  tokenFromPayload,
  writeM3,
} from '../../src/index.ts';
import { must } from './must.ts';
import { nobleKem } from './noble-kem.ts';
import { seededRandom } from './random.ts';

export interface Person {
  readonly identity: Identity;
  readonly token: Token;
}

function person(name: string): Person {
  const identity = identityFromSeed(seededRandom(`person ${name}`)(32));
  return { identity, token: tokenFromPayload(identity.tokenPayload) };
}

export const alice = person('alice');
export const bob = person('bob');
export const mallory = person('mallory');

export function helloOf(who: Person, ratchetKey: OurRatchetKey, changes: Partial<Hello> = {}): Hello {
  return {
    tid: who.identity.tid,
    minVersion: 1,
    maxVersion: 1,
    askUnlinked: false,
    askLinked: false,
    decision: 'none',
    listeningPort: 47113,
    ratchetKey: ratchetKey.publicKey,
    slots: [undefined, undefined],
    positions: {
      ownStream: new Uint8Array(8).fill(7),
      nextSeq: 1,
      peerStream: undefined,
      receivedSeq: 0,
    },
    ...changes,
  };
}

/** A message as it is handed to the step that reads it: without its length. */
export function bodyOf(message: Uint8Array): Uint8Array {
  return message.subarray(2);
}

export interface Handshake {
  readonly initiator: EstablishedLink;
  readonly responder: EstablishedLink;
  readonly proofHash: Uint8Array;
  readonly hello: Hello;
  readonly initiatorKey: OurRatchetKey;
  readonly responderKey: OurRatchetKey;
}

export interface HandshakeOptions {
  readonly random?: RandomBytes;
  readonly initiatorKem?: Kem;
  readonly responderKem?: Kem;
  /** What I says, given the hash that its proofs are bound to. */
  readonly hello?: (proofHash: Uint8Array) => Partial<Hello>;
}

export function handshake(initiator: Person, responder: Person, options: HandshakeOptions = {}): Handshake {
  const { random = seededRandom('handshake'), initiatorKem = nobleKem, responderKem = nobleKem } = options;
  const dial = initiate({
    us: initiator.identity,
    them: responder.token,
    pair: derivePairKeys(initiator.identity, responder.token),
    random,
    kem: initiatorKem,
  });
  const opened = must(readM1(responder.identity, bodyOf(dial.m1)));
  const answer = must(answerM1(opened, initiator.token, random, responderKem));
  const ready = must(readM2(dial.state, bodyOf(answer.m2)));
  const initiatorKey = generateRatchetKey(random);
  const hello = helloOf(initiator, initiatorKey, options.hello?.(ready.proofHash));
  const last = writeM3(ready, encodeHello(hello));
  const done = must(readM3(answer.state, bodyOf(last.m3)));
  return {
    initiator: last.link,
    responder: done.link,
    proofHash: done.proofHash,
    hello: done.hello,
    initiatorKey,
    responderKey: generateRatchetKey(random),
  };
}

export interface Sessions {
  readonly initiator: Session;
  readonly responder: Session;
}

/** Both ends of a new session, linked to `previous` where it is given. */
export function sessions(shake: Handshake, previous?: Sessions, now = 0): Sessions {
  return {
    initiator: must(
      beginSession({
        link: shake.initiator,
        ourRatchetKey: shake.initiatorKey,
        theirRatchetKey: shake.responderKey.publicKey,
        previous: previous?.initiator,
        now,
      }),
    ),
    responder: must(
      beginSession({
        link: shake.responder,
        ourRatchetKey: shake.responderKey,
        theirRatchetKey: shake.initiatorKey.publicKey,
        previous: previous?.responder,
        now,
      }),
    ),
  };
}
