// Valid inputs of every reader, made with fixed randomness: two people, their handshake, link, session and pairing.
import {
  answerM1,
  answerPairing,
  beginSession,
  derivePairKeys,
  encodeEnvelope,
  encodeHello,
  encodeText,
  encodeToken,
  generateRatchetKey,
  initiate,
  initiatePairing,
  LinkSealer,
  readM1,
  readM2,
  readM3,
  sealBackupHead,
  sealMessage,
  Secret,
  writeM3,
} from '@loom/protocol';
import { encodePairingFrame, type PairingFrame } from '../../packages/protocol/src/pairing/frames.ts';
import { encodeFrame, type Frame } from '../../packages/protocol/src/wire/frames.ts';
import { must } from '../../packages/protocol/test/support/must.ts';
import { nobleKem } from '../../packages/protocol/test/support/noble-kem.ts';
import { alice, bob, bodyOf, helloOf } from '../../packages/protocol/test/support/people.ts';
import { seededRandom } from '../../packages/protocol/test/support/random.ts';

export const random = seededRandom('fuzz');
export const kem = nobleKem;
export const responder = bob.identity;
export const initiatorToken = alice.token;
export const linkKey = random(32);

const text = encodeToken(alice.identity.tokenPayload);
export const tokenTexts = [text, text.toLowerCase().replaceAll(/(.{7})/g, '$1 ')];

const pair = derivePairKeys(alice.identity, bob.token);
const dial = initiate({ us: alice.identity, them: bob.token, pair, random, kem });
export const awaitingM2 = dial.state;
export const m1 = bodyOf(dial.m1);
export const openedM1 = must(readM1(bob.identity, m1));
const answer = must(answerM1(openedM1, alice.token, random, kem));
export const awaitingM3 = answer.state;
export const m2 = bodyOf(answer.m2);
const ready = must(readM2(dial.state, m2));
const [keyI, keyR] = [generateRatchetKey(random), generateRatchetKey(random)];
const stream = random(8);
const claim = {
  sessionId: random(16),
  proof: random(16),
  chainsMade: 1,
  sealed: 2,
  chainsSeen: 3,
  next: 4,
};
const helloI = helloOf(alice, keyI);
const helloR = helloOf(bob, keyR, {
  decision: 'resume',
  slots: [claim, undefined],
  positions: { ownStream: stream, nextSeq: 5, peerStream: stream, receivedSeq: 4 },
});
export const hellos = [encodeHello(helloI), encodeHello(helloR)];
const last = writeM3(ready, encodeHello(helloI));
export const m3 = bodyOf(last.m3);
const done = must(readM3(answer.state, m3));

const common = { previous: undefined, now: 0 };
const begun = {
  i: { link: last.link, ourRatchetKey: keyI, theirRatchetKey: keyR.publicKey, ...common },
  r: { link: done.link, ourRatchetKey: keyR, theirRatchetKey: keyI.publicKey, ...common },
};
export const sender = must(beginSession(begun.i));
export const receiver = must(beginSession(begun.r));
export const ratchetMessage = sealMessage(sender, Uint8Array.of(1, 2, 3), random).message;

const frames: readonly Frame[] = [
  { type: 'hello', hello: helloR },
  { type: 'ping', echo: random(8) },
  { type: 'close', reason: 'stopping' },
  { type: 'ratchet', message: ratchetMessage },
  {
    type: 'addresses',
    addresses: [
      { host: '192.168.1.20', port: 47113 },
      { host: 'fe80::1', port: 47114 },
    ],
  },
];
const encoded = frames.map((frame) => encodeFrame(frame));
const framed = encoded.map(({ code, body }) => {
  return Buffer.concat([Uint8Array.of(code, 0, 0, body.length >> 8, body.length & 255), body]);
});
export const frameStreams = [...framed, Buffer.concat([...framed, new Uint8Array(40)])];
export const addressBodies = encoded.slice(-1).map(({ body }) => body);
export const records = new LinkSealer(linkKey).seal(frames.slice(1));

export const envelopes = [
  encodeEnvelope({
    type: 'data',
    stream,
    seq: 1,
    seen: 0,
    sentAt: 1_700_000_000_000,
    messageId: random(16),
    body: encodeText('hello'),
  }),
  encodeEnvelope({ type: 'ack', stream, contiguous: 4, ranges: [{ from: 6, to: 9 }] }),
  encodeEnvelope({ type: 'read', stream, position: 9 }),
  encodeEnvelope({ type: 'ephemeral', body: Uint8Array.of(0xa2, 0, 1, 1, 0xf5) }),
];
export const bodies = [
  encodeText('hello'),
  encodeText('\u{1f9f5}'.repeat(20)),
  Buffer.from('a400010161780282010203a10405', 'hex'),
];

const pairing = initiatePairing(random, kem);
export const awaitingP2 = pairing.state;
export const p2 = must(answerPairing(bodyOf(pairing.p1), random, kem)).p2.subarray(2);
const pairingSamples: readonly PairingFrame[] = [
  { type: 'card', windowId: random(8), name: 'Ann’s tablet' },
  { type: 'commit', commitment: random(32) },
  { type: 'busy' },
  { type: 'nonce', nonce: random(32) },
  { type: 'token', payload: alice.identity.tokenPayload, listeningPort: 47113, proof: random(32) },
];
export const pairingFrames = pairingSamples.map((frame) => encodePairingFrame(frame));

const head = await sealBackupHead(
  {
    key: new Secret('database key', random(32)),
    createdAt: 1_700_000_000_000,
    digest: random(32),
    databaseSize: 90_112,
  },
  'a heron over the weir',
  { salt: random(16), nonce: random(12), cost: { passes: 1, kibibytes: 8 } },
);
if (head === undefined) throw new Error('There is too little memory for 8 KiB.');
export const backupHead = head;
