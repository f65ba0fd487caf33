// What is told outside the window, and the settings of it, in German.
import type { Words } from './words.ts';

export const germanNotifications: Words['notifications'] = {
  lead: 'Kommt eine Nachricht, während du nicht auf dieses Fenster siehst oder ein anderes Gespräch offen ist, kann das System es melden. Was darin steht, wird nie gezeigt.',
  choice: 'Neue Nachrichten melden',
  off: 'Gar nicht',
  withoutName: 'Ohne den Namen',
  withName: 'Mit dem Namen',
  unasked:
    'Dieser Browser wurde noch nicht gefragt, ob die Seite von Loom Mitteilungen zeigen darf. Nach einem Neustart von Loom fragt er wieder.',
  ask: 'Mitteilungen erlauben',
  refused:
    'Dieser Browser lässt die Seite von Loom keine Mitteilungen zeigen. Erlaube sie in den Einstellungen der Seite, über das Zeichen neben ihrer Adresse.',
  granted: 'Sie erscheinen so, wie dein System sie zeigt.',
  app: 'Loom',
  message: 'Neue Nachricht',
};
