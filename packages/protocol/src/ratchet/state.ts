// The state of one Double Ratchet, and the two ways in which it begins (PROTOCOL.md sections 3 and 4). A
// state is never changed; sealing and opening make new ones.

import type { Counters } from '../wire/hello.ts';
import { beginChain, type Chain } from './chain.ts';
import { type ChainKey, type OurRatchetKey, type RootKey, stepRoot, type TheirRatchetKey } from './keys.ts';
import type { SkippedKeys } from './skipped-keys.ts';

export interface ReceivingChain {
  readonly theirKey: TheirRatchetKey;
  readonly chain: Chain;
}

/** Our chain is the newest answer to their key. */
export interface Sending {
  readonly turn: 'sending';
  readonly ourKey: OurRatchetKey;
  readonly chain: Chain;
  /** Messages that we sealed in the chain before this one. */
  readonly previousChainLength: number;
  /** Undefined in R until I's first message comes. */
  readonly receiving: ReceivingChain | undefined;
}

/**
 * Their newest key awaits an answer, a chain of ours, which begins with the next message that we seal. Our
 * former key pair is gone.
 */
export interface Answering {
  readonly turn: 'answering';
  /** Messages that we sealed in the chain that ended. */
  readonly previousChainLength: number;
  readonly receiving: ReceivingChain;
}

export interface RatchetState {
  readonly rootKey: RootKey;
  readonly turn: Sending | Answering;
  /** Sending chains begun. */
  readonly chainsMade: number;
  /** Receiving chains begun. */
  readonly chainsSeen: number;
  readonly skipped: SkippedKeys;
}

/** What both ends derive for a new root. */
export interface RootSecrets {
  readonly rootKey: RootKey;
  /** The first sending chain of R. */
  readonly responderChainKey: ChainKey;
}

/**
 * I sends on a chain of both ratchet keys, and receives on R's first.
 * @returns undefined where R's key has low order.
 */
export function beginAsInitiator(
  root: RootSecrets,
  ourKey: OurRatchetKey,
  theirKey: TheirRatchetKey,
): RatchetState | undefined {
  const step = stepRoot(root.rootKey, ourKey, theirKey);
  if (step === undefined) return undefined;
  return {
    rootKey: step.rootKey,
    turn: {
      turn: 'sending',
      ourKey,
      chain: beginChain(step.chainKey),
      previousChainLength: 0,
      receiving: { theirKey, chain: beginChain(root.responderChainKey) },
    },
    chainsMade: 1,
    chainsSeen: 1,
    skipped: [],
  };
}

/** R sends on the chain that came with the root, and answers I's first key by an ordinary DH step. */
export function beginAsResponder(root: RootSecrets, ourKey: OurRatchetKey): RatchetState {
  return {
    rootKey: root.rootKey,
    turn: {
      turn: 'sending',
      ourKey,
      chain: beginChain(root.responderChainKey),
      previousChainLength: 0,
      receiving: undefined,
    },
    chainsMade: 1,
    chainsSeen: 0,
    skipped: [],
  };
}

export function countersOf(state: RatchetState): Counters {
  const { turn, chainsMade, chainsSeen } = state;
  return {
    chainsMade,
    sealed: turn.turn === 'sending' ? turn.chain.next : turn.previousChainLength,
    chainsSeen,
    next: turn.receiving?.chain.next ?? 0,
  };
}
