// A modal sheet of glass with a title. Knows nothing of what it holds.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { words } from '../messages/words.ts';
import { IconButton } from './button.tsx';
import { Dialog } from './dialog.tsx';

interface SheetProps {
  title: string;
  size: 'wide' | 'small';
  onClose: () => void;
  /** Gets `close`, which lets the sheet sink before `onClose`. */
  children: (close: () => void) => ComponentChildren;
}

export function Sheet({ title, size, onClose, children }: SheetProps) {
  const titleId = useId();
  return (
    <Dialog class={size} labelledBy={titleId} onClose={onClose}>
      {(close) => (
        <div class="sheet-body">
          <header class="sheet-head">
            <h2 id={titleId}>{title}</h2>
            <IconButton icon="close" label={words.device.close} onClick={close} />
          </header>
          {children(close)}
        </div>
      )}
    </Dialog>
  );
}
