// The ratchet and the handshake, against the primitives that they can't do without.
import { randomBytes } from 'node:crypto';
import sodium from 'sodium-native';
import {
  answerM1,
  beginSession,
  derivePairKeys,
  encodeHello,
  generateRatchetKey,
  identityFromSeed,
  initiate,
  knockMatches,
  nodeKem,
  openMessage,
  readM1,
  readM2,
  readM3,
  sealMessage,
  tokenFromPayload,
  writeM3,
  type EstablishedLink,
  type Hello,
  type Session,
} from '@loom/protocol';
import { row, time, type Row } from './measure.ts';

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
const samples = 4000;
const textBytes = 200;

const initiator = identityFromSeed(random(32));
const responder = identityFromSeed(random(32));
const initiatorToken = tokenFromPayload(initiator.tokenPayload);
const responderToken = tokenFromPayload(responder.tokenPayload);

/** A whole handshake, both sides, without HELLO's contents being of any use. */
function handshake(): { initiator: EstablishedLink; responder: EstablishedLink; hello: Hello } {
  const ratchetKey = generateRatchetKey(random);
  const toResponder = derivedPair.initiator;
  const opening = initiate({ us: initiator, them: responderToken, pair: toResponder, random, kem: nodeKem });
  const opened = must(readM1(responder, opening.m1.subarray(2)));
  if (!knockMatches(opened, derivedPair.responder.knockFrom)) throw new Error('the knock was refused');
  const answer = must(answerM1(opened, initiatorToken, random, nodeKem));
  const ready = must(readM2(opening.state, answer.m2.subarray(2)));
  const written = writeM3(ready, encodeHello(helloOf(ratchetKey.publicKey)));
  const read = must(readM3(answer.state, written.m3.subarray(2)));
  return { initiator: written.link, responder: read.link, hello: read.hello };
}

const derivedPair = {
  initiator: derivePairKeys(initiator, responderToken),
  responder: derivePairKeys(responder, initiatorToken),
};

function helloOf(ratchetKey: Uint8Array): Hello {
  return {
    tid: initiator.tid,
    minVersion: 1,
    maxVersion: 1,
    askUnlinked: false,
    askLinked: false,
    decision: 'none',
    listeningPort: 47113,
    ratchetKey,
    slots: [undefined, undefined],
    positions: { ownStream: random(8), nextSeq: 1, peerStream: undefined, receivedSeq: 0 },
  };
}

function sessions(): { sender: Session; receiver: Session } {
  const links = handshake();
  const [ours, theirs] = [generateRatchetKey(random), generateRatchetKey(random)];
  const common = { previous: undefined, now: 0 };
  return {
    sender: must(
      beginSession({
        link: links.initiator,
        ourRatchetKey: ours,
        theirRatchetKey: theirs.publicKey,
        ...common,
      }),
    ),
    receiver: must(
      beginSession({
        link: links.responder,
        ourRatchetKey: theirs,
        theirRatchetKey: ours.publicKey,
        ...common,
      }),
    ),
  };
}

export function benchCrypto(): Row[] {
  const text = random(textBytes);
  let { sender, receiver } = sessions();
  const sealing = time(samples, () => {
    sender = sealMessage(sender, text, random).session;
  });

  ({ sender, receiver } = sessions());
  const messages = Array.from({ length: samples + 200 }, () => {
    const sealed = sealMessage(sender, text, random);
    sender = sealed.session;
    return sealed.message;
  });
  let next = 0;
  const opening = time(samples, () => {
    const message = messages[next++];
    if (message === undefined) throw new Error('too few messages');
    receiver = must(openMessage(receiver, message, 0)).session;
  });

  const aead = { median: timeAead(text), what: 'ChaCha20-Poly1305 alone' };
  const shake = time(300, () => handshake());
  const floor = { median: timeHandshakeFloor(), what: '9 X25519 and ML-KEM-768 alone' };
  return [
    row('ratchet encrypt, 200 B', sealing, { floor: aead, target: '< 15 µs' }),
    row('ratchet decrypt, 200 B', opening, { floor: aead, target: '< 15 µs' }),
    row('handshake, both sides', shake, { floor }),
  ];
}

function timeAead(text: Uint8Array): number {
  const [key, nonce] = [Buffer.from(random(32)), Buffer.from(random(12))];
  const sealed = Buffer.alloc(text.length + 16);
  return time(samples, () => {
    sodium.crypto_aead_chacha20poly1305_ietf_encrypt(sealed, text, null, null, nonce, key);
  }).median;
}

/** Nine scalar multiplications: the ephemeral key, es, ee and se on either side, and the ratchet key in HELLO. */
function timeHandshakeFloor(): number {
  const shared = Buffer.alloc(32);
  const secret = Buffer.from(random(32));
  const point = Buffer.from(responderToken.staticKey);
  const curve = time(500, () => sodium.crypto_scalarmult(shared, secret, point)).median;
  const kem = time(200, () => {
    const pair = nodeKem.keygen(random);
    const { ciphertext } = must(nodeKem.encapsulate(pair.encapsulationKey, random));
    pair.decapsulate(ciphertext);
  }).median;
  return 9 * curve + kem;
}

function must<T>(result: { ok: true; value: T } | { ok: false; fault: { code: string } }): T {
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}
