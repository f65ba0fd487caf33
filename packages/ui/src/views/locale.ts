// The language that this window writes dates and times in.
import { words } from '../messages/words.ts';
import { usableLocale } from '../text/locale.ts';

export const locale = usableLocale(navigator.language, words.locale);
