import { describe, expect, test } from 'vitest';
import { isPressed, keyNames } from '../src/commands/keys.ts';

function press(key: string, held: Partial<KeyboardEvent> = {}) {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

describe('the keys of a shortcut', () => {
  const find = { key: 'f', mod: true, shift: true };

  test('are Ctrl on one system and Command on another, and never both', () => {
    const held = { shiftKey: true };
    expect(isPressed(find, press('F', { ctrlKey: true, ...held }), false)).toBe(true);
    expect(isPressed(find, press('F', { metaKey: true, ...held }), false)).toBe(false);
    expect(isPressed(find, press('F', { metaKey: true, ...held }), true)).toBe(true);
    expect(isPressed(find, press('F', { metaKey: true, ctrlKey: true, ...held }), true)).toBe(false);
  });

  test('leave alone what is held with other keys', () => {
    expect(isPressed(find, press('f', { ctrlKey: true }), false)).toBe(false);
    expect(isPressed(find, press('F', { ctrlKey: true, shiftKey: true, altKey: true }), false)).toBe(false);
  });

  test('find a sign wherever the keyboard has it, with Shift or without', () => {
    expect(isPressed({ key: '/', mod: true }, press('/', { ctrlKey: true }), false)).toBe(true);
    expect(isPressed({ key: '/', mod: true }, press('/', { ctrlKey: true, shiftKey: true }), false)).toBe(
      true,
    );
  });

  test('are where a Latin keyboard has them, on a keyboard of another script', () => {
    expect(isPressed({ key: 'k', mod: true }, press('л', { code: 'KeyK', ctrlKey: true }), false)).toBe(true);
  });

  test('are called as the system calls them', () => {
    expect(keyNames(find, false)).toEqual(['Ctrl', 'Shift', 'F']);
    expect(keyNames(find, true)).toEqual(['⌘', '⇧', 'F']);
    expect(keyNames({ key: 'arrowup', alt: true }, false)).toEqual(['Alt', '↑']);
  });
});
