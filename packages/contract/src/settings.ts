// What a person can set, the same for every interface of a profile. One schema is the shape, its bounds and its defaults.
import * as v from 'valibot';

/** Text sizes on offer, percent of the usual one. */
export const textSizes = [90, 100, 110, 125, 150] as const;

/** Idle times on offer, minutes; 0 is never. */
export const idleLockChoices = [0, 1, 5, 15, 60] as const;

const fields = {
  theme: v.picklist(['system', 'dark', 'light']),
  /** `auto`: what the system's preferences and its drawing allow. */
  effects: v.picklist(['auto', 'full', 'lite', 'off']),
  /** `system`: the language of the machine, where Loom has it, English otherwise. */
  language: v.picklist(['system', 'en', 'de']),
  text_size: v.picklist(textSizes),
  /** Contacts are told what has been read. */
  read_receipts: v.boolean(),
  /** Contacts are told while something is being written. */
  typing: v.boolean(),
  notifications: v.boolean(),
  /** A notification names who wrote; never what. */
  notification_names: v.boolean(),
  /** Locks after this long without the person; 0: never. Counts only where a passphrase is set. */
  idle_lock_minutes: v.picklist(idleLockChoices),
} as const;

export const settings = v.object(fields);
export type Settings = v.InferOutput<typeof settings>;

/** Any of them; what is left out stays. */
export const settingsPatch = v.partial(v.strictObject(fields));

export const defaultSettings: Settings = {
  theme: 'system',
  effects: 'auto',
  language: 'system',
  text_size: 100,
  read_receipts: true,
  typing: true,
  notifications: true,
  notification_names: false,
  idle_lock_minutes: 0,
};
