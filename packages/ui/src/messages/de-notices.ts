// What Loom says in a conversation about its session, in German.
import { readNotice } from '@loom/contract';

const twoCopies =
  'Vielleicht sind zwei Kopien eines Profils in Gebrauch und nehmen einander das Gespräch weg. Benutze nur eine davon.';

/** @param text as it is stored; what this version does not write stays as it is. */
export function germanNotice(text: string): string {
  const notice = readNotice(text);
  if (notice === undefined) return text;
  if (notice.code === 'two-copies')
    return `Die beiden Geräte sind sich über ihre Sitzung nicht mehr einig. ${twoCopies}`;
  const causes = {
    'session-older-here': `Dieses Gerät hat eine ältere Kopie seiner Datenbank, als ${notice.name} schon gesehen hat. Was nicht angekommen war, wird noch einmal geschickt.`,
    'session-older-there': `Das Gerät von ${notice.name} ist zu einer älteren Kopie seiner Datenbank zurückgekehrt. Was dort fehlt, wird noch einmal geschickt.`,
    'session-lost': 'Die vorige ging auf einem der beiden Geräte verloren.',
  };
  const repeated = notice.repeated ? ` Das ist heute nicht das erste Mal: ${twoCopies}` : '';
  return `Eine neue Sitzung hat begonnen. ${causes[notice.code]}${repeated}`;
}
