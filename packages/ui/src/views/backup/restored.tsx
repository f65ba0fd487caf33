// The end of a restoring that has taken the place of a profile: where that profile is now.
import { Button } from '../../components/button.tsx';
import { Sheet } from '../../components/sheet.tsx';
import { words } from '../../messages/words.ts';

const text = words.backup;

export function Restored({ keptAside, onClose }: { keptAside: string; onClose: () => void }) {
  return (
    <Sheet title={text.restoredTitle} size="small" onClose={onClose}>
      {(close) => (
        <>
          <p class="sheet-text">{text.keptAside}</p>
          <p class="kept-aside">
            <code>{keptAside}</code>
          </p>
          <p class="sheet-text">{text.keptAsideHint}</p>
          <footer class="sheet-foot">
            <Button look="primary" onClick={close} autofocus>
              {text.done}
            </Button>
          </footer>
        </>
      )}
    </Sheet>
  );
}
