// The engine's faults in German: the cause and the remedy, from the same facts as the contract's sentences.
import { tokenPlace, type Fault, type FaultCode, type Faults } from '@loom/contract';

type Sentences = { readonly [C in FaultCode]: (facts: Faults[C]) => string };

function whereIn(position: number): string {
  const { name, within } = tokenPlace(position);
  return `in Gruppe ${name}, Zeichen ${within}`;
}

const withoutStop = (text: string): string => text.replace(/\.$/, '');

const sentences: Sentences = {
  'token-prefix': () =>
    'Das ist kein Token von Loom: Ein Token beginnt mit LOOM-. Kopiere es ganz und versuche es noch einmal.',
  'token-alphabet': ({ character, position }) =>
    `„${character}“, ${whereIn(position)}, kommt in keinem Token vor (nur A bis Z und 2 bis 7). Vergleiche mit dem Original.`,
  'token-length': ({ length, expected }) =>
    `Das Token hat ${length} Zeichen nach LOOM-, und ${expected} müssen es sein. Kopiere es ganz und versuche es noch einmal.`,
  'token-version': ({ version }) =>
    version < 2
      ? 'Dieses Token hat die alte Form ohne Signatur, ihm ist nicht zu trauen. Bitte um ein neues aus einem heutigen Loom.'
      : `Dieses Token hat die Version ${version}, die dieses Loom nicht kennt. Aktualisiere Loom und versuche es noch einmal.`,
  'token-typo': ({ position, found, expected }) =>
    `Im Token ist ein Fehler: ${whereIn(position)}, sollte statt „${found}“ „${expected}“ stehen. Vergleiche mit dem Original; stimmt das, nimm das berichtigte Token.`,
  'token-checksum': () =>
    'Die Prüfsumme des Tokens stimmt nicht: Mehr als ein Zeichen ist falsch. Vergleiche mit dem Original.',
  'token-key': () =>
    'Das Token enthält einen Schlüssel, den keine echte Identität haben kann. Nimm es nicht, bitte um ein neues.',
  'token-signature': () =>
    'Die Signatur des Tokens ist nicht echt. Nimm es nicht, bitte die Person noch einmal darum.',
  'token-own': () => 'Das ist dein eigenes Token. Gib es der anderen Person, und füge hier ihres ein.',
  'token-key-reused': () =>
    'Ein anderer Kontakt hat schon einen Schlüssel dieses Tokens, eines der beiden ist also falsch. Frage die Person auf einem anderen Weg.',
  'identity-exists': () =>
    'Dieses Profil hat schon eine Identität. Für eine weitere Person nimm ein anderes Profil.',
  'no-identity': () => 'Dieses Profil hat noch keine Identität. Lege zuerst eine an.',
  'unknown-contact': () => 'Diesen Kontakt gibt es hier nicht. Füge zuerst sein Token hinzu.',
  'message-empty': () => 'Die Nachricht ist leer. Schreibe zuerst etwas.',
  'message-too-long': ({ bytes, limit }) =>
    `Die Nachricht ist ${bytes} Bytes lang, und ${limit} sind das Höchste. Schicke sie in Teilen.`,
  'message-not-unicode': () =>
    'Der Text ist kein gültiges Unicode (UTF-8). Wandle ihn um und versuche es noch einmal.',
  'outbox-full': ({ name, limit }) =>
    `Es warten schon ${limit} Nachrichten an ${name}, mehr geht nicht. Schreibe weiter, sobald einige angekommen sind.`,
  'unknown-message': () => 'Diese Nachricht gibt es in diesem Gespräch nicht. Lade die Nachrichten neu.',
  'name-empty': () => 'Der Name ist leer. Gib einen Namen ein.',
  'name-too-long': ({ length, limit }) =>
    `Der Name ist ${length} Zeichen lang, und ${limit} sind das Höchste. Wähle einen kürzeren.`,
  'name-unprintable': () =>
    'Der Name enthält Steuerzeichen oder solche, die die Schreibrichtung drehen. Lass sie weg.',
  'bad-address': ({ address }) =>
    `„${address}“ ist weder eine IP-Adresse noch der Name eines Geräts, den dieses Netz kennt. Schreibe etwas wie 192.168.1.20, fe80::1%eth0 oder ines.local.`,
  'bad-port': ({ port }) => `${port} ist kein Port. Ein Port ist eine ganze Zahl von 1 bis 65535.`,
  'already-running': ({ port }) => `Das Netz läuft schon, auf Port ${port}. Es gibt nichts zu starten.`,
  'network-not-running': () => 'Das Netz läuft noch nicht. Starte es zuerst.',
  'port-taken': ({ port }) =>
    `Port ${port} ist von einem anderen Programm belegt. Wähle mit --port einen anderen.`,
  'no-address': ({ name }) =>
    `Loom kennt noch keine Adresse von ${name}. Seht nach, ob ihr im selben Netz seid, oder gib eine Adresse von Hand an.`,
  unreachable: ({ name, tried }) =>
    `${name} war unter ${tried} nicht zu erreichen. Sieh nach, ob Loom dort läuft und keine Firewall dazwischen steht.`,
  'no-answer': ({ name }) =>
    `${name} hat nicht geantwortet. Auch die andere Seite muss dein Token hinzufügen; dann geht es von selbst weiter.`,
  'handshake-failed': ({ name, detail }) =>
    `Der Handschlag mit ${name} ist gescheitert (${detail}). Loom versucht es von selbst wieder.`,
  'session-changed': ({ name }) =>
    `Seitdem hat schon wieder eine andere Sitzung mit ${name} begonnen. Vergleicht die Sicherheitsnummer noch einmal, dann nimm sie an.`,
  'contact-deleted': ({ name }) =>
    `${name} wurde inzwischen gelöscht. Füge das Token wieder hinzu, um weiterzumachen.`,
  'contact-blocked': ({ name }) => `Du hast ${name} blockiert. Hebe das zuerst auf.`,
  'query-empty': () => 'Es gibt nichts zu suchen. Tippe ein Wort oder seinen Anfang.',
  'pairing-off': () => 'Dieses Gerät ist für Menschen in der Nähe nicht sichtbar. Mache es zuerst sichtbar.',
  'pairing-no-discovery': ({ reason }) =>
    `In der Nähe kann niemand gesucht werden: ${withoutStop(reason)}. Tauscht stattdessen Tokens von Hand.`,
  'pairing-unnamed': () =>
    'Du hast noch keinen Namen, den Menschen in der Nähe sehen könnten. Gib dir zuerst einen.',
  'pairing-busy': () => 'Ein Vergleich mit jemand anderem läuft. Beende ihn zuerst.',
  'pairing-nothing-to-compare': () =>
    'Mit dieser Person gibt es jetzt nichts zu vergleichen. Fange zuerst damit an.',
  'pairing-changed': () =>
    'Was du bestätigt hast, steht jetzt nicht mehr zum Vergleich, darum gilt es nicht. Vergleicht noch einmal, Zeichen für Zeichen.',
  'unknown-nearby': () =>
    'Diese Person ist nicht mehr in der Nähe. Seht nach, ob ihr beide sichtbar seid, und versucht es noch einmal.',
  'pairing-peer-busy': ({ name }) =>
    `${name} vergleicht gerade mit jemand anderem oder muss nach einem Fehlversuch selbst anfangen. Versuche es gleich noch einmal.`,
  'pairing-different': ({ name }) =>
    `Du hast gesagt, dass die Zeichen verschieden waren. Vielleicht steht jemand zwischen dir und ${name}: Versucht es noch einmal, oder tauscht Tokens von Hand.`,
  'pairing-refused': ({ name }) =>
    `${name} hat gesagt, dass die Zeichen verschieden waren. Vielleicht steht jemand zwischen euch: Versucht es noch einmal, oder tauscht Tokens von Hand.`,
  'pairing-forged': ({ name }) =>
    `Was von ${name} kam, war nicht echt, darum wurde nichts behalten. Versucht es noch einmal, oder tauscht Tokens von Hand.`,
  'pairing-too-late': ({ name }) =>
    `Der Vergleich mit ${name} hat zu lange gedauert. Versucht es noch einmal, beide zugleich.`,
  'pairing-broken-off': ({ name }) =>
    `Die Verbindung zu ${name} brach ab, bevor ihr beide bestätigt hattet. Seht nach, ob ihr beide sichtbar seid, und versucht es noch einmal.`,
  'pairing-window-ended': () =>
    'Dein Gerät war nicht mehr sichtbar, bevor ihr beide bestätigt hattet. Versucht es noch einmal.',
  'bad-request': ({ detail }) =>
    `Diese Anfrage versteht Loom nicht: ${detail}. Schicke immer ein JSON-RPC-2.0-Objekt.`,
  'bad-arguments': ({ detail }) => `Die Angaben passen nicht zum Befehl: ${detail}.`,
  'unknown-command': ({ command }) =>
    `Den Befehl „${command}“ gibt es nicht. loom --help zeigt, welche es gibt.`,
  'engine-running': ({ profile }) =>
    `Für das Profil „${profile}“ läuft Loom schon. Nimm dieses, oder beende es zuerst.`,
  'engine-not-running': ({ profile }) => `Für das Profil „${profile}“ läuft kein Loom. Starte es zuerst.`,
  'engine-unresponsive': () =>
    'Loom läuft für dieses Profil, antwortet aber nicht. Warte kurz und versuche es noch einmal; bleibt es dabei, beende den Prozess und starte Loom neu.',
  'engine-stopped': () =>
    'Loom wurde beendet, bevor es antworten konnte. Starte es wieder und wiederhole es.',
  'database-corrupt': ({ path }) =>
    `Die Datenbank ${path} ist beschädigt, oder ihr Schlüssel passt nicht. Es wurde nichts geändert; hole alles aus einer Sicherung zurück, oder schiebe die Datei beiseite, um neu anzufangen.`,
  'database-newer': ({ path, version, supported }) =>
    `Die Datenbank ${path} stammt von einem neueren Loom (Version ${version}; dieses kennt ${supported}). Aktualisiere Loom.`,
  'database-key-missing': ({ path }) =>
    `Die Schlüsseldatei ${path} fehlt, darum lässt sich die Datenbank nicht öffnen. Lege sie zurück; ohne sie sind die Daten verloren.`,
  'database-key-damaged': ({ path, bytes }) =>
    `Die Schlüsseldatei ${path} ist beschädigt (${bytes} Bytes). Lege eine Kopie zurück; ohne sie sind die Daten verloren.`,
  'database-full': () =>
    'Der Datenträger ist voll, darum konnte nichts gespeichert werden. Schaffe Platz und versuche es noch einmal.',
  'database-failed': ({ detail }) =>
    `Die Datenbank lässt sich nicht lesen oder schreiben (${detail}), darum wurde nichts geändert. Prüfe den Datenträger; bleibt es dabei, hole alles aus einer Sicherung zurück.`,
  'backup-exists': ({ path }) =>
    `Unter ${path} liegt schon etwas, und eine Sicherung überschreibt nichts. Wähle einen anderen Namen.`,
  'backup-place': ({ path }) =>
    `Nach ${path} kann keine Sicherung geschrieben werden. Wähle einen Ordner, den es gibt und in den du schreiben darfst.`,
  'backup-missing': ({ path }) => `Unter ${path} liegt keine lesbare Sicherung. Suche die richtige Datei.`,
  'backup-unusable': ({ path }) =>
    `${path ?? 'Diese Datei'} ist keine Sicherung einer Identität oder ist beschädigt. Es wurde nichts geändert; nimm eine andere Kopie.`,
  'backup-needs-passphrase': () => 'Diese Sicherung ist mit einer Passphrase verschlossen. Gib sie ein.',
  'upload-gone': () =>
    'Was von der Datei übergeben war, ist nicht mehr da, weil es zu lange gedauert hat oder eine andere begonnen wurde. Wähle die Datei noch einmal.',
  'upload-too-large': ({ bytes, limit }) =>
    `Die Datei hat ${bytes} Bytes, und Platz ist für ${limit}. Schaffe Platz, oder hole sie mit loom restore zurück.`,
  'profile-occupied': ({ profile }) =>
    `Das Profil „${profile}“ ist schon in Gebrauch, und es wurde nichts geändert. Spiele in ein anderes Profil zurück, oder ersetze dieses ausdrücklich; das alte bleibt daneben liegen.`,
  'folder-read-only': ({ path }) =>
    `Loom darf nicht nach ${path} schreiben. Mache den Ordner beschreibbar, oder setze LOOM_HOME auf einen anderen.`,
  locked: () => 'Loom ist gesperrt. Entsperre es mit deiner Passphrase.',
  'lock-needs-passphrase': () =>
    'Dieses Profil hat keine Passphrase, es ließe sich also nicht wieder entsperren. Lege zuerst eine Passphrase fest.',
  'passphrase-wrong': () =>
    'Die Passphrase passt nicht. Achte auf die Feststelltaste und die Sprache der Tastatur, und gib sie noch einmal ein.',
  'passphrase-too-short': ({ least }) =>
    `Die Passphrase ist zu kurz: Mindestens ${least} Zeichen müssen es sein. Wähle eine längere, etwa aus mehreren Wörtern.`,
  'keychain-unavailable': ({ detail }) =>
    `Der Schlüsselbund des Systems lässt sich nicht nutzen (${detail}). Melde dich an der Oberfläche an oder öffne ihn und versuche es noch einmal, oder nimm eine Passphrase.`,
  'wipe-unconfirmed': ({ profile }) =>
    `Es wurde nichts gelöscht. Um das Profil endgültig zu löschen, bestätige mit seinem Namen „${profile}“.`,
  internal: ({ detail }) => `In Loom ist etwas schiefgegangen (${detail}). Bitte melde es.`,
};

/** One sentence or two: the cause and what to do. */
export function germanFault<C extends FaultCode>(fault: Fault & { code: C }): string {
  return sentences[fault.code](fault as unknown as Faults[C]);
}
