// Whether a line of the palette is meant by what was typed: each word of it begins a word of the line, whatever their order, case
// and accents.

/** @returns 0 where the line itself begins so, 1 where its words do; undefined where it is not meant. */
export function match(typed: string, line: string): 0 | 1 | undefined {
  const query = fold(typed).trim();
  const folded = fold(line);
  if (folded.startsWith(query)) return 0;
  const words = folded.split(/[^\p{L}\p{N}]+/u);
  return query.split(/\s+/).every((part) => words.some((word) => word.startsWith(part))) ? 1 : undefined;
}

function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
