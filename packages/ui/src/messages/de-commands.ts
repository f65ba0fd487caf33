// The words of commands and of the keys that lead to them, in German.
import type { Words } from './words.ts';

export const keys: Words['keys'] = {
  ctrl: 'Strg',
  alt: 'Alt',
  shift: 'Umschalt',
  enter: 'Eingabe',
  escape: 'Esc',
  home: 'Pos 1',
  end: 'Ende',
  pageUp: 'Bild auf',
  pageDown: 'Bild ab',
};
