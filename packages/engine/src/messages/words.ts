// What a search takes for words, and where they stand in a text. Case and accents count for nothing. Pure.

/** Letters, figures and the marks on them; whatever else there is stands between words. */
const word = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;

/** The words of a query, as they were typed. */
export function wordsOf(text: string): string[] {
  return text.match(word) ?? [];
}

function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().normalize('NFC');
}

/** Whether each of the words is the beginning of a word of the text. */
export function holdsWords(text: string, words: readonly string[]): boolean {
  const there = wordsOf(text).map(fold);
  return words.map(fold).every((wanted) => there.some((each) => each.startsWith(wanted)));
}

/**
 * Where the words stand in the text: the part of each word that was looked for, in UTF-16 units, ascending, apart from each other.
 */
export function rangesOf(text: string, words: readonly string[]): [start: number, end: number][] {
  const wanted = words.map(fold).filter((each) => each !== '');
  const ranges: [number, number][] = [];
  for (const match of text.matchAll(word)) {
    const [found] = match;
    const folded = fold(found);
    const longest = Math.max(
      0,
      ...wanted.filter((each) => folded.startsWith(each)).map((each) => each.length),
    );
    if (longest > 0) ranges.push([match.index, match.index + unitsOf(found, longest)]);
  }
  return ranges;
}

/** How many UTF-16 units of a word have a folded form of at least this length; the marks on the last letter are among them. */
function unitsOf(found: string, foldedLength: number): number {
  let end = 0;
  for (const letter of found) {
    const isMark = /^\p{M}$/u.test(letter);
    if (!isMark && fold(found.slice(0, end)).length >= foldedLength) break;
    end += letter.length;
  }
  return end;
}
