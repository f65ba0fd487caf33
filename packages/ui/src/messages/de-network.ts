// The words of the network's page, in German.
import type { CheckStatus, FindingCode } from '@loom/contract';
import type { Standing } from '../text/verdict.ts';
import type { Words } from './words.ts';

const titles: Readonly<Record<FindingCode, string>> = {
  'engine-runs': 'Loom läuft',
  'profile-missing': 'Dieses Profil gibt es nicht',
  'profile-held': 'Ein anderer Prozess hält dieses Profil',
  'identity-missing': 'Es gibt noch keine Identität',
  'network-failed': 'Loom ist nicht im Netz',
  'engine-not-running': 'Loom läuft nicht',
  'only-running-tells': 'Noch nicht bekannt',
  'not-listening': 'Es wird nicht gelauscht',
  'discovery-on': 'Andere werden gesucht',
  'discovery-off': 'Niemand wird gesucht',
  'discovery-failed': 'Andere können nicht gesucht werden',
  'copy-none': 'Dich gibt es nur einmal',
  'copy-heard': 'Eine zweite Kopie dieses Profils ist zu hören',
  'others-heard': 'Andere Looms sind zu hören',
  'others-connected': 'Alle Kontakte sind verbunden',
  'others-none': 'Du scheinst hier allein zu sein',
  'doors-open': 'Niemand ist abgeschottet',
  'contacts-connected': 'Niemand ist abgeschottet',
  'doors-untried': 'Keine andere Tür zum Probieren',
  'doors-stale': 'Wer zu hören war, ist fort',
  'doors-closed': 'Das Netz trennt seine Geräte',
  'port-failed': 'Der Port ist belegt',
  'port-usual': 'Der übliche Port ist offen',
  'port-other': 'Loom lauscht auf einem anderen Port',
  'reached-by-contact': 'Kontakte kommen durch',
  'reached-on-trial': 'Kontakte kommen durch',
  'reached-not': 'Eine Firewall weist Anrufer ab',
  'reach-untried': 'Niemand da, der diese Tür probiert',
  'clock-unknown': 'Keine Uhr zum Vergleichen',
  'clock-agrees': 'Die Uhr stimmt',
  'clock-off': 'Die Uhr geht falsch',
  'machine-unseen': 'Dieses Gerät ließ sich nicht ansehen',
  'card-none': 'Keine Netzwerkkarte zum Prüfen',
  'cards-used': 'Die Netzwerkkarten sind verbunden',
  'network-none': 'Dieses Gerät ist in keinem Netz',
  'route-detour': 'Etwas steht vor dem lokalen Netz',
  'route-vpn': 'Ein VPN hält die Standardroute',
  'route-container': 'Nur das Netz eines Containers ist zu sehen',
  'route-clear': 'Der Weg ins lokale Netz ist frei',
  'ipv6-there': 'IPv6 ist da',
  'ipv6-none': 'IPv6 fehlt',
  'address-steady': 'Die Adresse ist beständig',
  'address-moved': 'Die Adresse hat sich geändert',
  'mdns-taken': 'Der Port für die Suche ist belegt',
  'mdns-refused': 'Das System verweigert den Port für die Suche',
  'mdns-open': 'Der Port für die Suche ist offen',
  'mdns-shared': 'Der Port für die Suche wird geteilt',
  'multicast-untried': 'Multicast wurde nicht probiert',
  'multicast-silent': 'Eine Firewall verwirft Multicast',
  'multicast-unsent': 'Multicast lässt sich nicht senden',
  'multicast-heard': 'Multicast kommt an',
};

const standing: Readonly<Record<Standing, string>> = {
  off: 'Loom ist nicht im Netz.',
  'no-network': 'Dieses Gerät ist in keinem Netz.',
  unseen: 'Von selbst findet dich hier niemand.',
  'walled-off': 'Du bist zu hören, aber abgeschottet.',
  found: 'Du bist zu finden.',
};

