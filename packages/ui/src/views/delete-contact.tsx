// The last question before a contact and its history are erased.
import { useState } from 'preact/hooks';
import type { Contact } from '@loom/contract';
import { Button } from '../components/button.tsx';
import { Note } from '../components/note.tsx';
import { Sheet } from '../components/sheet.tsx';
import { words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import { sentence } from '../state/threads.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { useLoom } from './context.ts';

export function DeleteContact({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const { host } = useLoom();
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const name = neutraliseLine(contact.display_name);

  async function remove(close: () => void): Promise<void> {
    setBusy(true);
    try {
      await host.call('delete_contact', { contact_pub_key: contactKey(contact.public_key) });
      close();
    } catch (error) {
      setFault(sentence(error));
      setBusy(false);
    }
  }

  return (
    <Sheet title={words.remove.title(name)} size="small" onClose={onClose}>
      {(close) => (
        <>
          <p class="sheet-text">
            {words.remove.text(name)} {contact.waiting > 0 && words.remove.waiting(contact.waiting)}
          </p>
          {fault !== undefined && (
            <Note tone="bad" icon="warning">
              {fault}
            </Note>
          )}
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
