// The last question before a profile is erased: what goes, what stays, and its name typed by hand.
import { useState } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Sheet } from '../../components/sheet.tsx';
import { Trouble } from '../../components/trouble.tsx';
import { words } from '../../messages/words.ts';
import { useLoom } from '../context.ts';
import { useAsk } from '../use-ask.ts';

const text = words.lock;

export function WipeProfile({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title={text.wipeTitle} size="small" onClose={onClose}>
      {(close) => <Question close={close} />}
    </Sheet>
  );
}

function Question({ close }: { close: () => void }) {
  const { host, status } = useLoom();
  const profile = status.value?.profile ?? '';
  const [typed, setTyped] = useState('');
  const { busy, fault, ask } = useAsk();
  const ready = typed.trim() === profile && !busy;

  const wipe = (): Promise<void> =>
    ask(async () => {
      await host.call('wipe_profile', { confirm: typed.trim() });
      close();
    });

  return (
    <form
      class="wipe"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void wipe();
      }}
    >
      <p class="sheet-text">{text.wipeLead}</p>
      <ul role="list" class="wipe-parts" aria-label={text.wipeGoes}>
        {text.wipeParts.map((part) => (
          <li key={part}>{part}</li>
        ))}
      </ul>
      <p class="sheet-text">{text.wipeStays}</p>
      <Field label={text.wipeConfirm(profile)} value={typed} onValue={setTyped} autofocus />
      <Trouble fault={fault} />
      <footer class="sheet-foot">
        <Button onClick={close}>{text.keep}</Button>
        <Button look="final" type="submit" disabled={!ready}>
          {busy ? text.wiping : text.wipeDo}
        </Button>
      </footer>
    </form>
  );
}
