// The languages that the window speaks. A further one is a further catalogue, and a line here.
import type { Settings } from '@loom/contract';
import { de } from './de.ts';
import { en } from './en.ts';
import type { Words } from './words.ts';

type Language = Exclude<Settings['language'], 'system'>;

const languages: Readonly<Record<Language, Words>> = { en, de };

/** @param system the language tag of the machine, which may be none that exists. */
export function languageFor(chosen: Settings['language'], system: string): Words {
  if (chosen !== 'system') return languages[chosen];
  const [code = ''] = system.toLowerCase().split(/[-_]/);
  return Object.hasOwn(languages, code) ? languages[code as Language] : en;
}
