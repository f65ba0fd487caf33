// How much the window glitters, and when it keeps still: the effects level, the pause of the drift, and the gloss that
// follows the pointer. Knows nothing of what is in the window.

import { effect, signal, type ReadonlySignal } from '@preact/signals';
import type { Settings } from '@loom/contract';
import { watchFrames } from './frames.ts';

/** `full`, `lite` or `off`; what each means is in styles/tokens.css. */
export type EffectsLevel = 'full' | 'lite' | 'off';

const forcedColours = '(forced-colors: active)';
const solidPreferences = [
  '(prefers-reduced-transparency: reduce)',
  '(prefers-contrast: more)',
  forcedColours,
];
const unfocusedPauseMs = 60_000;
/** Opening takes what it takes; then frames are looked at for a while, and again each minute: looking costs something, too. */
const settleMs = 4_000;
const lookMs = 8_000;
const lookAgainMs = 60_000;

/**
 * Follows what the person has set, which goes before all but forced colours; where that is `auto`, the system's preferences, and a
 * level that the host has set in the page is then the most that is used. A window that can't keep up with `full` goes on with
 * `lite` while it is open.
 * @param onSlow is called when that happens, once.
 */
export function followEffectsLevel(
  root: HTMLElement,
  settings: ReadonlySignal<Settings | undefined>,
  onSlow: () => void,
): void {
  const fromHost = root.dataset['fx'];
  const queries = solidPreferences.map((query) => matchMedia(query));
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const blurs =
    CSS.supports('backdrop-filter', 'blur(1px)') || CSS.supports('-webkit-backdrop-filter', 'blur(1px)');
  const isSlow = signal(false);

  function choose(): EffectsLevel {
    const chosen = settings.value?.effects ?? 'auto';
    if (chosen !== 'auto' && !matchMedia(forcedColours).matches) return chosen;
    if (!blurs || fromHost === 'off' || queries.some((query) => query.matches)) return 'off';
    return fromHost === 'lite' || isSlow.value ? 'lite' : 'full';
  }
  const apply = (): void => {
    root.dataset['fx'] = choose();
  };
  for (const query of queries) query.addEventListener('change', apply);
  effect(apply);

  function look(): void {
    const isChosen = settings.value?.effects !== 'auto';
    if (isChosen || isSlow.value || root.dataset['fx'] !== 'full' || still.matches || document.hidden) return;
    const stop = watchFrames(requestAnimationFrame, () => {
      isSlow.value = true;
      onSlow();
    });
    setTimeout(stop, lookMs);
  }
  setTimeout(look, settleMs);
  setInterval(look, lookAgainMs);
}

/** Nothing moves in a window that is hidden or was left alone for a minute. */
export function pauseDriftWhenUnseen(root: HTMLElement): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const set = (still: boolean): void => {
    clearTimeout(timer);
    root.toggleAttribute('data-still', still);
  };
  document.addEventListener('visibilitychange', () => set(document.hidden));
  addEventListener('focus', () => set(false));
  addEventListener('blur', () => {
    timer = setTimeout(set, unfocusedPauseMs, true);
  });
}

/** Sets `--lx` on the button under the pointer: where the light stands in it. One layout read per button entered. */
export function followPointerWithGloss(): void {
  let button: HTMLElement | undefined;
  let left = 0;
  let width = 1;

  addEventListener('pointerover', ({ target }) => {
    const entered = target instanceof Element ? target.closest<HTMLElement>('.button') : null;
    if (entered === button) return;
    button?.style.removeProperty('--lx');
    button = entered ?? undefined;
    if (button) ({ left, width } = button.getBoundingClientRect());
  });
  addEventListener('pointermove', ({ clientX }) => {
    button?.style.setProperty('--lx', `${Math.round(((clientX - left) / width) * 100)}%`);
  });
}
