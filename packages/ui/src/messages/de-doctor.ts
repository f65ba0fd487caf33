// What the doctor finds, in German: what was seen and what to do, from the same facts as the contract's sentences.
import type { Finding, FindingCode, Findings, FindingSentences } from '@loom/contract';
import { germanFault } from './de-faults.ts';

/** `a`, `a und b`, `a, b und c` */
function list(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} und ${last}`;
}

function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

const contacts = (count: number): string => (count === 1 ? '1 Kontakt' : `${count} Kontakte`);

const sentences: { readonly [C in FindingCode]: FindingSentences<C> } = {
  'engine-runs': { saw: () => 'Loom läuft für dieses Profil, und nur einmal.' },
  'profile-missing': {
    saw: () => 'Dieses Profil gibt es hier nicht, also läuft Loom nicht dafür.',
    remedy: () =>
      'Lege zuerst eine Identität an (loom identity new), oder nenne ein anderes Profil (--profile).',
  },
  'profile-held': {
    saw: () => 'Ein anderer Prozess hält dieses Profil und antwortet nicht.',
    remedy: () =>
      'Beende diesen Prozess (ein hängendes Loom oder das eines anderen Benutzers), dann starte Loom neu.',
  },
  'identity-missing': {
    saw: () => 'Dieses Profil hat noch keine Identität, darum ist Loom nicht im Netz.',
    remedy: () => 'Lege zuerst eine Identität an (loom identity new).',
  },
  'network-failed': { saw: () => 'Loom läuft, aber nicht im Netz.', remedy: () => 'Siehe unten beim Port.' },
  'engine-not-running': {
    saw: () => 'Loom läuft für dieses Profil nicht, darum ließ sich manches nicht prüfen.',
    remedy: () => 'Starte es (loom start oder loom daemon) und frage noch einmal.',
  },
  'only-running-tells': { saw: () => 'Das kann nur ein laufendes Loom sagen.' },
  'not-listening': { saw: () => 'Loom lauscht gerade nicht.' },
  'discovery-on': { saw: () => 'Loom macht sich bemerkbar und lauscht.' },
  'discovery-off': {
    saw: () => 'Die Suche ist abgeschaltet: Niemand wird von selbst gefunden.',
    remedy: () => 'Starte Loom ohne --no-mdns, oder gib Adressen von Hand an.',
  },
  'discovery-failed': {
    saw: ({ reason }) => `Die Suche konnte nicht beginnen: ${reason.replace(/\.$/, '')}.`,
    remedy: () => 'Behebe, was beim mDNS-Port steht, oder gib Adressen von Hand an.',
  },
  'copy-none': { saw: () => 'Keine zweite Kopie dieses Profils ist zu hören.' },
  'copy-heard': {
    saw: ({ host, port }) =>
      `Unter ${host}, Port ${port}, gibt sich ein Loom als dieses Profil aus: Dort läuft eine zweite Kopie, oder jemand wiederholt, was dieses Gerät von sich sagt.`,
    remedy: () =>
      'Lass nie zwei Kopien zugleich laufen: Beende die andere oder diese. Gibt es keine, ist nichts zu tun: Wer eine Ankündigung wiederholt, kann weder für dich lesen noch schreiben.',
  },
  'others-heard': {
    saw: ({ others, contacts: known }) =>
      `In diesem Netz ${others === 1 ? 'ist 1 anderes Loom' : `sind ${others} andere`} zu hören, davon ${contacts(known)}.`,
  },
  'others-connected': { saw: () => 'Kein anderes Loom ist zu hören, aber alle Kontakte sind verbunden.' },
  'others-none': {
    saw: () => 'In diesem Netz ist kein anderes Loom zu hören.',
    remedy: () =>
      'Sieh nach, ob Loom bei den anderen im selben Netz läuft (nicht im Gast-WLAN). Wenn ja, lässt das Netz vielleicht kein Multicast durch: Durchsuche es, oder gib eine Adresse von Hand an.',
  },
  'doors-open': {
    saw: ({ opened, tried }) => `Zu ${opened} von ${tried} gehörten Geräten ist eine Verbindung möglich.`,
  },
  'contacts-connected': {
    saw: ({ connected }) =>
      `${contacts(connected)} auf anderen Geräten ${connected === 1 ? 'ist' : 'sind'} verbunden.`,
  },
  'doors-untried': { saw: () => 'Kein anderes Loom ist zu hören, bei dem es zu versuchen wäre.' },
  'doors-stale': {
    saw: ({ tried }) => `${tried} gehört, aber dort lauscht nichts mehr.`,
    remedy: () => 'Sieh nach, ob Loom dort noch läuft; was man hört, überlebt es um zwei Minuten.',
  },
  'doors-closed': {
    saw: ({ tried }) => `${tried} gehört, aber keine Verbindung kommt zustande.`,
    remedy: () =>
      'Das Netz hält seine Geräte auseinander („Client-Isolation“, üblich im Gast-WLAN), oder eine Firewall tut es dort. Nimm ein anderes Netz, oder schalte die Isolation im Router ab.',
  },
  'port-failed': {
    saw: ({ fault }) => germanFault(fault),
    remedy: () => 'Beende das andere Programm, oder starte Loom mit einem anderen --port.',
  },
  'port-usual': { saw: ({ port }) => `Loom lauscht auf TCP-Port ${port}.` },
  'port-other': {
    saw: ({ port, usual }) =>
      `Loom lauscht auf TCP-Port ${port}, nicht auf ${usual}: Der ist auf diesem Gerät belegt, oder ein anderer war verlangt.`,
    remedy: ({ usual }) =>
      `Kontakte, die dieses Gerät nicht hören, brauchen zur Adresse den Port. Für ${usual} beende das Programm, das ihn hält, und starte Loom neu.`,
  },
  'reached-by-contact': { saw: () => 'Ein Kontakt hat sich mit diesem Gerät verbunden.' },
  'reached-on-trial': {
    saw: ({ port }) => `Ein Kontakt hat TCP-Port ${port} dieses Geräts versucht, und er war offen.`,
  },
  'reached-not': {
    saw: ({ port, answer }) =>
      `Ein Kontakt hat TCP-Port ${port} dieses Geräts versucht und ${answer === 'refused' ? 'wurde abgewiesen' : 'bekam keine Antwort'}: Eine Firewall hält ankommende Verbindungen ab.`,
    remedy: ({ port }) =>
      `Erlaube Loom (ankommend, TCP-Port ${port}) in der Firewall dieses Geräts. Bis dahin kann nur dieses Gerät Verbindungen beginnen.`,
  },
  'reach-untried': {
    saw: () => 'Kein Kontakt auf einem anderen Gerät ist verbunden, der es gerade versuchen könnte.',
  },
  'clock-unknown': { saw: () => 'Kein anderes Loom ist zu hören, mit dessen Uhr zu vergleichen wäre.' },
  'clock-agrees': { saw: () => 'Die Uhr dieses Geräts geht wie die der anderen.' },
  'clock-off': {
    saw: ({ ms, side, others }) =>
      `Die Uhr dieses Geräts geht gegenüber ${others === 1 ? 'der des anderen' : 'denen der anderen'} um etwa ${duration(ms)} ${side === 'behind' ? 'nach' : 'vor'}.`,
    remedy: () =>
      'Stelle die Uhr hier, oder dort, wo sie falsch geht; am besten lässt du das System sie von selbst stellen.',
  },
  'machine-unseen': { saw: () => 'Das Netz dieses Geräts ließ sich nicht ansehen.' },
  'card-none': { saw: () => 'Es gibt keine Netzwerkkarte, an der das zu prüfen wäre.' },
  'cards-used': {
    saw: ({ cards }) =>
      `Loom benutzt ${list(cards.map(({ name, addresses }) => `${name} (${addresses.join(', ')})`))}.`,
  },
  'network-none': {
    saw: ({ unused }) =>
      `Dieses Gerät ist in keinem Netz: Keine Netzwerkkarte hat eine Adresse.${unused.length > 0 ? ` ${list(unused)} nützt nichts: Es führt in kein lokales Netz.` : ''}`,
    remedy: () =>
      'Verbinde dich mit einem WLAN, oder stecke ein Kabel ein. Loom macht von selbst weiter, sobald ein Netz da ist.',
  },
  'route-detour': {
    saw: ({ card, through }) =>
      `Was für Nachbarn an ${card} bestimmt ist, geht über ${through} hinaus: Ein VPN oder ein anderes Netz steht im Weg.`,
    remedy: () =>
      'Nimm im VPN das lokale Netz aus („LAN-Zugriff erlauben“ heißt das oft), oder beende es, solange du Loom benutzt.',
  },
  'route-vpn': {
    saw: ({ name }) => `Ein VPN (${name}) nimmt allen Verkehr, der nicht lokal ist.`,
    remedy: () =>
      'Werden Kontakte in diesem Netz nicht gefunden, erlaube im VPN den Zugriff auf das lokale Netz, oder beende es.',
  },
  'route-container': {
    saw: ({ names }) => `Loom sieht nur das Netz von Containern oder virtuellen Maschinen (${list(names)}).`,
    remedy: () =>
      'Starte Loom außerhalb des Containers, oder gib dem Container das Netz des Geräts, um die Menschen um dich zu erreichen.',
  },
  'route-clear': { saw: () => 'Nichts steht zwischen diesem Gerät und dem lokalen Netz.' },
  'ipv6-there': {
    saw: ({ names }) => `${list(names)} ${names.length === 1 ? 'hat' : 'haben'} eine IPv6-Adresse.`,
  },
  'ipv6-none': {
    saw: () => 'Keine Netzwerkkarte hat eine IPv6-Adresse: Loom ist allein auf IPv4 angewiesen.',
    remedy: () =>
      'Schalte IPv6 in den Netzwerkeinstellungen ein. Seine link-lokalen Adressen gehen auch, wo kein Router welche vergibt.',
  },
  'address-steady': { saw: () => 'Die Adresse dieses Geräts hat sich zuletzt nicht geändert.' },
  'address-moved': {
    saw: ({ ms, before, after }) =>
      `Die Adresse dieses Geräts hat sich vor ${duration(ms)} geändert: vorher ${list(before) || 'keine'}, jetzt ${list(after) || 'keine'}.`,
    remedy: () =>
      'Kontakte, die dieses Gerät hören, kommen von selbst nach. Wer die Adresse von Hand bekam, braucht die neue.',
  },
  'mdns-taken': {
    saw: ({ program }) =>
      `Ein anderes Programm${program === undefined ? '' : ` (${program})`} hält UDP-Port 5353 für sich, darum kann Loom kein Multicast-DNS benutzen.`,
    remedy: () =>
      'Lass dieses Programm den Port teilen (avahi: disallow-other-stacks=no), oder beende es. Adressen von Hand gehen trotzdem.',
  },
  'mdns-refused': {
    saw: () => 'Das System lässt Loom nicht an UDP-Port 5353.',
    remedy: () =>
      'Erlaube Loom das lokale Netz (unter macOS: Systemeinstellungen, Datenschutz & Sicherheit, Lokales Netzwerk).',
  },
  'mdns-open': { saw: () => 'UDP-Port 5353 steht Loom offen.' },
  'mdns-shared': { saw: ({ program }) => `UDP-Port 5353 wird mit ${program} geteilt.` },
  'multicast-untried': { saw: () => 'Ohne UDP-Port 5353 ließ sich das nicht versuchen.' },
  'multicast-silent': {
    saw: ({ where }) =>
      `Was Loom über ${list(where)} an alle schickte, war auf diesem Gerät selbst nicht zu hören: Eine Firewall verwirft es.`,
    remedy: () =>
      'Erlaube UDP-Port 5353 in der Firewall dieses Geräts, ein- und ausgehend. Bis dahin gib Adressen von Hand an, oder durchsuche das Netz.',
  },
  'multicast-unsent': {
    saw: ({ where }) => `Über ${list(where)} lässt sich nichts an alle schicken.`,
    remedy: () => 'Sieh nach, ob die Firewall UDP-Port 5353 hinauslässt und ob die Karte verbunden ist.',
  },
  'multicast-heard': { saw: ({ where }) => `Was Loom an alle schickt, ist über ${list(where)} zu hören.` },
};

export function germanFinding<C extends FindingCode>(
  finding: Finding & { readonly code: C },
): { saw: string; remedy?: string } {
  const { saw, remedy }: FindingSentences<C> = sentences[finding.code];
  const facts = finding as unknown as Findings[C];
  return { saw: saw(facts), ...(remedy && { remedy: remedy(facts) }) };
}
