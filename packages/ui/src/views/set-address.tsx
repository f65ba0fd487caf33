// The sheet for saying by hand where a contact is: for whoever is not found by themselves.
import { useState } from 'preact/hooks';
import type { Contact } from '@loom/contract';
import { Button } from '../components/button.tsx';
import { Field } from '../components/field.tsx';
import { Note } from '../components/note.tsx';
import { Sheet } from '../components/sheet.tsx';
import { words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import { sentence } from '../state/threads.ts';
import { readAddress } from '../text/address.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { useLoom } from './context.ts';

const text = words.setAddress;

export function SetAddress({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const { host } = useLoom();
  const [address, setAddress] = useState('');
  const [fault, setFault] = useState<string>();
  const [saved, setSaved] = useState<string>();
  const name = neutraliseLine(contact.display_name);
  const typed = readAddress(address);
  const typedFault = address.trim() !== '' && !typed ? words.add.addressFault : undefined;

  async function save(): Promise<void> {
    if (!typed) return;
    try {
      await host.call('inject_peer_address', { peer_pub_key: contactKey(contact.public_key), ...typed });
      setSaved(address.trim());
    } catch (error) {
      setFault(sentence(error));
    }
  }

  return (
    <Sheet title={text.title(name)} size="small" onClose={onClose}>
      {(close) => (
        <form
          class="address-form"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <p class="sheet-text">{text.text(name)}</p>
          <Field
            label={text.label}
            placeholder={words.add.addressExample}
            value={address}
            onValue={(value) => {
              setAddress(value);
              setFault(undefined);
              setSaved(undefined);
            }}
            fault={fault ?? typedFault}
            autofocus
          />
          <div class="verdict" aria-live="polite">
            {saved !== undefined && (
              <Note tone="ok" icon="ring">
                {text.saved(saved)}
              </Note>
            )}
          </div>
          <footer class="sheet-foot">
            <Button onClick={close}>{saved === undefined ? text.cancel : text.close}</Button>
            <Button look="primary" type="submit" disabled={!typed || saved !== undefined}>
              {text.save}
            </Button>
          </footer>
        </form>
      )}
    </Sheet>
  );
}
