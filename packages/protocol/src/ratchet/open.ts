// Opening one message (PROTOCOL.md section 4). Nothing of a message is believed before its tag has verified:
// until then only a bounded number of keys is derived, and the state that came in is never touched.

import { equal, concat } from '../bytes.ts';
import type { RatchetFault } from '../errors.ts';
import { limits } from '../limits.ts';
import { aeadOpen } from '../primitives/aead.ts';
import { fail, ok, type Result } from '../result.ts';
import { decodeRatchetHeader, RATCHET_HEADER_SIZE, type RatchetHeader } from '../wire/ratchet-message.ts';
import { advance, beginChain, type Chain, type NumberedKey, skipTo } from './chain.ts';
import { type MessageKey, stepRoot } from './keys.ts';
import { addSkipped, findSkipped, freshOnes, removeSkipped } from './skipped-keys.ts';
import type { RatchetState, ReceivingChain, Sending } from './state.ts';

interface Opened {
  readonly state: RatchetState;
  readonly plaintext: Uint8Array;
}

/**
 * @param binding what the sealer bound the message to.
 * @param now ms since 1970; dates the keys that are passed over and ends old ones.
 */
export function open(
  state: RatchetState,
  binding: readonly Uint8Array[],
  message: Uint8Array,
  now: number,
): Result<Opened, RatchetFault> {
  const header = decodeRatchetHeader(message);
  if (header === undefined) return fail({ code: 'malformed' });
  const unseal = (messageKey: MessageKey) =>
    aeadOpen(
      messageKey,
      header.nonce,
      concat(...binding, message.subarray(0, RATCHET_HEADER_SIZE)),
      message.subarray(RATCHET_HEADER_SIZE),
    );

  const skipped = freshOnes(state.skipped, now);
  const { turn } = state;
  const current = turn.receiving;
  const isCurrent = current !== undefined && equal(current.theirKey, header.ratchetKey);
  if (isCurrent && header.number >= current.chain.next) {
    return openInChain({ ...state, skipped }, current, header, unseal, now);
  }
  const kept = findSkipped(skipped, header.ratchetKey, header.number);
  if (kept !== undefined) {
    const plaintext = unseal(kept.messageKey);
    if (plaintext === undefined) return fail({ code: 'bad-tag' });
    return ok({ state: { ...state, skipped: removeSkipped(skipped, kept) }, plaintext });
  }
  if (isCurrent) return fail({ code: 'already-opened' });
  if (turn.turn === 'answering') return fail({ code: 'unexpected-key' });
  return openInNewChain({ ...state, skipped }, turn, header, unseal, now);
}

type Unseal = (messageKey: MessageKey) => Uint8Array | undefined;

/** The next message of the chain that we are receiving on, or a later one. */
function openInChain(
  state: RatchetState,
  receiving: ReceivingChain,
  header: RatchetHeader,
  unseal: Unseal,
  now: number,
): Result<Opened, RatchetFault> {
  const gap = header.number - receiving.chain.next;
  if (gap > limits.maxSkippedByOneMessage) return gapTooWide(gap);
  const opened = openAt(receiving.chain, header.number, unseal);
  if (opened === undefined) return fail({ code: 'bad-tag' });
  const { theirKey } = receiving;
  return ok({
    state: {
      ...state,
      turn: { ...state.turn, receiving: { theirKey, chain: opened.chain } },
      skipped: addSkipped(state.skipped, theirKey, opened.passed, now),
    },
    plaintext: opened.plaintext,
  });
}

/** The first message that we see under a new key of theirs: their part of the DH step. */
function openInNewChain(
  state: RatchetState,
  turn: Sending,
  header: RatchetHeader,
  unseal: Unseal,
  now: number,
): Result<Opened, RatchetFault> {
  const before = turn.receiving;
  const leftInChainBefore = before ? Math.max(0, header.previousChainLength - before.chain.next) : 0;
  const gap = leftInChainBefore + header.number;
  if (gap > limits.maxSkippedByOneMessage) return gapTooWide(gap);
  const theirKey = header.ratchetKey;
  const step = stepRoot(state.rootKey, turn.ourKey, theirKey);
  if (step === undefined) return fail({ code: 'low-order-key' });
  const opened = openAt(beginChain(step.chainKey), header.number, unseal);
  if (opened === undefined) return fail({ code: 'bad-tag' });

  const skipped = before
    ? addSkipped(state.skipped, before.theirKey, skipTo(before.chain, header.previousChainLength).passed, now)
    : state.skipped;
  return ok({
    state: {
      rootKey: step.rootKey,
      turn: {
        turn: 'answering',
        previousChainLength: turn.chain.next,
        receiving: { theirKey, chain: opened.chain },
      },
      chainsMade: state.chainsMade,
      chainsSeen: state.chainsSeen + 1,
      skipped: addSkipped(skipped, theirKey, opened.passed, now),
    },
    plaintext: opened.plaintext,
  });
}

/**
 * Opens with the key at `number`.
 * @returns the chain behind it and the keys passed over, or undefined for a bad tag.
 */
function openAt(
  chain: Chain,
  number: number,
  unseal: Unseal,
):
  | { readonly chain: Chain; readonly passed: readonly NumberedKey[]; readonly plaintext: Uint8Array }
  | undefined {
  const skip = skipTo(chain, number);
  const step = advance(skip.chain);
  const plaintext = unseal(step.messageKey);
  return plaintext && { chain: step.chain, passed: skip.passed, plaintext };
}

function gapTooWide(gap: number) {
  return fail({ code: 'gap-too-wide', gap, limit: limits.maxSkippedByOneMessage } as const);
}
