// The sheet for giving a contact another name. Only this device knows it.
import { useState } from 'preact/hooks';
import type { Contact } from '@loom/contract';
import { Button } from '../components/button.tsx';
import { Field } from '../components/field.tsx';
import { Sheet } from '../components/sheet.tsx';
import { words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import { sentence } from '../state/threads.ts';
import { useLoom } from './context.ts';

export function RenameContact({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const { host } = useLoom();
  const [name, setName] = useState(contact.display_name);
  const [fault, setFault] = useState<string>();

  async function save(close: () => void): Promise<void> {
    try {
      await host.call('rename_contact', {
        contact_pub_key: contactKey(contact.public_key),
        display_name: name.trim(),
      });
      close();
    } catch (error) {
      setFault(sentence(error));
    }
  }

  return (
    <Sheet title={words.rename.title} size="small" onClose={onClose}>
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void save(close);
          }}
        >
          <Field label={words.rename.label} value={name} onValue={setName} fault={fault} autofocus />
          <footer class="sheet-foot">
            <Button onClick={close}>{words.rename.cancel}</Button>
            <Button look="primary" type="submit" disabled={name.trim() === ''}>
              {words.rename.save}
            </Button>
          </footer>
        </form>
      )}
    </Sheet>
  );
}
