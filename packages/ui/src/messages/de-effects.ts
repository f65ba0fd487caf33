// What the window says of its glass and motion by itself, in German.
import type { effects as english } from './en-effects.ts';

export const effects: typeof english = {
  slow: 'Das Zeichnen ist hier langsam, darum gibt es jetzt weniger Glas und Bewegung. Wählen kannst du unter Einstellungen, Aussehen.',
};
