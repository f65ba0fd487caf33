// How a contact is reached: try now, and say by hand where they are, for whoever is not found by themselves.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Contact } from '@loom/contract';
import { connect, setAddress } from '../commands/contact.ts';
import { Button } from '../components/button.tsx';
import { Field } from '../components/field.tsx';
import { Icon } from '../components/icon.tsx';
import { Note } from '../components/note.tsx';
import { words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import { readAddress } from '../text/address.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { isPossible } from '../commands/command.ts';
import { CommandButton } from './command-button.tsx';
import { useLoom } from './context.ts';
import { useAsk } from './use-ask.ts';

const text = words.setAddress;

interface ReachProps {
  contact: Contact;
  name: string;
}

export function Reach({ contact, name }: ReachProps) {
  const loom = useLoom();
  const [asking, setAsking] = useState(false);
  const [saved, setSaved] = useState<string>();
  const opener = useRef<HTMLButtonElement>(null);
  const hasAsked = useRef(false);
  const handshake = loom.handshakes.byKey.value.get(contactKey(contact.public_key));

  useEffect(() => {
    if (asking) hasAsked.current = true;
    else if (hasAsked.current) opener.current?.focus();
  }, [asking]);

  return (
    <>
      {isPossible(connect, loom) && <CommandButton command={connect} />}
      <p class="details-came" aria-live="polite">
        {handshake?.state === 'running' && words.conversation.handshaking(name)}
        {handshake?.state === 'failed' && neutraliseLine(handshake.why)}
      </p>
      {asking ? (
        <AddressForm
          contact={contact}
          name={name}
          onClose={(address) => {
            setSaved(address);
            setAsking(false);
          }}
        />
      ) : (
        <button ref={opener} type="button" class="deed" data-part="address" onClick={() => setAsking(true)}>
          <Icon name={setAddress.icon} />
          {setAddress.words(loom)}
        </button>
      )}
      <div class="verdict" aria-live="polite">
        {saved !== undefined && (
          <Note tone="ok" icon="ring">
            {text.saved(saved)}
          </Note>
        )}
      </div>
    </>
  );
}

interface AddressFormProps extends ReachProps {
  /** With the address that was set; without, nothing was. */
  onClose: (saved?: string) => void;
}

function AddressForm({ contact, name, onClose }: AddressFormProps) {
  const { host } = useLoom();
  const [address, setValue] = useState('');
  const { fault, ask, clear } = useAsk();
  const form = useRef<HTMLFormElement>(null);
  const typed = readAddress(address);
  const typedFault = address.trim() !== '' && !typed ? words.add.addressFault : undefined;

  // The focus brings the field into sight, and not what stands around it.
  useLayoutEffect(() => form.current?.scrollIntoView({ block: 'nearest' }), []);

  async function save(): Promise<void> {
    if (!typed) return;
    await ask(async () => {
      await host.call('inject_peer_address', { peer_pub_key: contactKey(contact.public_key), ...typed });
      onClose(address.trim());
    });
  }

  return (
    <form
      ref={form}
      class="details-address"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      <p>{text.text(name)}</p>
      <Field
        label={text.label}
        placeholder={words.add.addressExample}
        value={address}
        onValue={(value) => {
          setValue(value);
          clear();
        }}
        fault={fault ?? typedFault}
        autofocus
      />
      <div class="details-foot">
        <Button onClick={() => onClose()}>{text.cancel}</Button>
        <Button type="submit" disabled={!typed}>
          {text.save}
        </Button>
      </div>
    </form>
  );
}
