// Was das Fenster zu Codes sagt, die es liest, auf Deutsch: mit der Kamera oder von einem Bild.
import type { Words } from './words.ts';

export const deCodes: Words['codes'] = {
  ways: 'Wie das Token hierher kommt',
  type: 'Einfügen oder tippen',
  camera: 'Kamera',
  picture: 'Bild eines Codes',

  cameraLead:
    'Zeige der Kamera den Code auf dem anderen Bildschirm, unter „Mein Gerät“. Was sie sieht, wird nur hier angesehen und nirgends behalten.',
  turnOn: 'Kamera einschalten',
  turnOff: 'Ausschalten',
  another: 'Andere Kamera',
  asking: 'Wartet auf die Kamera …',
  video: 'Was die Kamera sieht',
  aim: 'Halte den Code in den Rahmen.',
  hidden: 'Die Kamera wurde ausgeschaltet, weil dieses Fenster nicht zu sehen war.',
  gone: 'Die Kamera ist weg. Schließe sie wieder an und schalte sie ein.',
  faults: {
    refused:
      'Die Kamera wurde verweigert. Erlaube sie dieser Seite in der Adresszeile, oder Loom in den Einstellungen des Systems, und schalte sie noch einmal ein. Ein Bild des Codes tut es auch.',
    none: 'Dieses Gerät hat keine Kamera. Schließe eine an, oder nimm ein Bild des Codes.',
    busy: 'Die Kamera liefert kein Bild; vielleicht benutzt sie gerade ein anderes Programm. Beende es und schalte sie noch einmal ein.',
    unavailable:
      'Dieses Fenster darf keine Kamera benutzen. Öffne das Fenster von Loom auf diesem Gerät selbst, oder nimm ein Bild des Codes.',
  },

  pictureLead:
    'Lass ein Bild des Codes hier fallen, füge es ein oder wähle die Datei. Ein Bildschirmfoto oder ein Foto genügt.',
  choose: 'Bild wählen',
  drop: 'Loslassen, um den Code zu lesen',
  looking: 'Sucht einen Code …',
  pictureFaults: {
    'not-a-picture': 'Das ist kein Bild, das sich hier lesen lässt. Nimm ein PNG, JPEG oder WebP.',
    'too-large':
      'Dieses Bild ist zu groß (höchstens 24 MB und 64 Millionen Bildpunkte). Schneide es auf den Code zu.',
    'no-code':
      'In diesem Bild war kein Code zu lesen. Nimm ihn gerade von vorn auf, scharf, ganz und mit dem Weiß um ihn herum.',
  },

  isSafetyNumber:
    'Das ist der Code einer Sicherheitsnummer, nicht der eines Tokens. Öffne auf dem anderen Gerät „Mein Gerät“; der Code dort ist der richtige.',
  isOther: 'Dieser Code enthält kein Token von Loom. Der richtige steht drüben unter „Mein Gerät“.',

  compareLead: (name) =>
    `Zeige der Kamera den Code auf dem Bildschirm von ${name}, in derselben Ansicht wie dieser.`,
  same: (name) =>
    `Gleich: Der Code auf dem Bildschirm von ${name} enthält genau diese Nummer, also sitzt niemand zwischen euch.`,
  different: (name) =>
    `Verschieden: Dieser Code enthält eine andere Nummer. Sieh nach, ob ${name} die Sicherheitsnummer mit dir geöffnet hat und nicht die mit jemand anderem. Wenn ja, sitzt vielleicht jemand zwischen euch: Schreibt nichts Geheimes, und tauscht eure Tokens noch einmal, von Angesicht zu Angesicht.`,
  isToken: 'Das ist der Code eines Tokens. Öffne auf dem anderen Gerät die Sicherheitsnummer mit dir.',
  isNoNumber:
    'Dieser Code enthält keine Sicherheitsnummer. Öffne auf dem anderen Gerät die Sicherheitsnummer mit dir.',
};
