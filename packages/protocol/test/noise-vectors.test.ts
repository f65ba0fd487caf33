// Loom's handshake without its KEM tokens and headers is plain Noise XK: one walk through the pattern, by the symmetric state
// that ships, gives the XK vectors of other implementations without those additions, and with them what Loom sends.
import { describe, expect, test } from 'vitest';
import { countVectors } from '../../../test/support/count.ts';
import { ascii, concat, fromHex, toHex } from '../src/bytes.ts';
import {
  answerM1,
  derivePairKeys,
  encodeHello,
  generateRatchetKey,
  initiate,
  readM1,
  readM2,
  writeM3,
} from '../src/index.ts';
import { SymmetricState } from '../src/handshake/symmetric-state.ts';
import { aeadSeal } from '../src/primitives/aead.ts';
import { hmac } from '../src/primitives/hash.ts';
import { noiseNonce } from '../src/primitives/noise-nonce.ts';
import { x25519, x25519PublicKey } from '../src/primitives/x25519.ts';
import { must } from './support/must.ts';
import { nobleKem } from './support/noble-kem.ts';
import { alice, bob, bodyOf, helloOf } from './support/people.ts';
import { seededRandom } from './support/random.ts';
import { readVectors } from './support/vectors.ts';

interface NoiseVector {
  protocol_name: string;
  init_prologue: string;
  init_static: string;
  init_ephemeral: string;
  resp_static: string;
  resp_ephemeral: string;
  handshake_hash?: string;
  messages: { payload: string; ciphertext: string }[];
}

function shared(secret: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const result = x25519(secret, publicKey);
  if (result === undefined) throw new Error('a vector with a low-order key');
  return result;
}

interface Run {
  readonly name: string;
  readonly prologue: Uint8Array;
  readonly secrets: Readonly<
    Record<'initStatic' | 'initEphemeral' | 'respStatic' | 'respEphemeral', Uint8Array>
  >;
  /** The payload of each message, given the handshake hash before it. */
  readonly payloads: readonly ((hash: Uint8Array) => Uint8Array)[];
  /** All that Loom adds to the pattern: headers that are hashed, and the tokens e1 and ekem1. */
  readonly added?: {
    readonly header: (message: number) => Uint8Array;
    readonly e1: Uint8Array;
    readonly ekem1: { readonly ciphertext: Uint8Array; readonly sharedSecret: Uint8Array };
  };
}

/** Noise XK, and Loom's handshake where `added` is given: both ends' one transcript, without headers. */
function handshakeOf({ name, prologue, secrets, payloads, added }: Run) {
  const { initStatic, initEphemeral, respStatic, respEphemeral } = secrets;
  const state = SymmetricState.initialize(name);
  const payload = (index: number) => payloads[index]?.(state.hash) ?? new Uint8Array(0);
  state.mixHash(prologue);
  state.mixHash(x25519PublicKey(respStatic));

  if (added) state.mixHash(added.header(1));
  const e = x25519PublicKey(initEphemeral);
  state.mixHash(e);
  state.mixKey(shared(initEphemeral, x25519PublicKey(respStatic)));
  const e1 = added ? state.encryptAndHash(added.e1) : new Uint8Array(0);
  const first = concat(e, e1, state.encryptAndHash(payload(0)));

  if (added) state.mixHash(added.header(2));
  const f = x25519PublicKey(respEphemeral);
  state.mixHash(f);
  state.mixKey(shared(respEphemeral, e));
  const ekem1 = added ? state.encryptAndHash(added.ekem1.ciphertext) : new Uint8Array(0);
  if (added) state.mixKey(added.ekem1.sharedSecret);
  const second = concat(f, ekem1, state.encryptAndHash(payload(1)));

  if (added) state.mixHash(added.header(3));
  const sealedStatic = state.encryptAndHash(x25519PublicKey(initStatic));
  state.mixKey(shared(initStatic, f));
  const third = concat(sealedStatic, state.encryptAndHash(payload(2)));
  return { messages: [first, second, third], hash: state.hash, keys: state.split() };
}

