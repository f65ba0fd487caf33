import { hmac } from '@noble/hashes/hmac.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { describe, expect, test } from 'vitest';
import { ascii, concat } from '../src/bytes.ts';
import {
  answerM1,
  derivePairKeys,
  encodeHello,
  FixedMessageReader,
  generateRatchetKey,
  type Hello,
  initiate,
  type Kem,
  knockMatches,
  nodeKem,
  readM1,
  readM2,
  readM3,
  writeM3,
} from '../src/index.ts';
import { faultOf, flipped, must } from './support/must.ts';
import { nobleKem } from './support/noble-kem.ts';
import { alice, bob, bodyOf, handshake, helloOf, mallory, type Person } from './support/people.ts';
import { seededRandom } from './support/random.ts';

function dial(from: Person, to: Person, kem: Kem = nobleKem, seed = 'dial') {
  const pair = derivePairKeys(from.identity, to.token);
  return initiate({ us: from.identity, them: to.token, pair, random: seededRandom(seed), kem });
}

/** Alice's and Bob's handshake up to where M3 is written. */
function upToM3() {
  const { state, m1 } = dial(alice, bob);
  const opened = must(readM1(bob.identity, bodyOf(m1)));
  const answer = must(answerM1(opened, alice.token, seededRandom('answer'), nobleKem));
  const ready = must(readM2(state, bodyOf(answer.m2)));
  return { state, m1, opened, answer, ready };
}

function aliceHello(changes: Partial<Hello> = {}) {
  return encodeHello(helloOf(alice, generateRatchetKey(seededRandom('ratchet')), changes));
}

describe('a handshake', () => {
  test.each([
    ['the independent KEM on both ends', nobleKem, nobleKem],
    ['the shipped KEM on both ends', nodeKem, nodeKem],
    ['independent and shipped', nobleKem, nodeKem],
    ['shipped and independent', nodeKem, nobleKem],
  ])('gives both ends the same keys: %s', (_, initiatorKem, responderKem) => {
    const { initiator, responder, hello, initiatorKey } = handshake(alice, bob, {
      initiatorKem,
      responderKem,
    });
    expect(initiator.sendKey).toEqual(responder.receiveKey);
    expect(initiator.receiveKey).toEqual(responder.sendKey);
    expect(initiator.exporter).toEqual(responder.exporter);
    expect(initiator.handshakeHash).toEqual(responder.handshakeHash);
    expect(initiator.sendKey).not.toEqual(initiator.receiveKey);
    expect([initiator.role, responder.role]).toEqual(['initiator', 'responder']);
    expect(initiator.tidInitiator).toEqual(alice.identity.tid);
    expect(initiator.tidResponder).toEqual(bob.identity.tid);
    expect(hello).toEqual(helloOf(alice, initiatorKey));
  });

  test('binds the proofs of both ends to the same hash before the payload of M3', () => {
    let proofHash: Uint8Array | undefined;
    const shake = handshake(alice, bob, {
      hello: (hash) => {
        proofHash = hash;
        return {};
      },
    });
    expect(shake.proofHash).toEqual(proofHash);
    expect(shake.proofHash).not.toEqual(shake.initiator.handshakeHash);
  });

  test('has messages of 1268, 1156 and 276 bytes behind their length', () => {
    const { m1, answer, ready } = upToM3();
    const { m3 } = writeM3(ready, aliceHello());
    expect([m1, answer.m2, m3].map((message) => message.length)).toEqual([1270, 1158, 278]);
    expect(Array.from(m1.subarray(0, 6))).toEqual([0x04, 0xf4, 1, 1, 1, 0]);
    expect(Array.from(answer.m2.subarray(0, 6))).toEqual([0x04, 0x84, 2, 1, 1, 0]);
    expect(Array.from(m3.subarray(0, 6))).toEqual([0x01, 0x14, 3, 1, 1, 0]);
  });

  test('is a function of its randomness', () => {
    expect(dial(alice, bob).m1).toEqual(dial(alice, bob).m1);
    expect(dial(alice, bob, nobleKem, 'other').m1).not.toEqual(dial(alice, bob).m1);
  });
});

