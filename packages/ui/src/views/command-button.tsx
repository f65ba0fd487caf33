// A command as a line to press, with its drawing and its words.
import { Icon } from '../components/icon.tsx';
import { useLoom } from './context.ts';
import { isPossible, type Command } from '../commands/command.ts';

export function CommandButton({ command }: { command: Command }) {
  const loom = useLoom();
  return (
    <button
      type="button"
      class={`deed${command.dangerous === true ? ' dangerous' : ''}`}
      disabled={!isPossible(command, loom)}
      onClick={() => command.run(loom)}
    >
      <Icon name={command.icon} />
      {command.words(loom)}
    </button>
  );
}
