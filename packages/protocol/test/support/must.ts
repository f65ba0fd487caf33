// Shortcuts for tests in which a fault, or the lack of one, is the end.
import type { Result } from '../../src/index.ts';

/** The value of a result that has to be one. */
export function must<T, F>(result: Result<T, F>): T {
  if (!result.ok) throw new Error(`unexpected fault: ${JSON.stringify(result.fault)}`);
  return result.value;
}

/** The fault of a result that has to be one. */
export function faultOf<T, F>(result: Result<T, F>): F {
  if (result.ok) throw new Error('a fault was expected');
  return result.fault;
}

/** A copy with one bit of one byte turned. */
export function flipped(bytes: Uint8Array, index: number, mask = 1): Uint8Array {
  const copy = new Uint8Array(bytes);
  copy[index] = (copy[index] ?? 0) ^ mask;
  return copy;
}
