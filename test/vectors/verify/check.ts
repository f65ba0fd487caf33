// What the verifiers share: bytes from hexadecimal and back, and a difference that ends the check by name.
import { isDeepStrictEqual } from 'node:util';
import type { Result } from '@loom/protocol';

export { fromHex as bytes, toHex as hex } from '../../../packages/protocol/src/bytes.ts';

/** @throws where they differ. */
export function same(what: string, ours: unknown, theirs: unknown): void {
  if (isDeepStrictEqual(ours, theirs)) return;
  throw new Error(
    `${what}: ${JSON.stringify(ours)?.slice(0, 200)}, not ${JSON.stringify(theirs)?.slice(0, 200)}`,
  );
}

/** The value of a result. @throws where it is a fault. */
export function valueOf<T, F>(result: Result<T, F>): T {
  if (result.ok) return result.value;
  throw new Error(`refused: ${JSON.stringify(result.fault)}`);
}

/** The fault of a result. @throws where it is a value. */
export function faultOf<T, F>(result: Result<T, F>): F {
  if (!result.ok) return result.fault;
  throw new Error('accepted');
}

/** The one with this name. @throws where there is none. */
export function find<T extends { readonly name: string }>(among: readonly T[], name: string): T {
  const found = among.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no "${name}"`);
  return found;
}

/** Randomness that hands out these byte strings, in this order and these sizes. */
export function scripted(...values: readonly Uint8Array[]): (length: number) => Uint8Array {
  const left = [...values];
  return (length) => {
    const next = left.shift();
    if (next?.length !== length)
      throw new Error(`${length} random bytes were asked for, not ${next?.length}`);
    return next;
  };
}

/** `text` with `remove` units from `at` replaced. @throws where it has not so many. */
export function splice(text: string, at: number, remove: number, insert: string): string {
  if (at < 0 || remove < 0 || at + remove > text.length) throw new RangeError('outside the text');
  return text.slice(0, at) + insert + text.slice(at + remove);
}
