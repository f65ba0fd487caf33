// The language in which dates and times are written: as the person's system has it, where that is the window's language too.
import { words } from '../messages/words.ts';
import { usableLocale } from '../text/locale.ts';

/** Read while rendering, as words are. */
export function locale(): string {
  const system = usableLocale(navigator.language, words.locale);
  return new Intl.Locale(system).language === words.locale ? system : words.locale;
}
