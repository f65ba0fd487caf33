// Makes text that someone else wrote harmless to show: nothing in it can hide, turn the writing direction, climb over
// its neighbours or pass for a line of Loom's own. Knows nothing of where it is shown.

/** Marks that turn the writing direction (Unicode UAX 9), and the separators that break out of a line. */
const directional = /[\p{Bidi_Control}\u2028\u2029]/gu;
/** Shows nothing, and fools the eye, a search or a copy. Joiners and variation selectors stay: scripts and emoji need them. */
const invisible = /[\p{Default_Ignorable_Code_Point}--[\u200c\u200d\ufe00-\ufe0f\u{e0100}-\u{e01ef}]]/gv;
/** More marks on one letter than any script needs. */
const piledMarks = /(\p{M}{4})\p{M}+/gu;
const control = /\p{Cc}/gu;

const replacement = '\ufffd';
/** Where Unicode keeps pictures of the control characters, in their order. */
const controlPictures = 0x2400;

/** Text of several lines: tabs and line feeds stay. */
export function neutraliseText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(control, showControl)
    .replace(directional, replacement)
    .replace(invisible, '')
    .replace(piledMarks, '$1');
}

/** A name or a preview: one line, no runs of space. */
export function neutraliseLine(text: string): string {
  return neutraliseText(text).replace(/\s+/g, ' ').trim();
}

function showControl(character: string): string {
  if (character === '\n' || character === '\t') return character;
  const code = character.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(controlPictures + code) : replacement;
}
