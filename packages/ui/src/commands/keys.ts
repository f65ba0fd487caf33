// The keys of a shortcut: whether a key press is one, and how its keys are called on this system.
import { words } from '../messages/words.ts';

export interface Shortcut {
  /** As a key press names it; letters are small. */
  readonly key: string;
  /** Ctrl, which is Command on a Mac. */
  readonly mod?: boolean;
  readonly shift?: boolean;
  readonly alt?: boolean;
}

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const onMac = /^(Mac|iPhone|iPad)/.test(navigator.platform);

export function isPressed(shortcut: Shortcut, press: KeyPress, mac = onMac): boolean {
  const [mod, other] = mac ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey];
  return (
    keyOf(press) === shortcut.key &&
    mod === (shortcut.mod ?? false) &&
    !other &&
    press.altKey === (shortcut.alt ?? false) &&
    // Where a sign stands differs from keyboard to keyboard, and with it whether it takes Shift.
    (isSign(shortcut.key) || press.shiftKey === (shortcut.shift ?? false))
  );
}

/** A keyboard of another script has its letters where a Latin one has them. */
function keyOf({ key, code }: KeyPress): string {
  const isForeign = key.length === 1 && key > '~' && code.startsWith('Key');
  return (isForeign ? code.slice('Key'.length) : key).toLowerCase();
}

function isSign(key: string): boolean {
  return key.length === 1 && !/[a-z0-9]/.test(key);
}

/** Each key by the name that stands on it. */
export function keyNames({ key, mod, shift, alt }: Shortcut, mac = onMac): string[] {
  const names = words.keys;
  const modifiers = [
    mod === true && (mac ? '⌘' : names.ctrl),
    alt === true && (mac ? '⌥' : names.alt),
    shift === true && (mac ? '⇧' : names.shift),
  ];
  return [...modifiers.filter((name) => name !== false), namedKeys()[key] ?? key.toUpperCase()];
}

function namedKeys(): Readonly<Record<string, string>> {
  const { enter, escape, home, end, pageUp, pageDown } = words.keys;
  return {
    arrowup: '↑',
    arrowdown: '↓',
    enter,
    escape,
    home,
    end,
    pageup: pageUp,
    pagedown: pageDown,
  };
}
