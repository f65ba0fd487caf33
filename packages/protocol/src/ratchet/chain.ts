// A symmetric chain: a key and the number of the message that it comes to next. Knows nothing of whose chain
// it is.

import { type ChainKey, type MessageKey, stepChain } from './keys.ts';

export interface Chain {
  readonly key: ChainKey;
  /** The number, from 0, of the message whose key comes next. */
  readonly next: number;
}

export interface NumberedKey {
  readonly number: number;
  readonly messageKey: MessageKey;
}

export function beginChain(key: ChainKey): Chain {
  return { key, next: 0 };
}

/** The message key at `chain.next`, and the chain behind it. */
export function advance(chain: Chain): { readonly chain: Chain; readonly messageKey: MessageKey } {
  const { chainKey, messageKey } = stepChain(chain.key);
  return { chain: { key: chainKey, next: chain.next + 1 }, messageKey };
}

/** Moves the chain up to `number`. @returns with it the keys that were passed over, ascending. */
export function skipTo(
  chain: Chain,
  number: number,
): { readonly chain: Chain; readonly passed: readonly NumberedKey[] } {
  const passed: NumberedKey[] = [];
  let at = chain;
  while (at.next < number) {
    const step = advance(at);
    passed.push({ number: at.next, messageKey: step.messageKey });
    at = step.chain;
  }
  return { chain: at, passed };
}
