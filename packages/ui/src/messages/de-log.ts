// The words of the log, in German.
import type { LogLevel } from '@loom/contract';
import type { Words } from './words.ts';

const levels: Readonly<Record<LogLevel, string>> = {
  debug: 'Detail',
  info: 'Info',
  warn: 'Warnung',
  error: 'Fehler',
};

const from: Readonly<Record<LogLevel, string>> = {
  debug: 'Alles',
  info: 'Infos',
  warn: 'Warnungen',
  error: 'Fehler',
};

export const log: Words['log'] = {
  lines: 'Zeilen des Protokolls',
  level: 'Ab Stufe',
  levels,
  from,
  search: 'Protokoll durchsuchen',
  none: 'Nichts dergleichen wurde zuletzt protokolliert.',
  pause: 'Anhalten',
  goOn: 'Weiter',
  held: 'Angehalten; was kommt, wird aufgehoben und gezeigt, wenn es weitergeht.',
  copy: 'Kopieren',
  copied: (count) => (count === 1 ? '1 Zeile kopiert.' : `${count} Zeilen kopiert.`),
  copyFailed: 'Der Browser hat das Kopieren verweigert.',
  count: (count) => (count === 1 ? '1 Zeile.' : `${count} Zeilen.`),
  memory:
    'Nie steht darin eine Nachricht, ein Name oder ein Schlüssel. Details sind nur im Arbeitsspeicher, bis Loom endet.',
  file: 'Der Rest steht in',
  aloud: 'Neue Zeilen vorlesen',
  aloudHint: 'Für Bildschirmvorleser.',
};
