// Points of small order make a shared secret that anybody knows, all zero. They are refused wherever a key of somebody else's
// comes in, in every encoding that they have.
import { describe, expect, test } from 'vitest';
import { concat, equal, fromHex } from '../src/bytes.ts';
import {
  answerM1,
  answerPairing,
  beginSession,
  derivePairKeys,
  encodeHello,
  encodeToken,
  generateRatchetKey,
  giveToken,
  initiate,
  initiatePairing,
  openMessage,
  parseToken,
  readM1,
  readM2,
  readM3,
  readP2,
  sealMessage,
  type Token,
  writeM3,
} from '../src/index.ts';
import { signedPart, tokenPayload } from '../src/identity/token.ts';
import { ed25519Sign } from '../src/primitives/ed25519.ts';
import { x25519 } from '../src/primitives/x25519.ts';
import { faultOf, must } from './support/must.ts';
import { nobleKem } from './support/noble-kem.ts';
import { alice, bob, bodyOf, handshake, helloOf, sessions } from './support/people.ts';
import { seededRandom } from './support/random.ts';

/** All u of order 1, 2, 4 and 8 on the curve and its twist, as RFC 7748 reads 32 bytes: with the top bit clear and set. */
const points = [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
].flatMap((hex) => [hex, hex.slice(0, 62) + (Number.parseInt(hex.slice(62), 16) | 0x80).toString(16)]);

const random = seededRandom('small order');

/** The message with another key in the place of its ephemeral one, behind the header. */
function withEphemeral(message: Uint8Array, key: Uint8Array): Uint8Array {
  const body = bodyOf(message);
  return concat(body.subarray(0, 4), key, body.subarray(36));
}

const pair = derivePairKeys(alice.identity, bob.token);
const dial = initiate({ us: alice.identity, them: bob.token, pair, random, kem: nobleKem });
const opened = must(readM1(bob.identity, bodyOf(dial.m1)));
const answer = must(answerM1(opened, alice.token, random, nobleKem));
const low = { code: 'low-order-key' };

describe.each(points)('%s is refused', (hex) => {
  const point = fromHex(hex);

  test('by X25519 itself', () => {
    expect(x25519(random(32), point)).toBeUndefined();
  });

  test('as static key of a token', () => {
    const { publicKey, secretKey } = alice.identity.identityKey;
    const signature = ed25519Sign(secretKey, signedPart(publicKey, point));
    const fault = faultOf(parseToken(encodeToken(tokenPayload(publicKey, point, signature))));
    expect(fault).toEqual({ code: 'token-key' });
  });

  test('as ephemeral key of either end of a handshake', () => {
    expect(faultOf(readM1(bob.identity, withEphemeral(dial.m1, point)))).toEqual(low);
    expect(faultOf(readM2(dial.state, withEphemeral(answer.m2, point)))).toEqual(low);
    expect(faultOf(answerM1({ ...opened, ephemeral: point }, alice.token, random, nobleKem))).toEqual(low);
  });

  test('as static key in M3, although it were the contact’s', () => {
    const weak: Token = { ...alice.token, staticKey: point };
    const { state, m2 } = must(answerM1(opened, weak, random, nobleKem));
    const us = { ...alice.identity, staticKey: { ...alice.identity.staticKey, publicKey: point } };
    const ready = must(readM2({ ...dial.state, us }, bodyOf(m2)));
    const { m3 } = writeM3(ready, encodeHello(helloOf(alice, generateRatchetKey(random))));
    expect(faultOf(readM3(state, bodyOf(m3)))).toEqual(low);
  });

  test('as first ratchet key of either end', () => {
    const shake = handshake(alice, bob);
    for (const link of [shake.initiator, shake.responder]) {
      const ours = generateRatchetKey(random);
      const begun = beginSession({
        link,
        ourRatchetKey: ours,
        theirRatchetKey: point,
        previous: undefined,
        now: 0,
      });
      expect(faultOf(begun)).toEqual(low);
    }
  });

  test('as ratchet key of a message', () => {
    const { initiator, responder } = sessions(handshake(alice, bob));
    const message = sealMessage(initiator, Uint8Array.of(1), random).message;
    message.set(point, 1);
    expect(faultOf(openMessage(responder, message, 0))).toEqual(low);
  });

  test('as ephemeral key of either end of a pairing', () => {
    const meeting = initiatePairing(random, nobleKem);
    expect(faultOf(answerPairing(withEphemeral(meeting.p1, point), random, nobleKem))).toEqual(low);
    const { p2 } = must(answerPairing(bodyOf(meeting.p1), random, nobleKem));
    expect(faultOf(readP2(meeting.state, withEphemeral(p2, point)))).toEqual(low);
  });
});

describe('what has let one through before is a bug, and ends there', () => {
  const zero = new Uint8Array(32);
  const weak: Token = { ...bob.token, staticKey: zero };

  test('in the keys of a pair', () => {
    expect(() => derivePairKeys(alice.identity, weak)).toThrow(RangeError);
  });

  test('in a dial', () => {
    const args = { us: alice.identity, them: weak, pair, random, kem: nobleKem };
    expect(() => initiate(args)).toThrow(RangeError);
  });

  test('in an answer to a ratchet key', () => {
    const { initiator, responder } = sessions(handshake(alice, bob));
    const { message } = sealMessage(initiator, Uint8Array.of(1), random);
    const { session } = must(openMessage(responder, message, 0));
    const { ratchet } = session;
    if (ratchet.turn.turn !== 'answering') throw new Error('a first message turns the DH');
    const receiving = { ...ratchet.turn.receiving, theirKey: zero };
    const forged = { ...session, ratchet: { ...ratchet, turn: { ...ratchet.turn, receiving } } };
    expect(() => sealMessage(forged, Uint8Array.of(2), random)).toThrow(RangeError);
    expect(equal(sealMessage(session, Uint8Array.of(2), random).message.subarray(1, 33), zero)).toBe(false);
  });

  test('in the proof of a pairing', () => {
    const meeting = initiatePairing(random, nobleKem);
    const { keys } = must(answerPairing(bodyOf(meeting.p1), random, nobleKem));
    const agreed = {
      stage: 'agreed',
      keys: { ...keys, theirEphemeral: zero },
      string: { digits: '', symbols: [] },
    } as const;
    expect(() => giveToken(agreed, alice.identity, 47113)).toThrow(RangeError);
  });
});
