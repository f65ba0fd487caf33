// The small cloth that stands for a person: one of four weaves in one of seven dyes, from the identity key. It helps the
// eye to find somebody again; it is NOT a fingerprint, and nothing may be concluded from it.

export const clothSize = 8;
export const dyeCount = 7;

export interface Cloth {
  readonly dye: number;
  /** Row by row, 8 by 8: true where the warp (upright) lies over. */
  readonly warpOver: readonly boolean[];
}

type Weave = (row: number, column: number) => boolean;

const weaves: readonly Weave[] = [
  // plain
  (row, column) => (row + column) % 2 === 0,
  // basket
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 2)) % 2 === 0,
  // twill
  (row, column) => (row + column) % 4 < 2,
  // broken twill: the diagonal turns back every fourth row
  (row, column) => ((row % 8 < 4 ? column + row : column - row) + 16) % 4 < 2,
];

/** FNV-1a, 32 bits: spreads similar keys, and is no secret. */
function hash(bytes: Iterable<number>): number {
  let value = 0x811c9dc5;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}

export function weaveCloth(identityKey: readonly number[]): Cloth {
  const value = hash(identityKey);
  const weave = weaves[(value >>> 8) % weaves.length];
  const shift = (value >>> 16) % 4;
  const warpOver = Array.from({ length: clothSize * clothSize }, (_, cell) =>
    Boolean(weave?.(Math.floor(cell / clothSize), (cell % clothSize) + shift)),
  );
  return { dye: value % dyeCount, warpOver };
}
