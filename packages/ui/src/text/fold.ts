// Where a long text is cut while it is folded. Knows nothing of how it is shown.

/** A text up to so many UTF-16 units and lines stands whole. A longer one shows less than that, so that unfolding it is worth it. */
const wholeUnits = 1200;
const wholeLines = 20;
const foldedUnits = 800;
const foldedLines = 12;

/** @returns how many UTF-16 units are shown; undefined where the text is short enough to stand whole. */
export function foldAt(text: string): number | undefined {
  if (text.length <= wholeUnits && endOfLines(text, wholeLines) === text.length) return undefined;
  const end = endOfLines(text.slice(0, foldedUnits), foldedLines);
  return wordEnd(text, end);
}

/** Where these first lines end. */
function endOfLines(text: string, lines: number): number {
  let at = -1;
  for (let line = 0; line < lines; line += 1) {
    at = text.indexOf('\n', at + 1);
    if (at === -1) return text.length;
  }
  return at;
}

/** The end of the word before, where one is near; never within a character and its marks. */
function wordEnd(text: string, end: number): number {
  if (/^(?:\s|$)/u.test(text.charAt(end))) return end;
  const tail = text.slice(Math.max(0, end - 40), end);
  const space = tail.search(/\s\S*$/u);
  if (space >= 0) return end - tail.length + space;
  let at = end;
  while (at > 0 && /^[\p{M}\p{Join_Control}\uDC00-\uDFFF]/u.test(text.slice(at, at + 2))) at -= 1;
  return at;
}

/** What is seen of a text of this length at most, for a first guess at its height. */
export function unitsInSight(length: number): number {
  return length <= wholeUnits ? length : foldedUnits;
}
