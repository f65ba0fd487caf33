// Makes text that someone else wrote harmless to show: nothing in it can hide, turn the writing direction, climb over
// its neighbours or pass for a line of Loom's own. Knows nothing of where it is shown.

/** Marks that turn the writing direction (Unicode UAX 9), and the separators that break out of a line. */
const directional = /[\p{Bidi_Control}\u2028\u2029]/gu;
/** Shows nothing, and fools the eye, a search or a copy. Joiners and variation selectors stay: scripts and emoji need them. */
const invisible =
  /[[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]--[\p{Join_Control}\p{Variation_Selector}]]/gv;
/** More marks on one letter than any script needs, joiners between them or not. */
const piledMarks = /((?:\p{Join_Control}*\p{M}){4})[\p{M}\p{Join_Control}]+/gu;
/** More empty lines than part two paragraphs: they only make room to pass for something else. */
const emptyLines = /\n(?:[^\S\n]*\n){3,}/gu;
/** Every control character but tab and line feed. */
const control = /[\p{Cc}--[\t\n]]/gv;

const replacement = '\ufffd';

/** Text of several lines: tabs and line feeds stay. */
export function neutraliseText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(control, replacement)
    .replace(directional, replacement)
    .replace(invisible, '')
    .replace(piledMarks, '$1')
    .replace(emptyLines, '\n\n\n');
}

/** A name or a preview: one line, no runs of space. */
export function neutraliseLine(text: string): string {
  return neutralisePiece(text).trim();
}

/** A piece of such a line: the space at its ends parts it from its neighbours. */
export function neutralisePiece(text: string): string {
  return neutraliseText(text).replace(/\s+/g, ' ');
}

/**
 * A browser measures kerned text anew from the last place where it may break, at every line: a long run without such a
 * place would take it seconds. Such text is shown without kerning.
 */
export function hasLongRun(text: string): boolean {
  return /\S{300}/u.test(text);
}
