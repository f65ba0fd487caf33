// Every word that the window itself says, in German. The same shape as en.ts, which says what each is for.
import { deBackup } from './de-backup.ts';
import { deCodes } from './de-codes.ts';
import { commands, keys } from './de-commands.ts';
import { details } from './de-details.ts';
import { deLock } from './de-lock.ts';
import { germanFinding } from './de-doctor.ts';
import { germanFault } from './de-faults.ts';
import { effects } from './de-effects.ts';
import { list } from './de-list.ts';
import { germanNotice } from './de-notices.ts';
import { log } from './de-log.ts';
import { network } from './de-network.ts';
import { settings } from './de-settings.ts';
import type { Words } from './words.ts';
import { germanTalk } from './de-talk.ts';
import { germanNotifications } from './de-notifications.ts';

const messages = (count: number): string => (count === 1 ? '1 Nachricht' : `${count} Nachrichten`);

export const de: Words = {
  locale: 'de',
  app: 'Loom',
  /** What an engine's fault says. */
  fault: germanFault,
  finding: germanFinding,
  noticeText: germanNotice,
  titleUnread: (count) => `(${count}) Loom`,

  connection: {
    lost: 'Loom antwortet nicht. Es wird weiter versucht … Falls es beendet wurde, starte es neu und nimm das Fenster, das sich öffnet.',
    callLost:
      'Loom hat nicht geantwortet: Die Verbindung ist abgerissen. Sie wird neu aufgebaut; versuche es dann noch einmal.',
    engineGone: 'Der Kern von Loom ist unerwartet stehen geblieben. Er wird neu gestartet …',
    engineBack:
      'Der Kern von Loom war unerwartet stehen geblieben und läuft wieder. Alles Gespeicherte ist da; wartende Nachrichten gehen von selbst ab.',
    dismiss: 'Ausblenden',
    loading: 'Wird geöffnet …',
    tryAgain: 'Noch einmal versuchen',
    refusedTitle: 'Dieses Fenster ist nicht verbunden',
    refusedLead:
      'Jedes Fenster öffnet Loom selbst, mit einem Schlüssel, der nur einmal gilt. Starte es noch einmal:',
    refusedCommands: ['npm start', 'loom start'],
    refusedOr: 'oder',
    refusedAfter: 'Dann öffnet sich ein neues Fenster. Dieses kannst du schließen.',
  },

  onboarding: {
    nameTitle: ['Sprich mit den Menschen', 'in deinem Netz.'],
    nameLead:
      'Kein Server, kein Konto, kein Internet. Was du schreibst, geht verschlüsselt direkt zum anderen Gerät.',
    nameLabel: 'Dein Name',
    nameHint: 'Bleibt auf diesem Gerät, bis du jemanden in der Nähe triffst.',
    nameExample: 'Wie andere dich nennen',
    make: 'Identität anlegen',
    making: 'Wird angelegt …',
    cardTitle: 'Lege deine Identität an',
    cardText:
      'Loom erzeugt deine Schlüssel auf diesem Gerät. Die geheimen verlassen es nie; dein Token trägt die öffentlichen.',
    tokenTitle: (name) => ['Das bist du,', `${name}.`],
    tokenLead:
      'Gib dieses Token den Menschen, mit denen du sprechen willst: lies es vor, füge es ein oder lass den Code abfotografieren.',
    steps: 'Schritte',
    stepName: 'Dein Name',
    stepNameOpen: 'Nur wer dich in der Nähe trifft, sieht ihn',
    stepToken: 'Dein Token',
    stepTokenText: 'Trägt deine öffentlichen Schlüssel, kein Geheimnis',
    stepPeople: 'Deine Leute',
    stepPeopleText: 'Nimm den ersten Menschen auf',
    stepDone: 'erledigt',
    tokenAlwaysThere: 'Immer zur Hand unter „Mein Gerät“.',
    goOn: 'Finde deine Leute',
  },

  token: {
    title: 'Dein Token',
    text: 'Signiert und mit Prüfsumme: Ein Versprecher fällt auf, bevor er schadet.',
    prefix: 'LOOM-',
    groups: '36 Gruppen zu sechs Zeichen',
    code: 'QR-Code deines Tokens',
    copy: 'Token kopieren',
    copied: 'Kopiert. Füge es dort ein, wo du ihnen schreibst.',
    copyFailed: 'Der Browser hat das Kopieren verweigert. Markiere die Gruppen und kopiere sie von Hand.',
    savePicture: 'Bild sichern',
    pictureName: 'loom-token.png',
    cloth: 'Token in 36 Gruppen zu sechs Zeichen',
  },

  device: {
    title: 'Mein Gerät',
    port: (port) => `Port: ${port}`,
    networkOff: 'Netz ist aus',
    unknown: 'keine Antwort',
    discoveryOff:
      'Andere werden nicht gesucht und finden dieses Gerät nicht: Die Suche im Netz ist abgeschaltet.',
    showToken: 'Mein Token zeigen',
    settings: 'Einstellungen',
    discoveryFailed: 'Andere finden dieses Gerät nicht von selbst.',
    close: 'Schließen',
    addresses: 'Erreichbar unter',
    name: 'Name',
    portLabel: 'Port',
    version: 'Version',
    profile: 'Profil',
  },

  sidebar: {
    label: 'Kontakte und Gespräche',
    conversations: 'Gespräche',
    none: 'Hier stehen bald deine Gespräche, das neueste oben.',
    add: 'Kontakt hinzufügen',
    you: 'Du: ',
    waiting: (count) => `${count} ${count === 1 ? 'wartet' : 'warten'}`,
    unread: (count) => (count === 1 ? '1 ungelesene Nachricht' : `${count} ungelesene Nachrichten`),
    verified: 'geprüft',
    newContact: 'Hinzugefügt, noch nicht verbunden',
    noMessages: 'Noch keine Nachrichten',
    yesterday: 'Gestern',
  },

  nearby: {
    title: 'In der Nähe',
    none: 'Noch niemand in Reichweite',
    noneHelp:
      'Starte Loom auf dem anderen Gerät, in diesem Netz. Wen du hinzugefügt hast, der erscheint von selbst.',
    noneHelpAlone:
      'Es wird niemand gesucht. Gib Adressen von Hand an: mit dem Token oder später im Gespräch unter „Adresse setzen“.',
    unknown: 'Gerade nicht bekannt',
    unknownHelp: 'Loom antwortet nicht, also kann niemand sagen, wer in Reichweite ist.',
    count: (count) => (count === 1 ? '1 Kontakt in Reichweite' : `${count} Kontakte in Reichweite`),
    connected: 'verbunden',
    heard: 'in Reichweite',
    meet: 'Treffen',
  },

  pairing: {
    title: 'Jemanden in der Nähe treffen',
    lead: 'Für zwei Menschen nebeneinander: kein Token, nichts zu tippen. Wählt euch hier aus und vergleicht, was beide Bildschirme zeigen.',
    people: 'Menschen in der Nähe',
    looking: 'Schaut sich um. Auf dem anderen Gerät wird das hier auch geöffnet.',
    nobody: 'Niemand kann dieses Gerät jetzt sehen, und es sucht niemanden.',
    visible: 'Menschen in der Nähe können deinen Namen sehen.',
    theyToo: 'Auch die anderen müssen das hier öffnen.',
    afterBoth: 'Eure Schlüssel gehen erst hinüber, wenn ihr beide bestätigt habt.',
    hidden: (failedTries) =>
      failedTries >= 3
        ? 'Drei Vergleiche sind gescheitert, darum ist dieses Gerät nicht mehr sichtbar.'
        : 'Dieses Gerät ist nicht mehr sichtbar.',
    timeLeft: 'Sichtbar noch',
    again: 'Wieder sichtbar werden',
    unverified: 'nennt sich so; nicht geprüft',
    reaching: 'Das andere Gerät wird erreicht …',
    verified: 'Geprüfter Kontakt',
    compare: 'Vergleichen',
    tryAgain: 'Noch einmal',
    tryAgainWith: (name) => `Noch einmal mit ${name}`,
    compareWith: (name) => `Mit ${name} vergleichen`,
    open: 'Öffnen',
    openWith: (name) => `Gespräch mit ${name} öffnen`,
    met: (name) => `${name} ist jetzt dein Kontakt, geprüft.`,
    compareTitle: 'Zeigen beide Bildschirme dasselbe?',
    compareLead: (name) =>
      `Jemand, der sich ${name} nennt, vergleicht mit dir. Lest euch gegenseitig vor, was ihr seht.`,
    symbols: 'Zeichen zum Vergleichen',
    digits: 'Ziffern zum Vergleichen:',
    different: 'Nicht dasselbe',
    same: 'Es ist dasselbe',
    waiting: (name) => `Du hast bestätigt. Jetzt muss auch ${name} bestätigen …`,
  },

  presence: {
    secured: 'Verbunden',
    connecting: 'Verbindet sich',
    offline: 'Nicht erreichbar',
    new: 'Noch nicht verbunden',
    unknown: 'Gerade nicht bekannt',
  },

  add: {
    title: 'Kontakt hinzufügen',
    name: 'Anzeigename',
    nameExample: 'Wie du die Person kennst',
    token: 'Token',
    tokenCount: (count, total) => `${count} von ${total} Zeichen`,
    tokenExample: 'Füge es ein oder tippe es Gruppe für Gruppe',
    address: 'Adresse (freiwillig)',
    addressHint: 'nur wenn sich das Gerät nicht von selbst findet',
    addressExample: '192.168.1.20:47113 oder ein Port',
    addressFault:
      'Schreibe eine IP-Adresse, mit :Port, wo er nicht 47113 ist, oder nur einen Port für dieses Gerät.',
    genuine: 'Das Token ist vollständig und seine Signatur echt.',
    characterAt: (place) => `Sieh dir Gruppe ${place} an. `,
    typo: (within, found, expected) =>
      found.length === 1
        ? `Ihr ${within}. Zeichen ist „${found}“, und nur mit „${expected}“ ist das Token echt. Vergleiche mit dem Original.`
        : `Ab ihrem ${within}. Zeichen ist „${found}“ vertauscht: Nur mit „${expected}“ ist das Token echt. Vergleiche mit dem Original.`,
    correct: (expected) => `In ${expected} ändern`,
    theyToo: 'Dein Token muss dort auch hinzugefügt werden.',
    theyTooNamed: (name) => `${name} muss auch dein Token hinzufügen.`,
    sideBySide: 'Seid ihr nebeneinander? ',
    meetInstead: 'Trefft euch lieber in der Nähe',
    cancel: 'Abbrechen',
    add: 'Hinzufügen',
    adding: 'Wird hinzugefügt …',
    addedWithoutAddress: (fault) => `Der Kontakt ist da, aber ohne die Adresse: ${fault}`,
  },

  backup: deBackup,
  codes: deCodes,
  lock: deLock,

  conversation: {
    region: (name) => `Gespräch mit ${name}`,
    back: 'Zurück zu den Gesprächen',
    options: 'Kontakt: mehr',
    safety: 'Sicherheitsnummer',
    heldWhy: (name) =>
      `Mit ${name} hat eine neue Sitzung begonnen, obwohl ihr euch geprüft hattet. Das kommt nach einer Neuinstallation oder einer zurückgespielten Sicherung vor; es käme auch vor, wenn jemand die Schlüssel gestohlen hätte. Frage ${name} persönlich oder am Telefon. Bis du zustimmst, wartet hier, was du schreibst.`,
    compareFirst: 'Erst vergleichen',
    accept: 'Neue Sitzung annehmen',
    rename: 'Umbenennen',
    setAddress: 'Adresse setzen',
    search: 'Im Gespräch suchen',
    block: 'Kontakt blockieren',
    unblock: 'Kontakt freigeben',
    blocked: 'Blockiert',
    blockedHelp: (name) =>
      `Du hast ${name} blockiert: Nichts geht hin oder her, und für die andere Seite bist du nicht da. Was dort geschrieben wird, wartet dort.`,
    delete: 'Kontakt löschen',
    secured: 'Gesichert',
    verified: 'geprüft',
    notCompared: 'noch nicht verglichen',
    newSession: 'neue Sitzung, noch nicht angenommen',
    connecting: 'Verbindet sich …',
    offline: 'Nicht erreichbar',
    offlineWaiting: (count) => `Nicht erreichbar - ${messages(count)} ${count === 1 ? 'wartet' : 'warten'}`,
    new: 'Noch nicht verbunden',
    unknown: 'Loom antwortet nicht',
    unknownHelp:
      'Loom antwortet nicht, darum ist nicht bekannt, wie es um diese Verbindung steht. Ein Handschlag geht jetzt nicht.',
    handshake: 'Handschlag beginnen',
    handshaking: (name) => `${name} wird gesucht …`,
    newHelp: (name) => `Sobald ${name} auch dein Token hinzugefügt hat, wird daraus von selbst „Gesichert“.`,
    offlineHelp: (name) =>
      `${name} ist außer Reichweite. Was du schreibst, wird aufgehoben und geschickt, sobald es geht.`,
    chooseTitle: 'Nimm einen Faden auf',
    chooseText: 'Wähle links ein Gespräch.',
  },

  empty: {
    title: 'Die Kette ist gespannt',
    text: 'Zum Weben braucht es einen zweiten Faden. Nimm jemanden auf, dessen Token du hast.',
    add: 'Mit Token hinzufügen',
    theyNeed: 'Die andere Seite braucht auch deines: ',
    showToken: 'mein Token zeigen',
  },

  talk: germanTalk,

  notifications: germanNotifications,

  messages: {
    list: (name) => `Nachrichten mit ${name}`,
    none: (name) => `Noch nichts geschrieben. Sag ${name} Hallo.`,
    loadFailed: 'Die Nachrichten konnten nicht geladen werden.',
    today: 'Heute',
    yesterday: 'Gestern',
    newest: 'Zur neuesten Nachricht',
    you: 'Du',
    waits: (name) => `Auf diesem Gerät aufgehoben, bis ${name} sie hat.`,
    notice: 'Loom',
    unknown:
      'Eine Art von Nachricht, die nur ein neueres Loom zeigen kann. Aktualisiere Loom, um sie zu lesen.',
    states: {
      waiting: 'Wartet',
      sent: 'Gesendet',
      delivered: 'Zugestellt',
      read: 'Gelesen',
      failed: 'Nicht gesendet',
      received: '',
    },
    announce: (name, text) => `${name}: ${text}`,
  },

  effects,
  list,

  composer: {
    label: 'Nachricht',
    example: (name) => `Nachricht an ${name}`,
    send: 'Senden',
    notNow:
      'Loom antwortet nicht, darum kann jetzt nichts gesendet werden. Was du schreibst, bleibt in diesem Fenster.',
    help: 'Enter sendet, Umschalt und Enter beginnen eine neue Zeile.',
  },

  actions: {
    label: 'Nachricht: mehr',
    copy: 'Text kopieren',
    copied: 'Kopiert.',
    copyFailed: 'Das System hat das Kopieren verweigert. Markiere den Text und kopiere ihn von Hand.',
    retry: 'Jetzt versuchen',
    remove: 'Für mich löschen',
    title: 'Diese Nachricht löschen?',
    waiting: 'Sie ist noch nicht angekommen und wird nicht gesendet.',
    ofOurs: 'Sie wird von diesem Gerät gelöscht. Was drüben angekommen ist, bleibt dort.',
    ofTheirs: 'Sie wird von diesem Gerät gelöscht und kommt nicht wieder. Die andere Person behält sie.',
    keep: 'Behalten',
    confirm: 'Für mich löschen',
  },

  link: {
    title: 'Diesen Link öffnen?',
    outside: 'Er öffnet sich außerhalb von Loom. Wer die Seite betreibt, sieht, dass du kamst.',
    userInfo:
      'Vor dem Namen der Seite steht etwas, das wie eine andere Seite aussehen kann. Er führt zu der, die oben steht.',
    foreignLetters:
      'Der Name der Seite ist in Buchstaben geschrieben, die wie andere aussehen können. Ihr wirklicher Name steht oben.',
    unencrypted: 'Die Verbindung zu dieser Seite ist nicht verschlüsselt.',
    cancel: 'Abbrechen',
    copy: 'Adresse kopieren',
    copied: 'Kopiert.',
    copyFailed: 'Der Browser hat das Kopieren verweigert. Markiere die Adresse und kopiere sie von Hand.',
    open: 'Öffnen',
  },

  search: {
    label: 'Nachrichten und Menschen suchen',
    short: 'Suchen',
    labelIn: (name) => `Im Gespräch mit ${name} suchen`,
    clear: 'Suche beenden',
    results: 'Gefunden',
    people: 'Menschen',
    messages: 'Nachrichten',
    none: 'Keine Nachricht enthält alle diese Wörter.',
    older: 'Ältere zeigen',
    count: (count, more) =>
      `${more ? 'Mehr als ' : ''}${count} ${count === 1 ? 'Nachricht' : 'Nachrichten'} gefunden`,
  },

  log,

  network,

  settings,

  details,
  commands,
  keys,

  rename: {
    label: 'Anzeigename',
    save: 'Sichern',
    cancel: 'Abbrechen',
  },

  safety: {
    title: 'Sicherheitsnummer',
    text: (name) =>
      `Vergleiche mit ${name}, von Angesicht zu Angesicht oder am Telefon; eine der Formen genügt. Steht auf beiden Bildschirmen dasselbe, sitzt niemand zwischen euch.`,
    form: 'Wie ihr vergleicht',
    forms: { digits: 'Ziffern', symbols: 'Zeichen', code: 'QR-Code' },
    code: (name) => `QR-Code der Sicherheitsnummer mit ${name}`,
    making: 'Wird ausgerechnet …',
    mark: 'Als geprüft merken',
    verified: (name) => `Du hast diese Nummer mit ${name} verglichen: Sie war gleich.`,
    undo: 'Nicht mehr geprüft',
  },

  setAddress: {
    text: (name) => `Wo ${name} zu erreichen ist. Im anderen Fenster steht es unter „Mein Gerät“.`,
    label: 'Adresse',
    save: 'Adresse setzen',
    saved: (address) => `Gesetzt: Loom versucht es unter ${address} und merkt sich die Adresse.`,
    cancel: 'Abbrechen',
  },

  remove: {
    title: (name) => `${name} löschen?`,
    text: (name) =>
      `Der Kontakt, die Sitzung und alle Nachrichten mit ${name} werden von diesem Gerät gelöscht. Das lässt sich nicht rückgängig machen.`,
    waiting: (count) =>
      `${messages(count)}, die noch ${count === 1 ? 'wartet' : 'warten'}, ${count === 1 ? 'wird' : 'werden'} nicht gesendet.`,
    confirm: 'Kontakt und Verlauf löschen',
    erasing: 'Wird gelöscht …',
    cancel: 'Behalten',
  },
};
