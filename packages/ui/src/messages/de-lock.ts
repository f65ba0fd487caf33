// Was das Fenster zur Sperre sagt, zu Passphrasen, zum Ort des Schlüssels und zum Ende eines Profils, auf Deutsch.
import type { Words } from './words.ts';

export const deLock: Words['lock'] = {
  title: 'Loom ist gesperrt',
  profile: (name) => `Profil: ${name}`,
  passphrase: 'Passphrase',
  unlock: 'Entsperren',
  unlocking: 'Wird entsperrt …',
  slow: 'Das dauert mit Absicht einen Moment: So wird Raten langsam.',
  show: 'Passphrase zeigen',
  hide: 'Passphrase verbergen',
  capsLock: 'Die Feststelltaste ist an.',
  forgotten: 'Vergessen? Was jetzt hilft',
  forgottenText:
    'Niemand kann sie dir zurückgeben: Der Schlüssel öffnet sich nur mit ihr. Versuche, was du getippt haben könntest, auch mit einer anderen Tastaturbelegung. Bleibt sie verloren, gibt es zwei Wege.',
  orRestore: 'Aus einer Sicherung zurückholen',
  orRestoreText:
    'Was seither geschrieben wurde, fehlt dann hier. Was du jetzt hast, bleibt verschlossen daneben liegen.',
  orWipe: 'Dieses Profil löschen',
  orWipeText: 'Alles ist endgültig weg, und du fängst als jemand Neues an.',

  newPassphrase: 'Neue Passphrase',
  again: 'Noch einmal dieselbe',
  differs: 'Die beiden sind nicht gleich.',
  strengths: {
    none: 'Vier oder fünf Wörter, die sonst niemand zusammenstellt, merkt man sich leicht und errät sie schwer.',
    short: 'Kurz: Wer deine Dateien kopiert, kann sie mit Geduld erraten.',
    fair: 'Brauchbar: Ein paar Wörter mehr, und auch geduldiges Raten hilft nicht mehr.',
    long: 'Lang genug, wenn es keine Redensart und keine Zeile aus einem Buch oder Lied ist.',
  },

  custody: 'Wo der Schlüssel liegt',
  custodyLead:
    'Alles, was du schreibst, ist mit einem einzigen Schlüssel verschlüsselt. Wer ihn hat, kann hier alles lesen.',
  choices: {
    'key-file': {
      name: 'In einer Datei',
      means: 'Nur für dein Benutzerkonto lesbar. Wer an die Dateien deines Kontos kommt, kann alles lesen.',
    },
    keychain: {
      name: 'Im Schlüsselbund des Systems',
      means: 'Offen, solange du angemeldet bist. Dateien, die allein kopiert wurden, öffnen nichts.',
    },
    passphrase: {
      name: 'Hinter einer Passphrase',
      means:
        'Öffnet sich nur mit dem, was du weißt, bei jedem Start von Loom. Niemand kann sie dir zurückgeben.',
    },
  },
  inUse: 'In Gebrauch',
  use: 'Das nehmen',
  useNamed: (name) => `Das nehmen: ${name}`,
  changePassphrase: 'Ändern',
  changePassphraseLabel: 'Passphrase ändern',
  memory:
    'Nichts von diesem Profil überdauert diesen Lauf von Loom, es gibt also keinen Schlüssel aufzubewahren.',
  currentPassphrase: 'Bisherige Passphrase',
  moveTitle: 'Den Schlüssel woanders aufbewahren?',
  moveText:
    'Loom öffnet sich dann ohne Passphrase. Es entsteht ein neuer Schlüssel, damit Kopien der alten Dateien nichts von dem öffnen, was jetzt hier ist.',
  setTitle: 'Passphrase festlegen',
  changeTitle: 'Passphrase ändern',
  setText:
    'Loom fragt bei jedem Start danach, und wenn es gesperrt war. Schreibe sie dort auf, wo nur du sie findest: Ohne sie ist alles verloren.',
  save: 'Passphrase festlegen',
  move: 'Dort aufbewahren',
  working: 'Ein neuer Schlüssel entsteht …',
  cancel: 'Abbrechen',

  lockTitle: 'Sperre',
  lockNow: 'Jetzt sperren',
  lockNeeds: 'Sperren lässt sich nur ein Profil mit Passphrase.',
  lockMeans:
    'Solange es gesperrt ist, kommt nichts an und geht nichts hinaus. Was man dir schreibt, wartet bei denen, die schreiben.',
  lockAfter: 'Sperren nach',
  never: 'Nie',
  minutes: (count) => (count === 60 ? '1 Stunde' : `${count} Min.`),

  wipeTitle: 'Dieses Profil löschen?',
  wipeSection: 'Das Ende dieses Profils',
  wipeOpen: 'Profil löschen …',
  wipeLead:
    'Endgültig, und mit dem Schlüssel zuerst: Dann lässt sich nichts mehr lesen, was von den Dateien übrig bleibt.',
  wipeGoes: 'Was verschwindet',
  wipeParts: [
    'deine Identität: Deine Kontakte sähen jemand Neues, mit einem anderen Token',
    'alle Kontakte, und wer davon geprüft war',
    'alle Nachrichten, auch die, die noch nicht angekommen sind',
    'Einstellungen und Protokoll',
  ],
  wipeStays:
    'Sicherungen, die du anderswo gemacht hast, bleiben, und was deine Kontakte von dir haben, bleibt bei ihnen.',
  wipeConfirm: (profile) => `Tippe den Namen des Profils, ${profile}`,
  wipeDo: 'Endgültig löschen',
  wiping: 'Wird gelöscht …',
  keep: 'Behalten',

  protected: 'Dieses Profil ist schon mit einer Passphrase geschützt.',
  protect: 'Mit einer Passphrase schützen',
  protectHint: 'Dann öffnet es niemand sonst, der an dieses Gerät kommt. Das geht auch später noch.',
  withPassphrase: (name) => `${name}, mit Passphrase`,
};
