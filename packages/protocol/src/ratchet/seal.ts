// Sealing one message (PROTOCOL.md section 4). The DH step of our side happens here, with the first message
// after one under a new key of theirs.

import { concat } from '../bytes.ts';
import { aeadSealInto, NONCE_SIZE } from '../primitives/aead.ts';
import type { RandomBytes } from '../primitives/kem.ts';
import {
  encodeRatchetHeader,
  RATCHET_HEADER_SIZE,
  RATCHET_MESSAGE_MIN_SIZE,
} from '../wire/ratchet-message.ts';
import { advance, beginChain } from './chain.ts';
import { generateRatchetKey, stepRoot } from './keys.ts';
import type { RatchetState } from './state.ts';

/** @param binding what the message is bound to besides its own header; the opener has to name the same, in
 * the same order. */
export function seal(
  state: RatchetState,
  binding: readonly Uint8Array[],
  plaintext: Uint8Array,
  random: RandomBytes,
): { readonly state: RatchetState; readonly message: Uint8Array } {
  const { rootKey, turn, chainsMade } = answer(state, random);
  const { chain, messageKey } = advance(turn.chain);
  const header = encodeRatchetHeader({
    ratchetKey: turn.ourKey.publicKey,
    previousChainLength: turn.previousChainLength,
    number: turn.chain.next,
    nonce: random(NONCE_SIZE),
  });
  const message = new Uint8Array(RATCHET_MESSAGE_MIN_SIZE + plaintext.length);
  message.set(header);
  const nonce = header.subarray(-NONCE_SIZE);
  aeadSealInto(
    message.subarray(RATCHET_HEADER_SIZE),
    messageKey,
    nonce,
    concat(...binding, header),
    plaintext,
  );
  return { state: { ...state, rootKey, turn: { ...turn, chain }, chainsMade }, message };
}

/** Our part of the DH step, where it is due. */
function answer(state: RatchetState, random: RandomBytes) {
  const { rootKey, turn, chainsMade } = state;
  if (turn.turn === 'sending') return { rootKey, turn, chainsMade };
  const ourKey = generateRatchetKey(random);
  const step = stepRoot(rootKey, ourKey, turn.receiving.theirKey);
  if (step === undefined)
    throw new RangeError('their key had no low order when its first message was opened');
  return {
    rootKey: step.rootKey,
    turn: {
      turn: 'sending',
      ourKey,
      chain: beginChain(step.chainKey),
      previousChainLength: turn.previousChainLength,
      receiving: turn.receiving,
    } as const,
    chainsMade: chainsMade + 1,
  };
}
