// Mutants that no test can notice, because they change nothing that the code promises; each with the reason. A mutant is
// named by its file, the line that it stands in, and the change.

export interface Equivalent {
  readonly file: string;
  /** A part of the source line. */
  readonly line: string;
  /** The beginning of the change, as the report writes it. */
  readonly change: string;
  readonly because: string;
}

export const equivalents: readonly Equivalent[] = [];
