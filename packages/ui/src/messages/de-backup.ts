// Was das Fenster zu Sicherungen sagt, auf Deutsch: eine machen, sie prüfen, und der Weg zurück.
import type { Words } from './words.ts';

export const deBackup: Words['backup'] = {
  title: 'Sicherung',
  lead: 'Eine Datei mit deiner Identität, deinen Kontakten und Nachrichten, verschlossen mit einer eigenen Passphrase. Bewahre sie woanders auf: auf einem Stick oder bei jemandem, dem du vertraust.',
  backUp: 'Jetzt sichern',
  restore: 'Aus einer Sicherung zurückholen',
  comeBefore: 'Warst du schon einmal hier? ',
  restoreOpen: 'Aus einer Sicherung zurückholen …',

  makeTitle: 'Sichern',
  place: 'Wohin die Datei kommt',
  placeHint: 'auf diesem Gerät',
  passphrase: 'Passphrase der Sicherung',
  passphraseText:
    'Wer die Datei und diese Passphrase hat, kann als du auftreten. Ohne sie öffnet die Datei niemand, auch du nicht.',
  make: 'Sicherung machen',
  making: 'Die Datei wird geschrieben …',
  cancel: 'Abbrechen',

  made: (size, path) => `Gemacht: ${size}, unter ${path}.`,
  untested: 'Noch nicht geprüft',
  testTitle: 'Geht sie auf?',
  testText:
    'Eine Sicherung zählt, wenn sie sich hat öffnen lassen. Gib ihre Passphrase noch einmal ein: Die ganze Datei wird damit gelesen und nichts geändert.',
  test: 'Prüfen',
  testing: 'Die ganze Datei wird gelesen …',
  later: 'Ungeprüft schließen',
  opens: 'Sie geht auf, und alles darin lässt sich lesen.',
  madeOn: 'Gemacht am',
  file: 'Datei',
  done: 'Fertig',

  restoreTitle: 'Aus einer Sicherung zurückholen',
  restoreLead:
    'Lass die Datei hier fallen, oder wähle sie. Es ändert sich nichts, bevor du gesehen hast, was darin ist.',
  choose: 'Datei wählen',
  chooseAnother: 'Andere wählen',
  drop: 'Loslassen, um diese Datei zu nehmen',
  orPath: 'Oder wo sie auf diesem Gerät liegt',
  pathExample: '/media/stick/ada.loom-backup',
  backupPassphrase: 'Ihre Passphrase',
  backupPassphraseHint: 'keine, wenn sie ohne gemacht wurde',
  look: 'Hineinsehen',
  handingOver: 'Die Datei wird übergeben …',
  handed: (percent) => `${percent} % übergeben`,
  looking: 'Die ganze Datei wird gelesen …',
  readTitle: 'Das ist in der Sicherung',
  name: 'Name',
  people: 'Kontakte',
  written: 'Nachrichten',
  back: 'Zurück',
  replaces: (profile) =>
    `Sie tritt an die Stelle von allem, was jetzt im Profil ${profile} ist. Was jetzt hier ist, bleibt daneben liegen, im Ordner des Profils.`,
  heals: 'Was deine Kontakte seither geschickt haben, kommt von selbst noch einmal, und sie erfahren davon.',
  doRestore: 'Zurückholen',
  doReplace: 'Ersetzen, was hier ist',
  restoring: 'Wird zurückgeholt …',
  restored: 'Zurückgeholt.',
  restoredTitle: 'Zurückgeholt',
  keptAside: 'Was vorher hier war, liegt in dieser Datei:',
  keptAsideHint:
    'Nichts verwendet sie mehr. Dateien daneben mit derselben Endung gehören dazu. Wenn du alles hast, was du brauchst, kannst du sie löschen.',
};
