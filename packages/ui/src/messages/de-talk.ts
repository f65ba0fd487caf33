// The words of a conversation beside its messages, in German.
import type { Words } from './words.ts';

export const germanTalk: Words['talk'] = {
  writing: (name) => `${name} schreibt …`,
  writes: 'schreibt …',
  all: 'Alles zeigen',
  less: 'Weniger zeigen',
  noticeIn: (name, text) => `Loom, im Gespräch mit ${name}: ${text}`,
  typing: 'Zeigen, wer gerade schreibt',
  typingHint:
    'Während du schreibst, sieht das dein Kontakt, und du siehst, wenn dort geschrieben wird. Ist es aus, sieht es keine der beiden Seiten.',
};
