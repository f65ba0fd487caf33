// What a person can set, the same for every interface of a profile. One schema is the shape, its bounds and its defaults.
import * as v from 'valibot';

/** Text sizes on offer, percent of the usual one. */
export const textSizes = [90, 100, 110, 125, 150] as const;

/** Minutes; 0 is never. */
export const lockPauses = [0, 1, 5, 15, 60] as const;

const fields = {
  theme: v.picklist(['system', 'dark', 'light']),
  /** `auto`: what the system's preferences and its drawing allow. */
  effects: v.picklist(['auto', 'full', 'lite', 'off']),
  /** `system`: the language of the machine, where Loom has it, English otherwise. */
  language: v.picklist(['system', 'en', 'de']),
  text_size: v.picklist(textSizes),
  /** Contacts are told what has been read. */
  read_receipts: v.boolean(),
  /** After so long without a person at a window, Loom locks; never at 0, nor without a passphrase. */
  lock_after_minutes: v.picklist(lockPauses),
  /** Contacts see when something is being written to them, and are seen writing. */
  typing_indicators: v.boolean(),
  /** What the system tells of a message while the window is not looked at; never what is written. */
  notifications: v.picklist(['off', 'without-name', 'with-name']),
} as const;

export const settings = v.object(fields);
export type Settings = v.InferOutput<typeof settings>;

/** Any of them; what is left out stays. */
export const settingsPatch = v.partial(v.strictObject(fields));

const defaultSettings: Settings = {
  theme: 'system',
  effects: 'auto',
  language: 'system',
  text_size: 100,
  read_receipts: true,
  lock_after_minutes: 0,
  typing_indicators: true,
  notifications: 'without-name',
};

const names = Object.keys(fields) as (keyof Settings)[];

/** The settings that were stored; what is not there, or is none of today's values, is as at first. */
export function settingsFrom(stored: Readonly<Record<string, unknown>>): Settings {
  const kept = names.filter((name) => v.is(fields[name], stored[name]));
  return v.parse(settings, {
    ...defaultSettings,
    ...Object.fromEntries(kept.map((name) => [name, stored[name]])),
  });
}