describe('a knock', () => {
  test('names the contact who dials, and no other', () => {
    const opened = must(readM1(bob.identity, bodyOf(dial(alice, bob).m1)));
    expect(knockMatches(opened, derivePairKeys(bob.identity, alice.token).knockFrom)).toBe(true);
    expect(knockMatches(opened, derivePairKeys(bob.identity, alice.token).knockTo)).toBe(false);
    expect(knockMatches(opened, derivePairKeys(bob.identity, mallory.token).knockFrom)).toBe(false);
  });

  test('is the one that PROTOCOL.md section 2.1 describes', () => {
    const opened = must(readM1(bob.identity, bodyOf(dial(alice, bob).m1)));
    const secret = x25519.getSharedSecret(bob.identity.staticKey.secretKey, alice.token.staticKey);
    const label = concat(ascii('loom knock'), alice.identity.tid, bob.identity.tid);
    const key = hkdf(sha256, secret, new Uint8Array(0), label, 32);
    expect(knockMatches(opened, key)).toBe(true);
    expect(opened.knock).toEqual(hmac(sha256, key, opened.knockHash).subarray(0, 16));
    expect(opened.seenHash).toEqual(sha256(concat(ascii('loom seen'), opened.ephemeral)).subarray(0, 8));
  });

  test('of a stranger who holds our token opens, and matches no contact', () => {
    const opened = must(readM1(bob.identity, bodyOf(dial(mallory, bob).m1)));
    expect(knockMatches(opened, derivePairKeys(bob.identity, alice.token).knockFrom)).toBe(false);
  });

  test('can not be moved into an M1 of one’s own', () => {
    const pair = derivePairKeys(alice.identity, bob.token);
    const stolen = { ...derivePairKeys(mallory.identity, bob.token), knockTo: pair.knockFrom };
    const { m1 } = initiate({
      us: mallory.identity,
      them: bob.token,
      pair: stolen,
      random: seededRandom('m'),
      kem: nobleKem,
    });
    const opened = must(readM1(bob.identity, bodyOf(m1)));
    expect(knockMatches(opened, derivePairKeys(bob.identity, alice.token).knockFrom)).toBe(false);
  });
});

describe('every byte counts', () => {
  const { state, m1, answer, ready } = upToM3();
  const m3 = writeM3(ready, aliceHello()).m3;

  test('of M1: no altered one opens', () => {
    const body = bodyOf(m1);
    for (let i = 0; i < body.length; i++) {
      const { code } = faultOf(readM1(bob.identity, flipped(body, i, 1 << (i % 8))));
      expect(code).toBe(i < 4 ? 'bad-header' : 'bad-tag');
    }
    expect(readM1(bob.identity, body).ok).toBe(true);
  });

  test('of M2: no altered one opens', () => {
    const body = bodyOf(answer.m2);
    for (let i = 0; i < body.length; i++) {
      const { code } = faultOf(readM2(state, flipped(body, i, 1 << (i % 8))));
      expect(code).toBe(i < 4 ? 'bad-header' : 'bad-tag');
    }
    expect(readM2(state, body).ok).toBe(true);
  });

  test('of M3: no altered one opens', () => {
    const body = bodyOf(m3);
    for (let i = 0; i < body.length; i++) {
      const { code } = faultOf(readM3(answer.state, flipped(body, i, 1 << (i % 8))));
      expect(code).toBe(i < 4 ? 'bad-header' : 'bad-tag');
    }
    expect(readM3(answer.state, body).ok).toBe(true);
  });
});

