// The symmetric state against the Noise XK vectors of other implementations; the pattern is driven by hand,
// since Loom's own has a KEM in it and fixed payloads.
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '../src/bytes.ts';
import { SymmetricState } from '../src/handshake/symmetric-state.ts';
import { aeadSeal } from '../src/primitives/aead.ts';
import { noiseNonce } from '../src/primitives/noise-nonce.ts';
import { x25519, x25519PublicKey } from '../src/primitives/x25519.ts';
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

/**
 * All messages of an XK handshake and the transport after it, as the initiator's and the responder's one
 * transcript.
 */
function transcript(vector: NoiseVector): { messages: string[]; hash: string } {
  const initStatic = fromHex(vector.init_static);
  const respStatic = fromHex(vector.resp_static);
  const initEphemeral = fromHex(vector.init_ephemeral);
  const respEphemeral = fromHex(vector.resp_ephemeral);
  const payloads = vector.messages.map(({ payload }) => fromHex(payload));
  const payload = (index: number) => payloads[index] ?? new Uint8Array(0);

  const state = SymmetricState.initialize(vector.protocol_name);
  state.mixHash(fromHex(vector.init_prologue));
  state.mixHash(x25519PublicKey(respStatic));

  const e = x25519PublicKey(initEphemeral);
  state.mixHash(e);
  state.mixKey(shared(initEphemeral, x25519PublicKey(respStatic)));
  const first = concat(e, state.encryptAndHash(payload(0)));

  const f = x25519PublicKey(respEphemeral);
  state.mixHash(f);
  state.mixKey(shared(respEphemeral, e));
  const second = concat(f, state.encryptAndHash(payload(1)));

  const sealedStatic = state.encryptAndHash(x25519PublicKey(initStatic));
  state.mixKey(shared(initStatic, f));
  const third = concat(sealedStatic, state.encryptAndHash(payload(2)));

  const { initiatorKey, responderKey } = state.split();
  const transport = payloads.slice(3).map((plaintext, index) => {
    // After an odd number of handshake messages the responder speaks next.
    const key = index % 2 === 0 ? responderKey : initiatorKey;
    return aeadSeal(key, noiseNonce(Math.floor(index / 2)), new Uint8Array(0), plaintext);
  });
  return { messages: [first, second, third, ...transport].map(toHex), hash: toHex(state.hash) };
}

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
  expect(toHex(SymmetricState.initialize('a'.repeat(33)).hash)).not.toContain('6161');
});
