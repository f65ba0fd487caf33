// What a run can be found guilty of. Knows nothing of how it is found.

/** One for each promise of the simulator. */
export const violationKinds = [
  'lost',
  'duplicated',
  'misordered',
  'disagreed',
  'stuck',
  'stranger',
  'plaintext',
  'key-reuse',
  'unbounded',
  'exception',
] as const;

export type ViolationKind = (typeof violationKinds)[number];

export interface Violation {
  readonly kind: ViolationKind;
  /** Virtual ms since the start of the run. */
  readonly at: number;
  readonly detail: string;
}

export type Report = (kind: ViolationKind, detail: string) => void;