describe('a handshake ends', () => {
  const { state, m1, opened, answer, ready } = upToM3();

  test.each([0, 3, 1155, 1157, 1267, 1269, 275, 277])('with a body of %i bytes', (size) => {
    const body = new Uint8Array(size);
    expect(faultOf(readM1(bob.identity, body))).toEqual({ code: 'bad-size', size, expected: 1268 });
    expect(faultOf(readM2(state, body))).toEqual({ code: 'bad-size', size, expected: 1156 });
    expect(faultOf(readM3(answer.state, body))).toEqual({ code: 'bad-size', size, expected: 276 });
  });

  test('with an M1 meant for somebody else', () => {
    expect(faultOf(readM1(mallory.identity, bodyOf(m1)))).toEqual({ code: 'bad-tag' });
  });

  test('with low-order ephemeral keys', () => {
    const lowM1 = new Uint8Array(bodyOf(m1));
    lowM1.fill(0, 4, 36);
    expect(faultOf(readM1(bob.identity, lowM1))).toEqual({ code: 'low-order-key' });
    const lowM2 = new Uint8Array(bodyOf(answer.m2));
    lowM2.fill(0, 4, 36);
    expect(faultOf(readM2(state, lowM2))).toEqual({ code: 'low-order-key' });
  });

  test('with an encapsulation key that is none', () => {
    const broken: Kem = {
      ...nobleKem,
      keygen: (random) => ({ ...nobleKem.keygen(random), encapsulationKey: new Uint8Array(1184).fill(255) }),
    };
    const forged = must(readM1(bob.identity, bodyOf(dial(alice, bob, broken).m1)));
    for (const kem of [nobleKem, nodeKem]) {
      expect(faultOf(answerM1(forged, alice.token, seededRandom('a'), kem))).toEqual({ code: 'bad-kem-key' });
    }
  });

  test('with a KEM ciphertext that hides another secret', () => {
    const broken: Kem = {
      ...nobleKem,
      encapsulate: (key, random) => {
        const made = must(nobleKem.encapsulate(key, random));
        return { ok: true, value: { ...made, ciphertext: flipped(made.ciphertext, 7) } };
      },
    };
    const { m2 } = must(answerM1(opened, alice.token, seededRandom('a'), broken));
    expect(faultOf(readM2(state, bodyOf(m2)))).toEqual({ code: 'bad-tag' });
  });

  test('with an M3 replayed to a fresh responder', () => {
    const { m3 } = writeM3(ready, aliceHello());
    const again = must(answerM1(opened, alice.token, seededRandom('fresh'), nobleKem));
    expect(faultOf(readM3(again.state, bodyOf(m3)))).toEqual({ code: 'bad-tag' });
  });

  test('where the static key is not that of who knocked', () => {
    const asMallory = must(answerM1(opened, mallory.token, seededRandom('answer'), nobleKem));
    const { m3 } = writeM3(ready, aliceHello());
    expect(faultOf(readM3(asMallory.state, bodyOf(m3)))).toEqual({ code: 'wrong-static-key' });
  });

  test.each([
    ['wrong-tid', { tid: mallory.identity.tid }],
    ['bad-hello', { decision: 'resume' }],
    ['bad-hello', { minVersion: 2, maxVersion: 2 }],
  ] as const)('with %s for a HELLO with %o', (code, changes) => {
    const { m3 } = writeM3(ready, aliceHello(changes));
    expect(faultOf(readM3(answer.state, bodyOf(m3)))).toEqual({ code });
  });

  test('with a HELLO of another size, which is a bug here', () => {
    const { m3 } = writeM3(ready, new Uint8Array(207));
    expect(faultOf(readM3(answer.state, bodyOf(m3)))).toEqual({ code: 'bad-size', size: 275, expected: 276 });
  });
});

describe('the reader of one message', () => {
  const message = dial(alice, bob).m1;

  test('puts it together from pieces of any size, and gives back the rest', () => {
    for (const size of [1, 2, 3, 700, 1269, 1270, 5000]) {
      const stream = concat(message, Uint8Array.of(7, 8, 9));
      const reader = new FixedMessageReader(1268);
      let at = 0;
      let read = reader.push(stream.subarray(0, (at = Math.min(size, stream.length))));
      while (read.kind === 'more') read = reader.push(stream.subarray(at, (at += size)));
      if (read.kind !== 'message') throw new Error(read.kind);
      expect(read.body).toEqual(bodyOf(message));
      expect(concat(read.rest, stream.subarray(at))).toEqual(Uint8Array.of(7, 8, 9));
    }
  });

  test('refuses another length as soon as its two bytes are there', () => {
    const reader = new FixedMessageReader(1268);
    expect(reader.push(Uint8Array.of(0x04))).toEqual({ kind: 'more' });
    expect(reader.push(Uint8Array.of(0xf5))).toEqual({ kind: 'illegal-length', length: 1269 });
    expect(new FixedMessageReader(1268).push(Uint8Array.of(255, 255))).toEqual({
      kind: 'illegal-length',
      length: 65535,
    });
  });

  test('keeps a body of its own, apart from the chunk', () => {
    const chunk = new Uint8Array(message);
    const read = new FixedMessageReader(1268).push(chunk);
    chunk.fill(0);
    expect(read.kind === 'message' && read.body).toEqual(bodyOf(message));
  });
});
