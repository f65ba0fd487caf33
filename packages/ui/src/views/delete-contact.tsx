// The last question before a contact and its history are erased.
import type { Contact } from '@loom/contract';
import { Button } from '../components/button.tsx';
import { Sheet } from '../components/sheet.tsx';
import { Trouble } from '../components/trouble.tsx';
import { words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { useLoom } from './context.ts';
import { useAsk } from './use-ask.ts';

export function DeleteContact({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const { host } = useLoom();
  const { busy, fault, ask } = useAsk();
  const name = neutraliseLine(contact.display_name);

  const remove = (close: () => void): Promise<void> =>
    ask(async () => {
      await host.call('delete_contact', { contact_pub_key: contactKey(contact.public_key) });
      close();
    });

  return (
    <Sheet title={words.remove.title(name)} size="small" onClose={onClose}>
      {(close) => (
        <>
          <p class="sheet-text">
            {words.remove.text(name)} {contact.waiting > 0 && words.remove.waiting(contact.waiting)}
          </p>
          <Trouble fault={fault} />
          <footer class="sheet-foot">
            <Button onClick={close} autofocus>
              {words.remove.cancel}
            </Button>
            <Button look="final" disabled={busy} onClick={() => void remove(close)}>
              {busy ? words.remove.erasing : words.remove.confirm}
            </Button>
          </footer>
        </>
      )}
    </Sheet>
  );
}
