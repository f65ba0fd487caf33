// The words of commands and of the keys that lead to them, in German.
import type { Words } from './words.ts';

export const commands: Words['commands'] = {
  palette: 'Orte und Befehle',
  field: 'Ein Mensch, eine Einstellung, etwas zu tun',
  list: 'Wohin und was tun',
  none: 'Nichts heißt so. Versuche es mit dem Anfang eines Wortes.',
  count: (count) => (count === 1 ? '1 Zeile' : `${count} Zeilen`),
  section: (title) => `Einstellungen: ${title}`,
  previous: 'Voriges Gespräch',
  next: 'Nächstes Gespräch',
  nextUnread: 'Nächstes ungelesenes Gespräch',
  checkNetwork: 'Netz prüfen',
  lock: 'Jetzt sperren',
  themeDark: 'Dunkle Farben',
  themeLight: 'Helle Farben',
  themeSystem: 'Farben wie im System',
  shortcuts: 'Tasten',
  everywhere: 'Überall',
  stepBack: 'Das zuletzt Geöffnete schließen',
  inConversation: 'In einem Gespräch',
  inMessages: 'In der Liste der Nachrichten',
  messageKeys: {
    previous: 'Nachricht davor',
    next: 'Nachricht danach',
    pageUp: 'Einige Nachrichten hinauf',
    pageDown: 'Einige Nachrichten hinab',
    first: 'Erste Nachricht',
    last: 'Neueste Nachricht',
    options: 'Was sich mit ihr tun lässt',
  },
  whileWriting: 'Beim Schreiben',
  writingKeys: { send: 'Senden', newLine: 'Neue Zeile' },
};

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
