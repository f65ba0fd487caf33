// How people find their way in a token: 36 groups of six characters, in rows A to F of columns 1 to 6 (PROTOCOL.md section
// 1). Knows nothing of what the characters mean.

export const tokenGroups = { length: 6, columns: 6, count: 36 } as const;

/** Characters after the prefix. */
export const tokenLength = tokenGroups.length * tokenGroups.count;

export interface TokenPlace {
  /** Of the group: its row and column, like C4. */
  readonly name: string;
  readonly row: string;
  /** From 1. */
  readonly column: number;
  /** Where in the group, from 1. */
  readonly within: number;
}

/** @param position of a character, from 1 */
export function tokenPlace(position: number): TokenPlace {
  const group = Math.floor((position - 1) / tokenGroups.length);
  const row = String.fromCharCode('A'.charCodeAt(0) + Math.floor(group / tokenGroups.columns));
  const column = (group % tokenGroups.columns) + 1;
  return { name: `${row}${column}`, row, column, within: ((position - 1) % tokenGroups.length) + 1 };
}
