// The gallery: every component in every state, in both themes and with as much glitter as one likes. For those who build Loom, so in
// English alone. Needs no engine, and knows nobody.
import { render, type ComponentType } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { Backdrop } from '../components/backdrop.tsx';
import { Choice } from '../components/choice.tsx';
import type { EffectsLevel } from '../effects.ts';
import { Filled } from './filled.tsx';
import { Layers } from './layers.tsx';
import { Pressed } from './pressed.tsx';
import { Said } from './said.tsx';
import { showStates } from './states.ts';
import { Told } from './told.tsx';
import { Tokens } from './tokens.tsx';
import './gallery.css';

const rooms = {
  pressed: ['Buttons', Pressed],
  filled: ['Fields', Filled],
  told: ['States', Told],
  tokens: ['Tokens', Tokens],
  said: ['Messages', Said],
  layers: ['Panes', Layers],
} as const satisfies Record<string, readonly [string, ComponentType]>;

type Room = keyof typeof rooms;

const roomNames = Object.keys(rooms) as Room[];

function roomInAddress(): Room {
  return roomNames.find((room) => `#${room}` === location.hash) ?? 'pressed';
}

function Gallery() {
  const [room, setRoom] = useState(roomInAddress);
  const [theme, setTheme] = useState<'system' | 'dark' | 'light'>('system');
  const [effects, setEffects] = useState<EffectsLevel>('full');
  const [title, Content] = rooms[room];

  useEffect(() => {
    const follow = (): void => setRoom(roomInAddress());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset['theme'];
    else dataset['theme'] = theme;
    dataset['fx'] = effects;
  }, [theme, effects]);

  return (
    <>
      <Backdrop />
      <div class="gallery">
        <header class="pane gallery-head">
          <h1>Gallery</h1>
          <nav aria-label="Rooms">
            {roomNames.map((name) => (
              <a key={name} href={`#${name}`} aria-current={name === room ? 'page' : undefined}>
                {rooms[name][0]}
              </a>
            ))}
          </nav>
          <Choice
            label="Theme"
            value={theme}
            options={[
              { value: 'system', label: 'System' },
              { value: 'dark', label: 'Dark' },
              { value: 'light', label: 'Light' },
            ]}
            onChange={setTheme}
          />
          <Choice
            label="Effects"
            value={effects}
            options={[
              { value: 'full', label: 'Full' },
              { value: 'lite', label: 'Lite' },
              { value: 'off', label: 'Off' },
            ]}
            onChange={setEffects}
          />
        </header>
        <main class="pane gallery-room" tabIndex={0} aria-label={title}>
          <Content key={room} />
        </main>
      </div>
    </>
  );
}

export function openGallery(place: HTMLElement): void {
  document.title = 'Gallery of Loom';
  showStates();
  render(<Gallery />, place);
}
