// Shows notices through the browser, once the person has let it. Knows nothing of when one is due.
import { signal } from '@preact/signals';
import type { Notifier } from '../host.ts';

const permissions = { default: 'unasked', granted: 'granted', denied: 'refused' } as const;

export function createBrowserNotifier(): Notifier | undefined {
  if (!('Notification' in globalThis)) return undefined;
  const read = (): Notifier['permission']['value'] => permissions[Notification.permission];
  const permission = signal(read());
  const shown = new Map<string, Notification>();
  const look = (): void => {
    permission.value = read();
  };
  // It can be changed beside the page, too.
  addEventListener('focus', look);

  return {
    permission,
    async ask() {
      await Notification.requestPermission();
      look();
    },
    show({ tag, title, body, onPress }) {
      look();
      if (permission.value !== 'granted') return;
      let notification;
      try {
        notification = new Notification(title, { body, tag });
      } catch {
        // Some browsers have the name of it, and refuse to make one from a page.
        return;
      }
      shown.set(tag, notification);
      notification.onclick = () => {
        notification.close();
        window.focus();
        onPress();
      };
    },
    withdraw(tag) {
      shown.get(tag)?.close();
      shown.delete(tag);
    },
  };
}
