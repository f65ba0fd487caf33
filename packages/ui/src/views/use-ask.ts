// What a view asks of the engine, one thing at a time: whether it is under way, and why it came to nothing, in words.
import { useState } from 'preact/hooks';
import { sentence } from '../state/threads.ts';

interface Asked {
  readonly busy: boolean;
  /** Of the last one; undefined while the next is under way. */
  readonly fault: string | undefined;
  /** Never rejects; one more is not begun while one is under way. What is to happen once it has come to something belongs to the work. */
  readonly ask: (work: () => Promise<unknown>) => Promise<void>;
  /** The person goes on: what was wrong before is not said any more. */
  readonly clear: () => void;
}

export function useAsk(): Asked {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  return {
    busy,
    fault,
    async ask(work) {
      if (busy) return;
      setBusy(true);
      setFault(undefined);
      try {
        await work();
      } catch (error) {
        setFault(sentence(error));
      }
      setBusy(false);
    },
    clear: () => setFault(undefined),
  };
}
