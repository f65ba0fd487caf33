// The words of the details of a contact, in German.
import type { Words } from './words.ts';

export const details: Words['details'] = {
  title: 'Einzelheiten',
  of: (name) => `Einzelheiten zu ${name}`,
  show: 'Einzelheiten zeigen',
  hide: 'Einzelheiten ausblenden',
  close: 'Einzelheiten schließen',
  rename: (name) => `${name} umbenennen`,
  renamed: (name) => `Der Kontakt heißt hier jetzt ${name}.`,
  session: 'Sitzung',
  noSession: 'noch keine',
  renewed: 'Schlüssel erneuert',
  renewals: (count) => (count === 0 ? 'noch nicht' : count === 1 ? 'einmal' : `${count}-mal`),
  counters: 'Seitdem',
  countersFirst: 'Seit Beginn',
  sealedOpened: (sealed, opened) => `${sealed} versiegelt, ${opened} geöffnet`,
  added: 'Hinzugefügt',
  addresses: 'Zu finden unter',
  noAddress: 'gerade nirgends',
  sources: {
    mdns: 'im Netz gehört',
    manual: 'von Hand angegeben',
    remembered: 'ging früher',
  },
  connect: 'Verbindung versuchen',
  address: 'Adresse',
};
