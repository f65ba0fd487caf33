// Opens the window: styles, host, state, view. At /gallery it opens the gallery instead, which nothing else waits for.
import './styles/index.css';
import { render } from 'preact';
import { createBrowserHost } from './hosts/browser.ts';
import { createShellHost, inShell } from './hosts/shell.ts';
import { followSettings } from './appearance.ts';
import { words } from './messages/words.ts';
import { followActivity } from './state/activity.ts';
import { createLoom } from './state/loom.ts';
import { followEffectsLevel, followPointerWithGloss, pauseDriftWhenUnseen } from './effects.ts';
import { keepFocus } from './focus.ts';
import { keepWindow } from './stray-files.ts';
import { clockTime } from './text/time.ts';
import { App } from './views/app.tsx';
import { LoomContext } from './views/context.ts';
import { locale } from './views/locale.ts';

const galleryPath = '/gallery';

const root = document.documentElement;
pauseDriftWhenUnseen(root);
followPointerWithGloss();

function openWindow(place: HTMLElement): void {
  const loom = createLoom(inShell() ? createShellHost() : createBrowserHost(), sessionStorage);
  followSettings(root, loom.settings.current);
  followEffectsLevel(root, loom.settings.current, () => loom.say(words.effects.slow, 10_000));
  followActivity(loom);
  keepFocus(place);
  keepWindow();
  render(
    <LoomContext.Provider value={loom}>
      <App />
    </LoomContext.Provider>,
    place,
  );
  // The web engine reads its tables of dates with the first one, and has the time for it while Loom’s engine answers.
  setTimeout(() => clockTime(0, locale()));
}

const place = document.getElementById('loom');
if (place && location.pathname === galleryPath) {
  void import('./gallery/gallery.tsx').then(({ openGallery }) => openGallery(place));
} else if (place) openWindow(place);
