// What is told outside the window, and the settings of it, in German.
import type { Words } from './words.ts';

export const germanNotifications: Words['notifications'] = {
  lead: 'Kommt eine Nachricht, während du nicht auf dieses Fenster siehst oder ein anderes Gespräch offen ist, kann das System es melden. Was darin steht, wird nie gezeigt.',
  choice: 'Neue Nachrichten melden',
  off: 'Gar nicht',
  withoutName: 'Ohne den Namen',
  withName: 'Mit dem Namen',
  unasked:
    'Dieser Browser wurde noch nicht gefragt, ob die Seite von Loom etwas melden darf. Nach einem Neustart von Loom fragt er wieder.',
  ask: 'Meldungen erlauben',
  refused:
    'Dieser Browser lässt die Seite von Loom nichts melden. Erlaube es in den Einstellungen der Seite, über das Zeichen neben ihrer Adresse.',
  granted: 'Sie erscheinen so, wie dein System sie zeigt.',
  app: 'Loom',
  message: 'Neue Nachricht',
};
