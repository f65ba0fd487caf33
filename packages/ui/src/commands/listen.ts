// Listens to the keys of the whole window: runs the command whose keys they are, and takes the uppermost thing away at Esc. What
// has a use of its own for a key, as a menu or a sheet has, is asked first.
import { isPossible, keysOf } from './command.ts';
import { isPressed } from './keys.ts';
import { commands } from './registry.ts';
import { narrow } from '../layout.ts';
import type { Loom } from '../state/loom.ts';

/** @returns what takes the listener off again. */
export function followKeys(loom: Loom): () => void {
  function take(event: KeyboardEvent): void {
    // While an input method composes, keys are its own; under a sheet the rest of the window rests, but for what is urgent.
    if (event.defaultPrevented || event.isComposing || loom.phase.value !== 'main') return;
    const rests = isSheetOpen();
    const command = commands.find((one) => {
      if (rests && one.urgent !== true) return false;
      const keys = keysOf(one, loom);
      if (keys === undefined || !isPressed(keys, event)) return false;
      return !isTyped(event) && isPossible(one, loom);
    });
    if (command) command.run(loom);
    else if (rests || event.key !== 'Escape' || !stepBack(loom)) return;
    event.preventDefault();
  }
  addEventListener('keydown', take);
  return () => removeEventListener('keydown', take);
}

function isSheetOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

/** A key that writes a sign is the text field's, where one has the focus. */
function isTyped({ target, key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const writes = key.length === 1 && !ctrlKey && !metaKey && !altKey;
  return writes && target instanceof Element && target.matches('input, textarea');
}

/** Takes away what was opened last. @returns false where nothing was. */
function stepBack({ details, search, selected, settingsView }: Loom): boolean {
  const isNarrow = matchMedia(narrow).matches;
  if (settingsView.at.value) (isNarrow ? settingsView.back : settingsView.close)();
  else if (details.value) details.value = undefined;
  else if (search.query.value !== '' || search.scope.value !== undefined) search.clear();
  else if (selected.value !== undefined && isNarrow) selected.value = undefined;
  else return false;
  return true;
}
