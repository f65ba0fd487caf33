// Times work and sums up what it took. Knows nothing of what the work is.

export interface Row {
  readonly name: string;
  /** Microseconds, for one operation, where there is no other unit. */
  readonly median: number;
  /** Absent where only the whole was timed, and the median is a mean. */
  readonly p95?: number;
  /** Operations a second. */
  readonly rate: number;
  /** What the figures are, where they are no times. */
  readonly unit?: 'MB' | 'rows' | '% of a core';
  /** The longest. */
  readonly most?: number;
  /** What the machine itself takes for the part that can't be saved, microseconds, and what that is. */
  readonly floor?: { readonly median: number; readonly what: string };
  readonly target?: string;
}

export interface Timing {
  readonly median: number;
  readonly p95: number;
}

const warmUpSamples = 200;

/** Times each call by itself, after a warm-up. Microseconds. */
export function time(samples: number, work: () => void): Timing {
  for (let index = 0; index < Math.min(samples, warmUpSamples); index += 1) work();
  const taken = Array.from({ length: samples }, () => {
    const begun = process.hrtime.bigint();
    work();
    return microsecondsSince(begun);
  });
  return summarize(taken);
}

export function microsecondsSince(begun: bigint): number {
  return Number(process.hrtime.bigint() - begun) / 1000;
}

/** @param taken microseconds, at least one. */
export function summarize(taken: readonly number[]): Timing {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { median: at(0.5), p95: at(0.95) };
}

export function row(
  name: string,
  timing: Pick<Row, 'median' | 'p95'>,
  more: Pick<Row, 'floor' | 'target' | 'unit' | 'most'>,
): Row {
  return { name, ...timing, rate: 1e6 / timing.median, ...more };
}
