// The place in which a form says why what was asked of it came to nothing; it takes no room while there is nothing to say.
import { Note } from './note.tsx';

export function Trouble({ fault }: { fault: string | undefined }) {
  return (
    <div class="verdict" aria-live="polite">
      {fault !== undefined && (
        <Note tone="bad" icon="warning">
          {fault}
        </Note>
      )}
    </div>
  );
}
