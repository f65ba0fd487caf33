// The part of a message around the first word that was found, in pieces of which some are marked. The text is as it came: who
// shows a piece neutralises it.

export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** UTF-16 units before the first mark, and in all. */
const lead = 24;
const longest = 200;

/** @param ranges start and end in UTF-16 units, ascending, apart from each other. */
export function excerpt(content: string, ranges: readonly (readonly number[])[]): Piece[] {
  const first = ranges[0]?.[0] ?? 0;
  const start = first > lead ? wordStart(content, first - lead) : 0;
  const end = Math.min(content.length, start + longest);
  const pieces: Piece[] = start > 0 ? [{ text: '…', marked: false }] : [];
  let at = start;
  for (const [from = 0, to = 0] of ranges) {
    if (from < at || to > end) continue;
    if (from > at) pieces.push({ text: content.slice(at, from), marked: false });
    pieces.push({ text: content.slice(from, to), marked: true });
    at = to;
  }
  if (at < end) pieces.push({ text: content.slice(at, end).toWellFormed(), marked: false });
  return pieces;
}

/** The next beginning of a word, where one is near, so that none is cut. */
function wordStart(content: string, from: number): number {
  const space = content.slice(from, from + lead).search(/\s\S/);
  return space < 0 ? from : from + space + 1;
}
