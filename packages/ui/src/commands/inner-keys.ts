// The keys that have their meaning within one part of the window: in the list of messages, and in the field to write in.
import { isPressed, type Shortcut } from './keys.ts';

export const messageKeys = {
  previous: [{ key: 'arrowup' }],
  next: [{ key: 'arrowdown' }],
  pageUp: [{ key: 'pageup' }],
  pageDown: [{ key: 'pagedown' }],
  first: [{ key: 'home' }],
  last: [{ key: 'end' }],
  options: [{ key: 'enter' }],
} as const satisfies Record<string, readonly Shortcut[]>;

export const writingKeys = {
  send: [{ key: 'enter' }],
  newLine: [{ key: 'enter', shift: true }],
} as const satisfies Record<string, readonly Shortcut[]>;

/** @returns the name of what the key press means; undefined where it means nothing here. */
export function meaningOf<K extends string>(
  keys: Readonly<Record<K, readonly Shortcut[]>>,
  press: KeyboardEvent,
): K | undefined {
  return (Object.keys(keys) as K[]).find((name) => keys[name].some((one) => isPressed(one, press)));
}
