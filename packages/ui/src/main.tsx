// Opens the window: styles, host, state, view.
import './styles/index.css';
import { render } from 'preact';
import { createBrowserHost } from './hosts/browser.ts';
import { createShellHost, inShell } from './hosts/shell.ts';
import { createLoom } from './state/loom.ts';
import { followEffectsLevel, followPointerWithGloss, pauseDriftWhenUnseen } from './effects.ts';
import { words } from './messages/words.ts';
import { App } from './views/app.tsx';
import { LoomContext } from './views/context.ts';

const root = document.documentElement;
root.lang = words.locale;
followEffectsLevel(root);
pauseDriftWhenUnseen(root);
followPointerWithGloss();

const loom = createLoom(inShell() ? createShellHost() : createBrowserHost(), sessionStorage);
const place = document.getElementById('loom');
if (place) {
  render(
    <LoomContext.Provider value={loom}>
      <App />
    </LoomContext.Provider>,
    place,
  );
}
