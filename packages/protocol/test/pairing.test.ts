import { hkdf } from '@noble/hashes/hkdf.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { describe, expect, test } from 'vitest';
import { ascii, concat, fromHex, toHex } from '../src/bytes.ts';
import { SymmetricState } from '../src/handshake/symmetric-state.ts';
import {
  answerComparison,
  answerPairing,
  beginComparison,
  checkOpening,
  confirmHere,
  confirmThere,
  giveToken,
  initiatePairing,
  type Kem,
  nodeKem,
  openNonce,
  PairingOpener,
  PairingSealer,
  type PairingFrame,
  type PairingKeys,
  readP2,
  takeToken,
} from '../src/index.ts';
import { decodePairingFrame, encodePairingFrame } from '../src/pairing/frames.ts';
import { commitTo, shortString } from '../src/pairing/short-string.ts';
import { x25519 as dh, x25519PublicKey } from '../src/primitives/x25519.ts';
import { aeadSeal } from '../src/primitives/aead.ts';
import { noiseNonce } from '../src/primitives/noise-nonce.ts';
import { symbols } from '../src/people/symbols.ts';
import { faultOf, flipped, must } from './support/must.ts';
import { nobleKem } from './support/noble-kem.ts';
import { alice, bob, bodyOf, mallory } from './support/people.ts';
import { seededRandom } from './support/random.ts';
import { readVectors } from './support/vectors.ts';

/** A finished handshake between two devices: I's keys and R's. */
function handshake(seed = 'pair', kems: readonly [Kem, Kem] = [nobleKem, nobleKem]) {
  const { state, p1 } = initiatePairing(seededRandom(`${seed} I`), kems[0]);
  const { keys: responder, p2 } = must(answerPairing(bodyOf(p1), seededRandom(`${seed} R`), kems[1]));
  const initiator = must(readP2(state, bodyOf(p2)));
  return { state, p1, p2, initiator, responder };
}

/** A comparison up to the string on both sides, begun by `starter`. */
function compare(starter: PairingKeys, other: PairingKeys) {
  const begun = beginComparison(starter, seededRandom('starter'));
  const answered = answerComparison(other, begun.frame, seededRandom('other'));
  const opened = openNonce(begun.state, answered.frame);
  const checked = must(checkOpening(answered.state, opened.frame));
  return { begun, answered, opened, starter: opened.state, other: checked };
}

