// The words of the settings, in German.
import type { Words } from './words.ts';

export const settings: Words['settings'] = {
  title: 'Einstellungen',
  appearance: 'Aussehen',
  theme: 'Farben',
  asSystem: 'Wie das System',
  light: 'Hell',
  dark: 'Dunkel',
  language: 'Sprache',
  textSize: 'Schriftgröße',
  effects: 'Glas und Bewegung',
  effectsHint: 'Sparsam: weniger Unschärfe, nichts bewegt sich. Aus: ruhig, deckend, am leichtesten.',
  effectsAuto: 'Von selbst',
  effectsFull: 'Voll',
  effectsLite: 'Sparsam',
  effectsOff: 'Aus',
  privacy: 'Privates',
  receipts: 'Kontakten sagen, was ich gelesen habe',
  receiptsHint: 'Ist es wieder an, sehen sie, wie weit du bis dahin gelesen hast.',
  blocked: 'Blockierte Kontakte',
  nobodyBlocked: 'Niemand ist blockiert.',
  unblock: 'Freigeben',
  unblockNamed: (name) => `${name} freigeben`,

  leave: 'Einstellungen verlassen',
  back: 'Zurück zu den Einstellungen',
  sections: 'Bereiche',
  identity: 'Identität',
  notifications: 'Mitteilungen',
  storage: 'Speicher',
  network: 'Netz',
  log: 'Protokoll',
  name: 'Dein Name',
  nameHint: 'Nur wer dich in der Nähe trifft, sieht ihn',
  rename: 'Namen sichern',
  renamed: 'Gesichert.',
  thisIdentity: 'Diese Identität',
  publicKey: 'Öffentlicher Schlüssel',
  publicKeyIs: 'Daran erkennen dich deine Kontakte. Dein Token enthält ihn.',
  notificationsToday:
    'Das eigene Fenster von Loom meldet eine neue Nachricht, solange niemand hinsieht: weder von wem noch was. Im Browser steht die Anzahl im Titel des Tabs.',
  storageLead:
    'Kontakte und Nachrichten liegen in einer verschlüsselten Datenbank auf diesem Gerät, und sonst nirgends.',
  keyCustody: 'Der Schlüssel der Datenbank',
  keyPlace: 'Verwahrt',
  keyPlaces: {
    'key-file': 'in einer Datei daneben',
    keychain: 'im Schlüsselbund des Systems',
    passphrase: 'unter einer Passphrase',
    memory: 'nur im Arbeitsspeicher',
  },
  keyMeans: {
    'key-file':
      'Seine Datei kann nur dein Benutzerkonto lesen. Wer an die Dateien deines Kontos kommt, kann alles lesen; wer eine Kopie der Datenbank ohne diese Datei hat, kann nichts lesen.',
    keychain:
      'Das System gibt ihn deinem Konto heraus, solange du angemeldet bist. Wer nur deine Dateien kopiert, kann nichts lesen.',
    passphrase:
      'Ihn öffnet allein deine Passphrase. Wer nur deine Dateien kopiert, kann nichts lesen, und niemand kann sie dir wiedergeben.',
    memory: 'Von diesem Profil bleibt nichts, wenn Loom endet.',
  },
};
