// The three layers that everything lies in: the backdrop with its dyes and threads, a pane, a sheet; and what floats over them.
import { useState } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Sheet } from '../components/sheet.tsx';
import { Exhibit } from './exhibit.tsx';

export function Layers() {
  const [sheet, setSheet] = useState<'small' | 'wide' | 'bare'>();
  return (
    <>
      <Exhibit of="backdrop" wide>
        <p>Behind this pane: four dyes that drift, and two bundles of threads that keep still.</p>
      </Exhibit>
      <Exhibit of="sheet">
        <Button onClick={() => setSheet('small')}>Open a small sheet</Button>
        <Button onClick={() => setSheet('wide')}>Open a wide sheet</Button>
        {sheet !== undefined && sheet !== 'bare' && (
          <Sheet title={`A ${sheet} sheet`} size={sheet} onClose={() => setSheet(undefined)}>
            {(close) => (
              <>
                <p class="sheet-text">
                  It lies over everything, and is the only thing that is blurred while it is there.
                </p>
                <footer class="sheet-foot">
                  <Button onClick={close}>Keep</Button>
                  <Button look="primary" onClick={close}>
                    Go on
                  </Button>
                </footer>
              </>
            )}
          </Sheet>
        )}
      </Exhibit>
      <Exhibit of="dialog">
        <Button onClick={() => setSheet('bare')}>Open a dialog without a head</Button>
        {sheet === 'bare' && (
          <Dialog class="small" label="A dialog without a head" onClose={() => setSheet(undefined)}>
            {(close) => (
              <div class="sheet-body">
                <p class="sheet-text">
                  What every sheet is under its head: Esc closes it, and focus goes back.
                </p>
                <footer class="sheet-foot">
                  <Button onClick={close}>Close</Button>
                </footer>
              </div>
            )}
          </Dialog>
        )}
      </Exhibit>
      <Exhibit of="banner" wide>
        <div class="banner">
          <p>Loom is not answering. Trying again…</p>
          <Button>Dismiss</Button>
        </div>
      </Exhibit>
    </>
  );
}
