// A whole handshake, worked out a second time from PROTOCOL.md section 2 with other libraries, byte for byte.
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { expect, test } from 'vitest';
import { ascii, concat, fromHex } from '../src/bytes.ts';
import {
  answerM1,
  derivePairKeys,
  encodeHello,
  generateRatchetKey,
  initiate,
  readM1,
  readM2,
  readM3,
  writeM3,
} from '../src/index.ts';
import { must } from './support/must.ts';
import { nobleKem } from './support/noble-kem.ts';
import { alice, bob, bodyOf, helloOf } from './support/people.ts';
import { seededRandom } from './support/random.ts';

const EMPTY = new Uint8Array(0);
const hello = encodeHello(helloOf(alice, generateRatchetKey(seededRandom('ratchet'))));

/** The three bodies and what comes of them, by the two sides' randomness. */
function workOut(seedI: string, seedR: string) {
  const randomI = seededRandom(seedI);
  const randomR = seededRandom(seedR);
  const [xI, xR] = [alice.identity.staticKey, bob.identity.staticKey];
  let h: Uint8Array = sha256(ascii('Noise_XKhfs_25519+MLKEM768_ChaChaPoly_SHA256'));
  let ck: Uint8Array = h;
  let key: Uint8Array = EMPTY;
  let counter = 0;
  const mixHash = (data: Uint8Array) => {
    h = sha256(concat(h, data));
  };
  const mixKey = (input: Uint8Array) => {
    const output = hkdf(sha256, input, ck, EMPTY, 64);
    [ck, key, counter] = [output.subarray(0, 32), output.subarray(32), 0];
  };
  const encryptAndHash = (plaintext: Uint8Array) => {
    const nonce = concat(new Uint8Array(4), Uint8Array.of(counter++), new Uint8Array(7));
    const sealed = chacha20poly1305(key, nonce, h).encrypt(plaintext);
    mixHash(sealed);
    return sealed;
  };

  mixHash(concat(ascii('loom link'), Uint8Array.of(1), bob.identity.tid));
  mixHash(xR.publicKey);

  const e = randomI(32);
  const kem = ml_kem768.keygen(randomI(64));
  mixHash(fromHex('01010100'));
  mixHash(x25519.getPublicKey(e));
  mixKey(x25519.getSharedSecret(e, xR.publicKey));
  const e1 = encryptAndHash(kem.publicKey);
  const label = concat(ascii('loom knock'), alice.identity.tid, bob.identity.tid);
  const knockKey = hkdf(sha256, x25519.getSharedSecret(xI.secretKey, xR.publicKey), EMPTY, label, 32);
  const knock = encryptAndHash(hmac(sha256, knockKey, h).subarray(0, 16));
  const m1 = concat(fromHex('01010100'), x25519.getPublicKey(e), e1, knock);

  const { cipherText, sharedSecret } = ml_kem768.encapsulate(kem.publicKey, randomR(32));
  const f = randomR(32);
  mixHash(fromHex('02010100'));
  mixHash(x25519.getPublicKey(f));
  mixKey(x25519.getSharedSecret(f, x25519.getPublicKey(e)));
  const ekem1 = encryptAndHash(cipherText);
  mixKey(sharedSecret);
  const m2 = concat(fromHex('02010100'), x25519.getPublicKey(f), ekem1, encryptAndHash(EMPTY));

  mixHash(fromHex('03010100'));
  const s = encryptAndHash(xI.publicKey);
  mixKey(x25519.getSharedSecret(xI.secretKey, x25519.getPublicKey(f)));
  const proofHash = h;
  const m3 = concat(fromHex('03010100'), s, encryptAndHash(hello));

  const keys = hkdf(sha256, EMPTY, ck, EMPTY, 96);
  return { m1, m2, m3, proofHash, handshakeHash: h, keys };
}

test('every message, hash and key is the one that PROTOCOL.md leads to', () => {
  const expected = workOut('I', 'R');
  const pair = derivePairKeys(alice.identity, bob.token);
  const random = seededRandom('I');
  const { state, m1 } = initiate({ us: alice.identity, them: bob.token, pair, random, kem: nobleKem });
  expect(bodyOf(m1)).toEqual(expected.m1);

  const opened = must(readM1(bob.identity, bodyOf(m1)));
  const answer = must(answerM1(opened, alice.token, seededRandom('R'), nobleKem));
  expect(bodyOf(answer.m2)).toEqual(expected.m2);

  const ready = must(readM2(state, bodyOf(answer.m2)));
  const { link, m3 } = writeM3(ready, hello);
  expect(bodyOf(m3)).toEqual(expected.m3);
  expect(ready.proofHash).toEqual(expected.proofHash);
  expect(must(readM3(answer.state, bodyOf(m3))).proofHash).toEqual(expected.proofHash);

  expect(link.handshakeHash).toEqual(expected.handshakeHash);
  const keys = concat(link.sendKey, link.receiveKey, link.exporter);
  expect(keys).toEqual(expected.keys);
});
