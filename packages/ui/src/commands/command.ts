// What a command of the window is. Menus, buttons, the palette and the sheet of shortcuts are all made from the same ones.
import type { IconName } from '../components/icon.tsx';
import type { Loom } from '../state/loom.ts';
import type { Shortcut } from './keys.ts';

export interface Command {
  readonly id: string;
  readonly icon: IconName;
  /** Read while rendering, as words are. */
  words(loom: Loom): string;
  readonly keys?: Shortcut | ((loom: Loom) => Shortcut);
  /** Whether it can be done now; always, where that is left out. */
  when?(loom: Loom): boolean;
  run(loom: Loom): void;
  readonly dangerous?: boolean;
  /** Its keys work while a sheet is open, too. */
  readonly urgent?: boolean;
  /** Only its keys lead to it: in a list of what to do it would say nothing. */
  readonly unlisted?: boolean;
}

export function keysOf({ keys }: Command, loom: Loom): Shortcut | undefined {
  return typeof keys === 'function' ? keys(loom) : keys;
}

export function isPossible(command: Command, loom: Loom): boolean {
  return command.when?.(loom) ?? true;
}