const status: Readonly<Record<CheckStatus, string>> = {
  ok: 'Gut',
  unknown: 'Nicht bekannt',
  warning: 'Beachtenswert',
  fault: 'Fehler',
};

const counts = ['Kein', 'Ein', 'Zwei', 'Drei', 'Vier', 'Fünf', 'Sechs', 'Sieben', 'Acht', 'Neun'] as const;
const counted = (count: number): string => counts[count] ?? String(count);

export const network: Words['network'] = {
  again: 'Neu prüfen',
  looking: 'Das Netz wird angesehen …',
  examining:
    'Sieht die Netzwerkkarten an, sendet an alle und lauscht, und bittet einen Kontakt, diese Tür zu probieren. Das dauert einige Sekunden.',
  noAnswer: 'Das Netz ließ sich nicht ansehen.',
  checked: (time, connected) =>
    `Geprüft um ${time}. ${counted(connected)} ${connected < 2 ? 'Kontakt ist' : 'Kontakte sind'} gerade verbunden.`,
  standing,
  beside: (beside) => {
    if (beside === 'nothing') return '';
    if (beside === 'shut') return 'Eine Tür ist zu.';
    if (beside === 'alone') return 'Sonst ist niemand zu hören.';
    return beside === 1
      ? 'Eines solltest du dir ansehen.'
      : `${counted(beside)} Dinge solltest du dir ansehen.`;
  },
  status,
  titles,
  attention: 'Was Aufmerksamkeit braucht',
  looked: 'Was angesehen wurde',
  needsAttention: 'braucht Aufmerksamkeit',
  whatToDo: 'Was tun:',
  withTool: (tool) => `Mit ${tool}`,
  copy: 'Kopieren',
  copyCommand: (command) => `${command} kopieren`,
  copied: 'Kopiert.',
  copyFailed: 'Der Browser hat das Kopieren verweigert. Markiere den Befehl und kopiere ihn von Hand.',
  off: 'Das Netz von Loom läuft nicht.',
  startAgain: 'Neu starten',
  missing: 'Fehlt noch jemand?',
  missingText:
    'Fragt jede Adresse neben diesem Gerät einmal, für Netze, in denen man einander nicht hört. Dauert etwa zehn Sekunden.',
  askAround: 'Herumfragen',
  asking: 'Es wird bei den Nachbarn angeklopft …',
  asked: ({ probed, open, found }) =>
    `${probed === 1 ? '1 Adresse' : `${probed} Adressen`} gefragt, ${open === 1 ? '1 Tür' : `${open} Türen`} offen, ${
      found === 0 ? 'kein Kontakt' : found === 1 ? '1 Kontakt' : `${found} Kontakte`
    } gefunden.`,
  thisDevice: 'Dieses Gerät',
  strangers: 'Was Fremde hier sehen können',
  strangersSee:
    'Dass hier ein Loom ist, unter einem Zufallsnamen, der alle 15 Minuten wechselt, mit seinen Adressen und dem Port, und sehr grob, wie viele Kontakte es hat. Nie deinen Namen, deine Schlüssel oder wen du kennst; deinen Namen nur, solange du jemanden in der Nähe triffst.',
  strangersQuiet:
    'Nichts wird angekündigt. Wer den Port probiert, bekommt ohne die Schlüssel deiner Kontakte keine Antwort.',
  strangersNothing: 'Nichts: Loom ist gerade nicht im Netz.',
  air: 'Name im Netz',
  nextName: 'Nächster Name in',
  minutes: (count) => `${count} min`,
  byHand: 'Adressen von Hand',
  noneByHand: 'Für alle, die sich nicht von selbst finden. Noch ist keine angegeben.',
  addAddress: 'Adresse angeben',
  contact: 'Kontakt',
  removeAddress: (address, name) => `${address} von ${name} vergessen`,
  nobodyFound: 'Niemand zu finden?',
  seeNetwork: 'Sieh nach, was das Netz sagt',
};