/** All messages of an XK handshake and of the transport after it. */
function transcript(vector: NoiseVector): { messages: string[]; hash: string } {
  const payloads = vector.messages.map(({ payload }) => fromHex(payload));
  const { messages, hash, keys } = handshakeOf({
    name: vector.protocol_name,
    prologue: fromHex(vector.init_prologue),
    secrets: {
      initStatic: fromHex(vector.init_static),
      initEphemeral: fromHex(vector.init_ephemeral),
      respStatic: fromHex(vector.resp_static),
      respEphemeral: fromHex(vector.resp_ephemeral),
    },
    payloads: payloads.map((payload) => () => payload),
  });
  const transport = payloads.slice(3).map((plaintext, index) => {
    // After an odd number of handshake messages the responder speaks next.
    const key = index % 2 === 0 ? keys.responderKey : keys.initiatorKey;
    return aeadSeal(key, noiseNonce(Math.floor(index / 2)), new Uint8Array(0), plaintext);
  });
  return { messages: [...messages, ...transport].map(toHex), hash: toHex(hash) };
}

test('with its headers and its KEM tokens the same pattern is Loom’s handshake, byte for byte', () => {
  const [randomI, randomR] = [seededRandom('I'), seededRandom('R')];
  const pair = derivePairKeys(alice.identity, bob.token);
  const dial = initiate({ us: alice.identity, them: bob.token, pair, random: randomI, kem: nobleKem });
  const opened = must(readM1(bob.identity, bodyOf(dial.m1)));
  const answer = must(answerM1(opened, alice.token, randomR, nobleKem));
  const ready = must(readM2(dial.state, bodyOf(answer.m2)));
  const hello = encodeHello(helloOf(alice, generateRatchetKey(seededRandom('ratchet'))));
  const { m3, link } = writeM3(ready, hello);

  const [again, answering] = [seededRandom('I'), seededRandom('R')];
  const initEphemeral = again(32);
  const e1 = nobleKem.keygen(again).encapsulationKey;
  const ekem1 = must(nobleKem.encapsulate(e1, answering));
  const run = handshakeOf({
    name: 'Noise_XKhfs_25519+MLKEM768_ChaChaPoly_SHA256',
    prologue: concat(ascii('loom link'), Uint8Array.of(1), bob.identity.tid),
    secrets: {
      initStatic: alice.identity.staticKey.secretKey,
      initEphemeral,
      respStatic: bob.identity.staticKey.secretKey,
      respEphemeral: answering(32),
    },
    payloads: [(hash) => hmac(pair.knockTo, hash).subarray(0, 16), () => new Uint8Array(0), () => hello],
    added: { header: (message) => Uint8Array.of(message, 1, 1, 0), e1, ekem1 },
  });
  const sent = [dial.m1, answer.m2, m3].map((message) => toHex(message.subarray(6)));
  expect(run.messages.map(toHex)).toEqual(sent);
  expect(run.hash).toEqual(link.handshakeHash);
  expect(run.keys.initiatorKey).toEqual(Uint8Array.from(link.sendKey));
});

describe.each(['cacophony', 'snow'])('the XK vectors of %s', (set) => {
  const file = readVectors(`noise/${set}.json`) as { vectors: NoiseVector[] } | undefined;
  const vectors =
    file?.vectors.filter(({ protocol_name: name }) => name === 'Noise_XK_25519_ChaChaPoly_SHA256') ?? [];

  test('come out byte for byte', ({ skip }) => {
    skip(file === undefined, 'the vectors of others, ../shared/vectors, are not beside this checkout');
    expect(vectors.length).toBeGreaterThan(0);
    for (const vector of vectors) {
      const { messages, hash } = transcript(vector);
      expect(messages).toEqual(vector.messages.map(({ ciphertext }) => ciphertext));
      countVectors();
      // One of the sets gives no hash.
      expect(hash).toBe(vector.handshake_hash ?? hash);
    }
  });
});

test('a fork goes its own way', () => {
  const state = SymmetricState.initialize('Noise_XK_25519_ChaChaPoly_SHA256');
  state.mixKey(new Uint8Array(32));
  const fork = state.fork();
  const before = state.hash;
  const sealed = fork.encryptAndHash(Uint8Array.of(1));
  expect(state.hash).toEqual(before);
  expect(state.encryptAndHash(Uint8Array.of(1))).toEqual(sealed);
});

test('a name of at most 32 bytes is padded, a longer one hashed', () => {
  expect(toHex(SymmetricState.initialize('abc').hash)).toBe(`616263${'00'.repeat(29)}`);
  expect(toHex(SymmetricState.initialize('a'.repeat(32)).hash)).toBe('61'.repeat(32));
  expect(toHex(SymmetricState.initialize('a'.repeat(33)).hash)).not.toContain('6161');
});