describe('the handshake of a pairing link', () => {
  test.each([
    ['the independent KEM on both ends', nobleKem, nobleKem],
    ['the shipped KEM on both ends', nodeKem, nodeKem],
    ['independent and shipped', nobleKem, nodeKem],
    ['shipped and independent', nodeKem, nobleKem],
  ])('gives both ends the same hash and keys: %s', (_, one, other) => {
    const { initiator, responder } = handshake('pair', [one, other]);
    expect(initiator.handshakeHash).toEqual(responder.handshakeHash);
    expect(initiator.sendKey).toEqual(responder.receiveKey);
    expect(initiator.receiveKey).toEqual(responder.sendKey);
    expect(initiator.sendKey).not.toEqual(initiator.receiveKey);
    expect([initiator.role, responder.role]).toEqual(['initiator', 'responder']);
  });

  test('has messages of 1220 and 1156 bytes behind their length', () => {
    const { p1, p2 } = handshake();
    expect([p1.length, p2.length]).toEqual([1222, 1158]);
    expect(Array.from(p1.subarray(0, 6))).toEqual([0x04, 0xc4, 0x11, 1, 1, 0]);
    expect(Array.from(p2.subarray(0, 6))).toEqual([0x04, 0x84, 0x12, 1, 1, 0]);
  });

  test('is a function of its randomness, and another one has another hash', () => {
    expect(handshake('same').p2).toEqual(handshake('same').p2);
    expect(handshake('same').initiator.handshakeHash).not.toEqual(handshake('other').initiator.handshakeHash);
  });

  test('with any byte of P1 changed ends without a common hash, or at once', () => {
    const { state, p1, responder } = handshake();
    const body = bodyOf(p1);
    for (let at = 0; at < body.length; at += 1) {
      const answered = answerPairing(flipped(body, at), seededRandom('pair R'), nobleKem);
      if (!answered.ok) continue;
      expect(answered.value.keys.handshakeHash).not.toEqual(responder.handshakeHash);
      expect(readP2(state, bodyOf(answered.value.p2)).ok).toBe(false);
    }
  });

  test('with any byte of P2 changed fails', () => {
    const { state, p2 } = handshake();
    const body = bodyOf(p2);
    for (let at = 0; at < body.length; at += 1) expect(readP2(state, flipped(body, at)).ok).toBe(false);
  });

  test.each([0, 1, 1219, 1221, 65_535])('refuses a P1 of %i bytes', (size) => {
    const refused = answerPairing(new Uint8Array(size), seededRandom('a'), nobleKem);
    expect(faultOf(refused)).toEqual({ code: 'bad-size', size, expected: 1220 });
  });

  test('refuses keys of low order and an encapsulation key that is none', () => {
    const { state, p1, p2 } = handshake();
    const lowP1 = new Uint8Array(bodyOf(p1)).fill(0, 4, 36);
    expect(faultOf(answerPairing(lowP1, seededRandom('a'), nobleKem))).toEqual({ code: 'low-order-key' });
    const badKey = new Uint8Array(bodyOf(p1)).fill(255, 36);
    for (const kem of [nobleKem, nodeKem]) {
      expect(faultOf(answerPairing(badKey, seededRandom('a'), kem))).toEqual({ code: 'bad-kem-key' });
    }
    const lowP2 = new Uint8Array(bodyOf(p2)).fill(0, 4, 36);
    expect(faultOf(readP2(state, lowP2))).toEqual({ code: 'low-order-key' });
  });

  test('refuses a ciphertext that hides another secret', () => {
    const { state } = handshake();
    const broken: Kem = {
      ...nobleKem,
      encapsulate: (key, random) => {
        const made = must(nobleKem.encapsulate(key, random));
        return { ok: true, value: { ...made, ciphertext: flipped(made.ciphertext, 7) } };
      },
    };
    const { p2 } = must(answerPairing(bodyOf(handshake().p1), seededRandom('pair R'), broken));
    expect(faultOf(readP2(state, bodyOf(p2)))).toEqual({ code: 'bad-tag' });
  });
});

interface NoiseVector {
  protocol_name: string;
  init_prologue: string;
  init_ephemeral: string;
  resp_ephemeral: string;
  handshake_hash?: string;
  messages: { payload: string; ciphertext: string }[];
}

/** NN driven by hand, as in `noise-vectors.test.ts`: Loom's own has a KEM in it. */
function transcript(vector: NoiseVector): { messages: string[]; hash: string } {
  const initiator = fromHex(vector.init_ephemeral);
  const responder = fromHex(vector.resp_ephemeral);
  const payloads = vector.messages.map(({ payload }) => fromHex(payload));
  const payload = (index: number) => payloads[index] ?? new Uint8Array(0);
  const state = SymmetricState.initialize(vector.protocol_name);
  state.mixHash(fromHex(vector.init_prologue));
  const e = x25519PublicKey(initiator);
  state.mixHash(e);
  const first = concat(e, state.encryptAndHash(payload(0)));
  const f = x25519PublicKey(responder);
  state.mixHash(f);
  state.mixKey(dh(responder, e) ?? new Uint8Array(0));
  const second = concat(f, state.encryptAndHash(payload(1)));
  const { initiatorKey, responderKey } = state.split();
  const transport = payloads.slice(2).map((plaintext, index) => {
    const key = index % 2 === 0 ? initiatorKey : responderKey;
    return aeadSeal(key, noiseNonce(Math.floor(index / 2)), new Uint8Array(0), plaintext);
  });
  return { messages: [first, second, ...transport].map(toHex), hash: toHex(state.hash) };
}

describe.each(['cacophony', 'snow'])('the NN vectors of %s', (set) => {
  const file = readVectors(`noise/${set}.json`) as { vectors: NoiseVector[] } | undefined;
  const vectors =
    file?.vectors.filter(({ protocol_name: name }) => name === 'Noise_NN_25519_ChaChaPoly_SHA256') ?? [];

  test('come out byte for byte', ({ skip }) => {
    skip(file === undefined, 'the vectors of others, ../shared/vectors, are not beside this checkout');
    expect(vectors.length).toBeGreaterThan(0);
    for (const vector of vectors) {
      const { messages, hash } = transcript(vector);
      expect(messages).toEqual(vector.messages.map(({ ciphertext }) => ciphertext));
      expect(hash).toBe(vector.handshake_hash ?? hash);
    }
  });
});

