// What the person has set, a way to change it, and why that failed, in words.
import { useState } from 'preact/hooks';
import type { CommandInput, Settings } from '@loom/contract';
import { Note } from '../../components/note.tsx';
import { sentence } from '../../state/threads.ts';
import { useLoom } from '../context.ts';

interface Change {
  /** Undefined until the engine has told them. */
  readonly values: Settings | undefined;
  readonly fault: string | undefined;
  readonly change: (patch: CommandInput<'set_settings'>) => void;
  /** Does something else that may fail, and says why in the same place. */
  readonly attempt: (work: Promise<unknown>) => void;
}

export function useChange(): Change {
  const { settings } = useLoom();
  const [fault, setFault] = useState<string>();
  // Nothing is drawn before the answer: a switch that was pressed would go back for that long.
  const attempt = (work: Promise<unknown>): void =>
    void work.then(
      () => setFault(undefined),
      (error: unknown) => setFault(sentence(error)),
    );
  return {
    values: settings.current.value,
    fault,
    change: (patch) => attempt(settings.change(patch)),
    attempt,
  };
}

/** The place in which it is said. */
export function ChangeFault({ fault }: { fault: string | undefined }) {
  return (
    <div class="change-fault" aria-live="polite">
      {fault !== undefined && (
        <Note tone="bad" icon="warning">
          {fault}
        </Note>
      )}
    </div>
  );
}
