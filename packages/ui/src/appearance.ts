// Gives the window the look and the language that the person has set: theme, size of text, words. What glitters is in effects.ts.
import { effect, type ReadonlySignal } from '@preact/signals';
import type { Settings } from '@loom/contract';
import { languageFor } from './messages/languages.ts';
import { speak } from './messages/words.ts';

/** Until the settings are there, and while the system is to decide, the system decides. */
export function followSettings(root: HTMLElement, settings: ReadonlySignal<Settings | undefined>): void {
  effect(() => {
    const { theme = 'system', text_size: size = 100, language = 'system' } = settings.value ?? {};
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    root.style.fontSize = size === 100 ? '' : `${size}%`;
    const words = languageFor(language, navigator.language);
    root.lang = words.locale;
    speak(words);
  });
}
