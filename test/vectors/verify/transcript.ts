// The steps of a transcript through the SymmetricState and the primitives that ship, each from the one before.
import { SymmetricState } from '../../../packages/protocol/src/handshake/symmetric-state.ts';
import { hkdf } from '../../../packages/protocol/src/primitives/hash.ts';
import { noiseNonce } from '../../../packages/protocol/src/primitives/noise-nonce.ts';
import type { TranscriptStep } from '../make/transcript.ts';
import { bytes, hex, same } from './check.ts';

type Places = readonly (readonly [at: string, does: TranscriptStep['do']])[];

/** @param places what has to be done, in order. @returns what comes of it. @throws where a step is wrong. */
export function replay(steps: readonly TranscriptStep[], places: Places) {
  same(
    'the places',
    steps.map((step) => [step.at, step.do]),
    places,
  );
  let state: SymmetricState | undefined;
  let ck = '';
  let counter = 0;
  for (const step of steps) {
    if (step.do === 'InitializeSymmetric') {
      state = SymmetricState.initialize(Buffer.from(bytes(step.name)).toString('latin1'));
      same(`ck at ${step.at}`, step.ck, hex(state.hash));
      ck = step.ck;
    }
    if (state === undefined) throw new Error('the first step begins');
    if (step.do === 'MixHash') state.mixHash(bytes(step.data));
    if (step.do === 'MixKey') {
      const derived = hex(hkdf(bytes(ck), bytes(step.input), new Uint8Array(0), 64));
      same(`ck and k at ${step.at}`, step.ck + step.k, derived);
      state.mixKey(bytes(step.input));
      [ck, counter] = [step.ck, 0];
      continue;
    }
    if (step.do === 'EncryptAndHash') {
      same(`what is authenticated at ${step.at}`, step.ad, hex(state.hash));
      same(`the nonce at ${step.at}`, step.nonce, hex(noiseNonce(counter++)));
      same(`the ciphertext at ${step.at}`, step.ciphertext, hex(state.encryptAndHash(bytes(step.plaintext))));
    }
    same(`h at ${step.at}`, step.h, hex(state.hash));
  }
  if (state === undefined) throw new Error('there are no steps');
  const keys = state.split();
  return {
    handshakeHash: hex(state.hash),
    kI: hex(keys.initiatorKey),
    kR: hex(keys.responderKey),
    exporter: hex(keys.exporter),
  };
}
