// A command to type elsewhere: shown whole, with a button that copies it and says so.
import { useState } from 'preact/hooks';
import { words } from '../messages/words.ts';
import { Button } from './button.tsx';

export function CommandLine({ command, label }: { command: string; label?: string | undefined }) {
  const [said, setSaid] = useState('');

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(command);
      setSaid(words.network.copied);
    } catch {
      setSaid(words.network.copyFailed);
    }
  }

  return (
    <div class="command-line">
      {label !== undefined && <span class="command-label">{label}</span>}
      <code tabIndex={0}>{command}</code>
      <Button
        icon={said === words.network.copied ? 'check' : 'copy'}
        aria-label={words.network.copyCommand(command)}
        onClick={() => void copy()}
      >
        {words.network.copy}
      </Button>
      <span class="command-said" aria-live="polite">
        {said}
      </span>
    </div>
  );
}