describe('a comparison', () => {
  const { initiator, responder } = handshake();

  test.each([
    ['the Noise initiator', initiator, responder],
    ['the Noise responder', responder, initiator],
  ])('begun by %s gives both people the same seven symbols and six digits', (_, starter, other) => {
    const both = compare(starter, other);
    expect(both.starter.string).toEqual(both.other.string);
    expect(both.starter.string.symbols).toHaveLength(7);
    expect(both.starter.string.digits).toMatch(/^\d{6}$/);
  });

  test('is the one that PROTOCOL.md section 10.4 describes', () => {
    const { begun, answered, opened, starter } = compare(responder, initiator);
    const h = initiator.handshakeHash;
    const committed = concat(ascii('loom pair commitR'), h, opened.frame.nonce);
    expect(begun.frame.commitment).toEqual(blake2b(committed, { dkLen: 32 }));
    const nonces = concat(opened.frame.nonce, answered.frame.nonce);
    const bytes = hkdf(sha256, nonces, h, ascii('loom pair stringR'), 14);
    const bits = Array.from(bytes.subarray(0, 6), (byte) => byte.toString(2).padStart(8, '0')).join('');
    const values = Array.from({ length: 7 }, (__, at) => Number.parseInt(bits.slice(6 * at, 6 * at + 6), 2));
    expect(starter.string.symbols).toEqual(values.map((value) => symbols[value]));
    const digits = BigInt(`0x${toHex(bytes.subarray(6))}`) % 1_000_000n;
    expect(starter.string.digits).toBe(String(digits).padStart(6, '0'));
  });

  test('says another string for another link, another starter and another nonce', () => {
    const [a, b] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    const base = { starter: 'initiator', handshakeHash: a, starterNonce: a, otherNonce: b } as const;
    const strings = [
      base,
      { ...base, starter: 'responder' as const },
      { ...base, handshakeHash: b },
      { ...base, starterNonce: b },
      { ...base, otherNonce: a },
      { ...base, starterNonce: b, otherNonce: a },
    ].map((args) => JSON.stringify(shortString(args)));
    expect(new Set(strings).size).toBe(strings.length);
  });

  test('keeps leading zeros of the digits', () => {
    const a = new Uint8Array(32);
    const small = Array.from({ length: 200 }, (_, index) => {
      const otherNonce = new Uint8Array(32).fill(index);
      return shortString({ starter: 'initiator', handshakeHash: a, starterNonce: a, otherNonce }).digits;
    });
    expect(small.every((digits) => digits.length === 6)).toBe(true);
    expect(small.some((digits) => digits.startsWith('0'))).toBe(true);
  });

  test('with any bit of the opening turned has no string: no nonce can be chosen once the other one is known', () => {
    const { answered, opened } = compare(initiator, responder);
    for (let at = 0; at < 32; at += 1) {
      const nonce = flipped(opened.frame.nonce, at);
      expect(faultOf(checkOpening(answered.state, { type: 'open', nonce }))).toEqual({
        code: 'wrong-opening',
      });
    }
  });

  test('with any bit of the commitment turned has no string', () => {
    const { begun, opened } = compare(initiator, responder);
    for (let at = 0; at < 32; at += 1) {
      const commitment = flipped(begun.frame.commitment, at);
      const { state } = answerComparison(responder, { type: 'commit', commitment }, seededRandom('other'));
      expect(faultOf(checkOpening(state, opened.frame))).toEqual({ code: 'wrong-opening' });
    }
  });

  test('does not take a commitment of its own side back, nor one of another link', () => {
    const nonce = new Uint8Array(32).fill(9);
    const other = handshake('other').initiator;
    for (const commitment of [
      commitTo('responder', responder.handshakeHash, nonce),
      commitTo('initiator', other.handshakeHash, nonce),
    ]) {
      const { state } = answerComparison(responder, { type: 'commit', commitment }, seededRandom('other'));
      expect(faultOf(checkOpening(state, { type: 'open', nonce }))).toEqual({ code: 'wrong-opening' });
    }
  });

  test('over two links of somebody in the middle gives two strings, whatever is passed on', () => {
    const toAlice = handshake('to alice');
    const toBob = handshake('to bob');
    // Alice begins; all that the middle can do with the commitment and the nonces is to pass them on.
    const begun = beginComparison(toAlice.initiator, seededRandom('alice'));
    const { frame: bobsNonce, state: bobs } = answerComparison(
      toBob.responder,
      begun.frame,
      seededRandom('bob'),
    );
    const alices = openNonce(begun.state, bobsNonce);
    expect(faultOf(checkOpening(bobs, alices.frame))).toEqual({ code: 'wrong-opening' });
    // With a commitment of its own it has to fix its nonce before it sees Bob's.
    const own = compare(toBob.initiator, toBob.responder);
    expect(own.other.string.digits).not.toBe(alices.state.string.digits);
    expect(own.other.string.symbols).not.toEqual(alices.state.string.symbols);
  });
});

describe('a token on a pairing link', () => {
  const { initiator, responder } = handshake();
  const both = compare(initiator, responder);
  const starter = confirmThere(confirmHere(both.starter));
  const other = confirmHere(confirmThere(both.other));

  test('crosses with the proof of its key once both have confirmed', () => {
    const frame = giveToken(starter, alice.identity, 47_114);
    expect(must(takeToken(other, frame)).payload).toEqual(alice.identity.tokenPayload);
    expect(frame.listeningPort).toBe(47_114);
    expect(must(takeToken(starter, giveToken(other, bob.identity, 47_113))).tid).toEqual(bob.identity.tid);
  });

  test('proves its key as PROTOCOL.md section 10.5 describes', () => {
    const { proof } = giveToken(starter, alice.identity, 1);
    const secret = x25519.getSharedSecret(responder.ephemeral.secretKey, alice.identity.staticKey.publicKey);
    const key = hkdf(sha256, secret, new Uint8Array(0), ascii('loom pair proof'), 32);
    const message = concat(ascii('I'), initiator.handshakeHash, alice.identity.tid);
    expect(proof).toEqual(hmac(sha256, key, message));
  });

  test('of somebody else is refused: a token alone proves nothing', () => {
    const stolen = { ...giveToken(starter, mallory.identity, 1), payload: bob.identity.tokenPayload };
    expect(faultOf(takeToken(other, stolen))).toEqual({ code: 'wrong-proof' });
  });

  test('is refused with a proof of another link, or sent back to who gave it', () => {
    const elsewhere = handshake('elsewhere');
    const there = compare(elsewhere.initiator, elsewhere.responder);
    const old = giveToken(confirmThere(confirmHere(there.starter)), alice.identity, 1);
    expect(faultOf(takeToken(other, old))).toEqual({ code: 'wrong-proof' });
    expect(faultOf(takeToken(starter, giveToken(starter, alice.identity, 1)))).toEqual({
      code: 'wrong-proof',
    });
  });

  test('can not be made before both have confirmed: that order does not compile', () => {
    const giveEarly = [
      // @ts-expect-error nobody has confirmed
      () => giveToken(both.starter, alice.identity, 1),
      // @ts-expect-error only this side has
      () => giveToken(confirmHere(both.starter), alice.identity, 1),
      // @ts-expect-error a nonce that is not opened makes no string
      () => confirmHere(both.begun.state),
      // @ts-expect-error nobody confirms twice
      () => confirmHere(confirmHere(both.starter)),
    ];
    expect(giveEarly).toHaveLength(4);
  });

  test('with any byte of token or proof changed is refused', () => {
    const frame = giveToken(starter, alice.identity, 47_113);
    for (let at = 0; at < frame.payload.length; at += 1) {
      for (const mask of [1, 0x80, 0x0a]) {
        const altered = { ...frame, payload: flipped(frame.payload, at, mask) };
        expect(faultOf(takeToken(other, altered)).code).toBe(at === 0 ? 'token-version' : 'token-checksum');
      }
    }
    for (let at = 0; at < frame.proof.length; at += 1) {
      const altered = { ...frame, proof: flipped(frame.proof, at) };
      expect(faultOf(takeToken(other, altered))).toEqual({ code: 'wrong-proof' });
    }
  });
});

const samples: PairingFrame[] = [
  { type: 'card', windowId: new Uint8Array(8).fill(3), name: 'Åsa 🦊' },
  { type: 'card', windowId: new Uint8Array(8), name: '🦊'.repeat(64) },
  { type: 'commit', commitment: new Uint8Array(32).fill(1) },
  { type: 'busy' },
  { type: 'nonce', nonce: new Uint8Array(32).fill(2) },
  { type: 'open', nonce: new Uint8Array(32).fill(4) },
  { type: 'confirm' },
  { type: 'refuse' },
  {
    type: 'token',
    payload: alice.identity.tokenPayload,
    listeningPort: 47_113,
    proof: new Uint8Array(32).fill(5),
  },
];

describe('the frames of a pairing link', () => {
  test.each(samples)('$type comes back as it was, from 1024 bytes', (frame) => {
    const plaintext = encodePairingFrame(frame);
    expect(plaintext).toHaveLength(1024);
    expect(decodePairingFrame(plaintext)).toEqual(frame);
  });

  test.each(samples)('$type has one form: a byte behind it is refused', (frame) => {
    const plaintext = encodePairingFrame(frame);
    expect(decodePairingFrame(flipped(plaintext, 1023))).toBeUndefined();
    expect(decodePairingFrame(plaintext.subarray(1))).toBeUndefined();
  });

  test('unknown types are refused', () => {
    for (const type of [0, 9, 0x80, 255]) {
      const plaintext = new Uint8Array(1024);
      plaintext[0] = type;
      expect(decodePairingFrame(plaintext)).toBeUndefined();
    }
  });

  test.each([
    ['no character', 0, []],
    ['half of a character', 1, [0xc3]],
    ['a surrogate', 3, [0xed, 0xa0, 0x80]],
    ['a length beyond the record', 65_535, [0x41]],
    ['65 characters', 65, Array.from({ length: 65 }, () => 0x41)],
  ])('a name of %s is refused', (_, length, bytes) => {
    const plaintext = new Uint8Array(1024);
    plaintext.set([1, 0, 0, 0, 0, 0, 0, 0, 0, length >> 8, length & 255, ...bytes]);
    expect(decodePairingFrame(plaintext)).toBeUndefined();
  });

  test.each(['', 'x'.repeat(65), '\ud800'])('a name that no peer would take is not sent', (name) => {
    expect(() => encodePairingFrame({ type: 'card', windowId: new Uint8Array(8), name })).toThrow(RangeError);
  });
});

describe('the records of a pairing link', () => {
  const { initiator } = handshake();
  const sealAll = () => {
    const sealer = new PairingSealer(initiator.sendKey);
    return concat(...samples.map((frame) => sealer.seal(frame)));
  };

  test('have one size, and come back from chunks of any size', () => {
    const stream = sealAll();
    expect(stream).toHaveLength(samples.length * 1042);
    for (const size of [1, 7, 1041, 1042, 1043, 5000, stream.length]) {
      const opener = new PairingOpener(initiator.sendKey);
      const frames: PairingFrame[] = [];
      for (let at = 0; at < stream.length; at += size) {
        frames.push(...must(opener.push(stream.subarray(at, at + size))));
      }
      expect(frames).toEqual(samples);
    }
  });

  test('with any byte changed end the link, and nothing is read after that', () => {
    const record = new PairingSealer(initiator.sendKey).seal({ type: 'confirm' });
    for (let at = 0; at < record.length; at += 1) {
      const opener = new PairingOpener(initiator.sendKey);
      const fault = faultOf(opener.push(flipped(record, at)));
      expect(fault.code).toBe(at < 2 ? 'illegal-length' : 'bad-tag');
      expect(faultOf(opener.push(record))).toEqual(fault);
    }
  });

  test('that were genuine and hold no frame end the link', () => {
    const key = initiator.sendKey;
    const sealed = aeadSeal(key, noiseNonce(0), new Uint8Array(0), new Uint8Array(1024));
    const opener = new PairingOpener(key);
    expect(faultOf(opener.push(concat(Uint8Array.of(0x04, 0x10), sealed)))).toEqual({
      code: 'malformed-frame',
    });
  });

  test('do not open twice, nor out of their order', () => {
    const sealer = new PairingSealer(initiator.sendKey);
    const [first, second] = [sealer.seal({ type: 'confirm' }), sealer.seal({ type: 'refuse' })];
    expect(faultOf(new PairingOpener(initiator.sendKey).push(concat(first, first)))).toEqual({
      code: 'bad-tag',
    });
    expect(faultOf(new PairingOpener(initiator.sendKey).push(second))).toEqual({ code: 'bad-tag' });
  });
});
